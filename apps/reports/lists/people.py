"""Lists of people: the cadres as filtered on screen, and those behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Cadre, CadreQuerySet
from apps.cadres.selectors import category_names
from apps.metrics.who import who_counts
from apps.presentation import labels, numbers
from apps.presentation.filters import Filters
from apps.presentation.lists import cadre_words, cadres, who
from apps.presentation.lists.cadre_words import COLUMN_WORDS
from apps.presentation.lists.people import ids_of, in_parts
from apps.presentation.lists.who_words import why, why_title
from apps.presentation.scene import Scene, version_named
from apps.reports.lists.content import Content, Question, in_rows, said
from apps.reports.lists.places import for_export, scene_for_export
from apps.reports.renderers.lists import ListColumn, ListRow
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting
from apps.units import selectors as units

_NAME_WIDTH, _WIDE = 28, {"post": 34, "unit": 34}
_GROUP_WIDTH = 46


def cadre_content(user: User, question: Question, today: date) -> Content:
    """Return the cadres that the screen lists, with every column that may be chosen there."""
    query = question.asked()
    wanted, day = cadres.Wanted.read(query), Filters.read(query).day or today
    people = cadres.people_wanted(user, day, wanted).visible_to(user, day, Permission.EXPORT)
    ids = ids_of(people.unrestricted(), sort=cadres.read_sort(query))
    chosen = cadres.read_columns(query)
    names = (*chosen, *(name for name in cadres.COLUMNS if name not in chosen))
    return Content(
        title=_("List of cadres"),
        day=day,
        about=(*_about_cadres(user, wanted, day), *_left_out(people)),
        columns=(ListColumn(_("Full name"), width=_NAME_WIDTH), *map(_column, names)),
        count=len(ids),
        rows=in_rows(
            [_cadre_row(row, names, day) for row in cadres.rows_of(part, day)]
            for part in in_parts(ids)
        ),
        entry={
            "kind": "cadres",
            "key": wanted.unit or "*",
            "detail": {"day": day.isoformat(), "asked": wanted.said()},
        },
        covers=for_export(user, day, wanted.unit),
        people=ids,
    )


def _left_out(people: CadreQuerySet) -> tuple[str, ...]:
    """Say how many are missing because processing of their data is restricted."""
    count = people.restricted().count()
    line = _("%(count)s people left out: processing of their data is restricted.")
    return (line % {"count": numbers.whole(count)},) if count else ()


def _about_cadres(user: User, wanted: cadres.Wanted, day: date) -> tuple[str, ...]:
    steps = units.trail(user, wanted.unit, day) if wanted.unit else ()
    everywhere = _("all units whose lists the user may take out")
    chips = [words for _name, words in cadre_words.chips(wanted)]
    if wanted.q:
        chips.insert(0, said(_("Search"), wanted.q))
    return (
        said(_("Unit"), steps[-1].name if steps else wanted.unit or everywhere),
        said(_("Records as they stand on"), numbers.day(day)),
        said(_("Filters"), "; ".join(chips) or _("none")),
    )


def _column(name: str) -> ListColumn:
    kind = "partial" if name == "born" else "text"
    return ListColumn(str(COLUMN_WORDS[name]), kind, _WIDE.get(name, 18))  # type: ignore[arg-type]


def _cadre_row(row: cadres.Row, names: Sequence[str], day: date) -> ListRow:
    cells = [
        row.cadre.born if name == "born" else cadre_words.cell(name, row, day) or None
        for name in names
    ]
    return (row.cadre.full_name, *cells)


def who_content(user: User, question: Question, today: date) -> Content:
    """Return one of the lists behind a figure, with the reason for each person."""
    scene = scene_for_export(user, question, today)
    version = version_named(scene, question.code)
    asked = who.Asked.read(question.asked())
    setting = Setting(scene.day, labels.language(), category_names(labels.language()))
    found = who_counts(user, scene.run, scene.unit, version, asked.scope)
    behind = who.Behind(scene.run, version, found, asked, setting)
    people = behind.people(user).visible_to(user, scene.day, Permission.EXPORT)
    ids = ids_of(people.unrestricted(), sort=behind.sort)
    return Content(
        title=labels.target_name(version),
        day=scene.day,
        about=(*_about_who(scene, version, asked, found.hidden), *_left_out(people)),
        columns=_who_columns(behind),
        count=len(ids),
        rows=in_rows(_who_rows(behind, part) for part in in_parts(ids)),
        entry={
            "kind": "population",
            "key": f"{scene.unit.key} {version.target.plan.code} {version.target.code}",
            "detail": {
                "day": scene.day.isoformat(),
                "group": asked.group,
                "scope": asked.scope,
                "words": asked.words,
            },
        },
        covers=[scene.unit.pk],
        people=ids,
    )


def _about_who(
    scene: Scene, version: TargetVersion, asked: who.Asked, hidden: int
) -> tuple[str, ...]:
    alone = _("the unit alone") if asked.scope == "own" else _("with the units below it")
    lines = [
        said(_("Unit"), f"{scene.name}, {alone}"),
        said(_("Figures of"), numbers.day(scene.day)),
        said(_("Plan"), version.target.plan.code),
        said(_("Target"), labels.target_name(version)),
        said(_("List"), str(labels.COUNTS[asked.group].word)),
        said(_("Filters"), said(_("Search"), asked.words) if asked.words else _("none")),
    ]
    if hidden:
        lines.append(
            _("%(count)s of the people counted serve in units whose people you may not see.")
            % {"count": numbers.whole(hidden)}
        )
    return tuple(lines)


def _who_columns(behind: who.Behind) -> tuple[ListColumn, ...]:
    columns = [
        ListColumn(_("Full name"), width=_NAME_WIDTH),
        *map(_column, ("key", "post", "unit", "born", "gender")),
        ListColumn(str(why_title(behind.asked.group)), width=_GROUP_WIDTH),
    ]
    if behind.age:
        reaching = _("Reaches %(years)s") % {"years": behind.age.years}
        columns += [ListColumn(reaching, "partial"), ListColumn(_("Note"), width=24)]
    return (*columns, ListColumn(_("Record"), width=20))


def _who_rows(behind: who.Behind, people: Sequence[Cadre]) -> list[ListRow]:
    early, changed = _("before the due date"), _("changed since")
    rows: list[ListRow] = []
    for row in behind.rows(people):
        cadre, post = row.cadre, row.post
        gender = labels.word(cadre.gender, "GENDERS") if cadre.gender else None
        place = (post.title, post.unit_name) if post else (None, None)  # type: ignore[attr-defined]
        aged = (row.reaches, early if row.is_early else None) if behind.age else ()
        rows.append(
            (cadre.full_name, cadre.key, *place, cadre.born, gender, why(row), *aged,
             changed if row.is_changed else None)
        )  # fmt: skip
    return rows
