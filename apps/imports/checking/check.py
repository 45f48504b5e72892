"""One look at a whole file: what is wrong, what is doubtful, what it would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pandas as pd
from django.db import connection
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.sealing import blind_index
from apps.imports.checking import rules
from apps.imports.checking.comparing import (
    COLUMNS,
    Changes,
    blank,
    compare,
    digest_of,
    note_overtaken,
    resulting,
)
from apps.imports.checking.courses import with_codes
from apps.imports.checking.findings import Findings, number_rows
from apps.imports.checking.matching import Meant, meant_by, name_people, register_of
from apps.imports.checking.people import Doubt, Identity, identities
from apps.imports.checking.places import Place, Places, places_of
from apps.imports.checking.recorded import recorded_of
from apps.imports.checking.settling import settle_dated, settle_people, settle_posts
from apps.imports.roster.matching import KEYS, Change
from apps.imports.roster.periods import bounds, covers
from apps.imports.roster.recorded import recorded
from apps.imports.roster.tables import TABLES, UNITS
from apps.imports.roster.tree import existence
from apps.imports.workbook.contract import IDENTIFICATION, Extract, Problem, SheetReading

PEOPLE, POSTS = "cadres.csv", "appointments.csv"
FILES = tuple(table.file for table in TABLES if table.file != UNITS.file)
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Reader:
    """Who imports, for which unit, on which day, and what was uploaded when."""

    user: User
    home: int
    day: date
    uploaded_at: datetime
    answers: Mapping[str, str]


@dataclass
class Outcome:
    """What a check found. ``changes`` hold only rows that nothing keeps back."""

    problems: list[Problem]
    doubts: list[tuple[Doubt, str, int]]  # with sheet and row
    changes: Changes
    held: Tables
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    digest: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the file can be written as it is."""
        return not self.doubts and not any(problem.is_fault for problem in self.problems)


