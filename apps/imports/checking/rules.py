"""The rules that span rows: the same as those of the acts on people, said of cells of a file."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from apps.cadres.personal_numbers import contradictions, masked
from apps.cadres.services.posts import LEAST_AGE
from apps.common.months import months_before
from apps.common.partial import PartialDate
from apps.imports.checking.findings import Findings
from apps.imports.checking.places import Places, outside
from apps.imports.roster.periods import bounds, covers, overlapping

Periods = dict[str, list[tuple[int, int]]]


def check_repeats(people: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Note people whom two rows describe differently; leave out rows that repeat another."""
    said = [name for name in people.columns if name not in ("row", "sheet", "cadre_key")]
    once = people.drop_duplicates(said)
    for column, message in (
        ("key", _("%s describes the same person differently. Keep one of the two rows.")),
        ("personal_number_index", _("%s gives the same personal number to somebody else.")),
    ):
        given = once[once[column] != ""]
        first = given.drop_duplicates(column).set_index(column)["row"]
        for row, value in given.loc[given[column].duplicated(), ["row", column]].itertuples(
            index=False
        ):
            field = "full_name" if column == "key" else "personal_number"
            findings.fault(row, field, message % findings.line(first[value]))
    return once


def check_existence(
    posts: pd.DataFrame, exists: Periods, places: Places, findings: Findings
) -> None:
    """Note posts that end too early or that their unit does not outlive."""
    starts, ends = bounds(posts)
    rows = zip(posts["row"], posts["unit_key"], starts.tolist(), ends.tolist(), strict=True)
    for row, key, start, end in rows:
        if end <= start:
            findings.fault(row, "end_on", _("The end must lie after the start."))
        elif not covers(exists.get(key, []), start, end):
            name = places.by_key[key].name
            message = _(
                "%s does not exist in the whole of that time. Write the unit that was there, or"
                " correct the dates."
            )
            findings.fault(row, "unit", message % name, name)


def check_scope(written: pd.DataFrame, places: Places, findings: Findings) -> None:
    """Note posts that would be written in units that the officer does not keep."""
    for row, key in zip(written["row"], written["unit_key"], strict=True):
        if not places.keeps(key):
            name = places.by_key[key].name
            findings.fault(row, "unit", outside(name), name)


def check_overlaps(posts: pd.DataFrame, findings: Findings) -> None:
    """Note primary posts of one person on one day; those recorded have row 0."""
    starts, ends = bounds(posts)
    primary = np.flatnonzero((posts["is_primary"] == "yes").to_numpy() & (starts < ends))
    groups = pd.factorize(posts["cadre_key"])[0][primary]
    rows, titles, begins = (posts[name].to_numpy() for name in ("row", "title", "start_on"))
    for earlier, later in overlapping(groups, starts[primary], ends[primary]):
        this, other = primary[later], primary[earlier]
        if not rows[this]:
            this, other = other, this
        if not rows[this]:
            continue
        about = {"title": titles[other], "since": shown(begins[other])}
        if rows[other]:
            about["line"] = findings.line(rows[other])
            message = _(
                "Overlaps the primary post “%(title)s” from %(since)s in %(line)s. Write there when"
                " that post ended, or mark this one as concurrent."
            )
            findings.fault(rows[this], "start_on", message % about, shown(begins[this]))
        else:
            message = _(
                "Overlaps the recorded primary post “%(title)s” from %(since)s. Add a row that says"
                " when that post ended, or mark this one as concurrent."
            )
            findings.conflict(rows[this], "start_on", message % about, shown(begins[this]))


def check_births(
    posts: pd.DataFrame,
    dated: list[tuple[pd.DataFrame, str]],
    born: dict[str, str],
    findings: Findings,
) -> None:
    """Note posts of children, and what was reached before birth."""
    births = {key: PartialDate.parse(text).earliest for key, text in born.items() if text}
    for row, key, text in zip(posts["row"], posts["cadre_key"], posts["start_on"], strict=True):
        birth = births.get(key)
        if birth and text and _too_young(birth, text):
            message = _("On that day the person was younger than %s. Look at the birth date.")
            findings.fault(row, "start_on", message % LEAST_AGE, shown(text))
    for facts, column in dated:
        for row, key, text in zip(facts["row"], facts["cadre_key"], facts[column], strict=True):
            birth = births.get(key)
            if birth and text and PartialDate.parse(text).latest < birth:
                message = _("That lies before the person was born.")
                findings.fault(row, column, message, shown(text))


def _too_young(birth: date, text: str) -> bool:
    if int(text[:4]) - birth.year > LEAST_AGE + 1:
        return False
    return months_before(PartialDate.parse(text).latest, 12 * LEAST_AGE) < birth


def note_numbers(people: pd.DataFrame, findings: Findings) -> None:
    """Note personal numbers that disagree with what the file says of the person."""
    words = {
        "province": _("the place of registration"),
        "gender": _("the gender"),
        "born": _("the year of birth"),
    }
    columns = (people[name] for name in ("row", "number", "born", "gender"))
    for row, number, born, gender in zip(*columns, strict=True):
        birth = PartialDate.parse(born) if born else None
        if number and (found := contradictions(number, birth, gender)):
            message = _("The number disagrees with %s. It is written; look at it again.")
            said = ", ".join(words[part] for part in found)
            findings.note(row, "personal_number", message % said, masked(number))


def check_none(new: pd.DataFrame, held: pd.DataFrame, findings: Findings) -> None:
    """Note "none" on a ladder on which a level is recorded."""
    levels = held[held["level"] != "none"]
    have = set(zip(levels["cadre_key"], levels["kind"], strict=True))
    none = new[new["level"] == "none"]
    for row, key, kind in zip(none["row"], none["cadre_key"], none["kind"], strict=True):
        if (key, kind) in have:
            message = _("A level is recorded already, so “none” cannot be.")
            findings.conflict(row, "level", message)


def shown(text: str) -> str:
    """Write a partly known date as it is written in Vietnam."""
    return "/".join(reversed(text.split("-"))) or "…"