def check(
    extract: Extract,
    readings: Sequence[SheetReading],
    reader: Reader,
    *,
    hold: bool = False,
    told: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Check a file against what is recorded.

    With ``hold`` the people that it speaks of are held until the transaction ends, so that what
    was checked is what is written. ``told`` hears how many hundredths are done.
    """
    tables, findings = number_rows(_whole(extract), readings)
    places = places_of(reader.user, reader.home, reader.day)
    register = register_of(
        identities(tables.values()),
        places=places,
        user=reader.user,
        day=reader.day,
        answers=reader.answers,
    )
    meant = meant_by(tables, register)
    if hold:
        _hold(meant)
    named, asking = name_people(tables, meant, findings)
    told(30)
    held = recorded_of(meant.known)
    exists = existence(recorded(UNITS).assign(row=0))
    settled = _settle(named, held, _Setting(places, exists, reader.day, findings))
    told(60)
    changes = compare(settled, held)
    _check_rules(settled, changes, held, places, exists, findings)
    note_overtaken(changes, reader.uploaded_at, findings)
    told(80)
    outcome = _outcome(findings, meant, asking, changes, held)
    outcome.problems = findings.ordered(reading.sheet for reading in readings)
    for file, counts in outcome.counts.items():
        counts["conflicting"] = len(set(tables[file]["row"]) & findings.conflicting)
    return outcome


def _whole(extract: Extract) -> Extract:
    """Let every table be there, with all of its columns."""
    for file in FILES:
        frame = extract.tables.get(file)
        frame = blank(file).assign(sheet=pd.Series(dtype=object)) if frame is None else frame
        names = dict.fromkeys([*COLUMNS[file], *IDENTIFICATION, "unit", "sheet"])
        missing = {name: "" for name in names if name not in frame}
        extract.tables[file] = frame.assign(**missing)
    extract.tables = {file: extract.tables[file] for file in FILES}
    return extract


def _hold(meant: Meant) -> None:
    # New facts of a person wait for this too: their foreign key asks for a share of the row.
    ids = sorted(known.pk for known in meant.known.values())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM cadres_cadre WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids]
        )


@dataclass
class _Setting:
    places: Places
    exists: rules.Periods
    day: date
    findings: Findings


def _settle(tables: Tables, held: Tables, setting: _Setting) -> Tables:
    """Return the tables with units and people as keys, and blanks read as what is recorded."""
    findings = setting.findings
    people = tables[PEOPLE].assign(key=tables[PEOPLE]["cadre_key"])
    people["personal_number_index"] = [
        blind_index(n) if n else "" for n in people["personal_number"]
    ]
    people = people.rename(columns={"personal_number": "number"})
    people = findings.sound(_only(people, PEOPLE, "number"))
    settled = {PEOPLE: rules.check_repeats(settle_people(people, held[PEOPLE], findings), findings)}
    posts = _placed(findings.sound(tables[POSTS]), setting)
    posts = settle_posts(_only(posts, POSTS), held[POSTS], setting.day, findings)
    settled[POSTS] = findings.sound(posts)
    tables = tables | {"trainings.csv": with_codes(tables["trainings.csv"], findings)}
    for file in ("qualifications.csv", "trainings.csv"):
        *keys, column = KEYS[file]
        facts = findings.sound(_only(tables[file], file))
        settled[file] = settle_dated(facts, held[file], keys, column)
    settled["appraisals.csv"] = findings.sound(_only(tables["appraisals.csv"], "appraisals.csv"))
    for file in FILES[1:]:
        settled[file] = settled[file].drop_duplicates(COLUMNS[file])
    return settled


def _only(frame: pd.DataFrame, file: str, *more: str) -> pd.DataFrame:
    return frame[[*COLUMNS[file], *more, "row"]]


def _placed(posts: pd.DataFrame, setting: _Setting) -> pd.DataFrame:
    """Write the key of the unit that each post names; an empty cell is the unit of the batch."""
    starts, ends = bounds(posts)
    home = setting.places.by_pk[setting.places.home]
    keys = []
    texts = zip(posts["row"], posts["unit"], starts.tolist(), ends.tolist(), strict=True)
    for row, text, start, end in texts:
        found, wrong = setting.places.meant(text) if text else ([home], "")
        if len(found) > 1:
            found, wrong = _there(found, start, end, setting)
        if wrong:
            setting.findings.fault(row, "unit", wrong, text)
        keys.append(found[0].key if found else "")
    placed = posts.assign(unit_key=keys)
    return placed[placed["unit_key"] != ""]


def _there(found: list[Place], start: int, end: int, setting: _Setting) -> tuple[list[Place], str]:
    """Tell units of one name apart by the time in which a post was held."""
    there = [p for p in found if covers(setting.exists.get(p.key, []), start, end)]
    there = [p for p in there if p.is_open] or there
    if len(there) == 1:
        return there, ""
    paths = "; ".join(f"{setting.places.path(p)} ({p.key})" for p in found[:5])
    return [], _("Several units have this name. Write the path or the key: %s") % paths


def _check_rules(
    settled: Tables,
    changes: Changes,
    held: Tables,
    places: Places,
    exists: rules.Periods,
    findings: Findings,
) -> None:
    posts = changes[POSTS]
    written = pd.concat([posts.new, posts.corrected]) if len(posts.corrected) else posts.new
    rules.check_scope(written, places, findings)
    rules.check_existence(findings.sound(written), exists, places, findings)
    rules.check_overlaps(findings.sound(resulting(posts, held[POSTS])), findings)
    rules.check_none(changes["qualifications.csv"].new, held["qualifications.csv"], findings)
    born = dict(zip(held[PEOPLE]["key"], held[PEOPLE]["born"], strict=True))
    born |= dict(zip(settled[PEOPLE]["key"], settled[PEOPLE]["born"], strict=True))
    dated = [
        (settled["qualifications.csv"], "awarded_on"),
        (settled["trainings.csv"], "completed_on"),
    ]
    rules.check_births(findings.sound(written), dated, born, findings)
    rules.note_numbers(settled[PEOPLE], findings)


def _outcome(
    findings: Findings,
    meant: Meant,
    asking: Mapping[Identity, int],
    changes: Changes,
    held: Tables,
) -> Outcome:
    kept = {
        file: Change(findings.sound(change.new), findings.sound(change.corrected), change.unchanged)
        for file, change in changes.items()
    }
    present = set(held[PEOPLE]["key"]) | set(kept[PEOPLE].new["key"])
    for file in FILES[1:]:
        new = kept[file].new
        kept[file] = replace(kept[file], new=new[new["cadre_key"].isin(present)])
    doubts = [
        (meant.doubts[identity], findings.sheets[row], int(findings.lines[row]))
        for identity, row in asking.items()
    ]
    outcome = Outcome([], doubts, kept, held)
    for file in FILES:
        change = kept[file]
        outcome.counts[file] = {
            "new": len(change.new),
            "corrected": len(change.corrected),
            "unchanged": change.unchanged,
        }
    outcome.digest = digest_of(kept)
    return outcome
