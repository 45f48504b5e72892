"""The page of data quality: what is to be mended, where, and whose records come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from django.core.paginator import Page, Paginator
from django.http import Http404, QueryDict

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.quality import RULE, RULES, Rule, Severity
from apps.dashboards.quality_rows import Row, rows_of, unit_names
from apps.metrics.mending import Sums, sums_for
from apps.metrics.selectors import saved_mark
from apps.metrics.settling import Worklist, worklist
from apps.presentation.kept import recalled
from apps.presentation.lists.people import PAGE
from apps.units import selectors as units
from apps.units.models import Unit
from apps.units.selectors import Step

_FEW = 12
# Long enough to page through a list.
_MINUTES = 20 * 60


@dataclass(frozen=True)
class Wanted:
    """Which records are asked for; an empty value asks for all."""

    rule: str = ""
    unit: str = ""
    is_whole: bool = False  # whether all units of the table are shown

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read a query string; an unknown rule asks for all."""
        rule = query.get("rule", "")
        unit = query.get("unit", "")[:50]
        return cls(rule if rule in RULE else "", unit, query.get("units") == "all")

    def said(self) -> dict[str, str]:
        """Return what is asked for, without what is not."""
        return {name: value for name, value in vars(self).items() if value and name != "is_whole"}


@dataclass(frozen=True)
class RuleCount:
    """How many records break a rule, and how many verdicts mending all of them decides."""

    rule: Rule
    count: int
    decided: int


@dataclass(frozen=True)
class Group:
    """The rules of one severity that somebody breaks."""

    severity: Severity
    rules: tuple[RuleCount, ...]


@dataclass(frozen=True)
class Line:
    """A unit with everything below it: undetermined verdicts, people to look at, by severity."""

    key: str
    name: str
    undetermined: int
    people: int
    missing: int
    undecided: int
    contradictions: int


@dataclass(frozen=True)
class QualityPage:
    """Everything that the page shows; ``page`` and ``rows`` only to those who may see people."""

    wanted: Wanted
    day: date
    trail: tuple[Step, ...]
    people: int
    undetermined: int
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    more: int
    in_fives: bool
    page: Page[int] | None = None
    rows: tuple[Row, ...] = ()

    @property
    def unit_name(self) -> str:
        """The name of the unit asked for, if any."""
        return self.trail[-1].name if self.trail else ""


def quality_page(user: User, day: date, query: QueryDict, kept: str) -> QualityPage:
    """Return the page asked for; a unit that the user may not see is not found."""
    wanted = Wanted.read(query)
    trail = units.trail(user, wanted.unit, day) if wanted.unit else ()
    if wanted.unit and not trail:
        raise Http404
    listed = _worklist(user, day)
    tops = _tops(listed, trail)
    sums = sums_for(user, listed)
    lines = _lines(listed, sums, tops)
    shown = QualityPage(
        wanted,
        day,
        trail,
        int(sums.people[tops].sum()),
        int(sums.undetermined[tops].sum()),
        _groups(listed, sums, tops),
        tuple(lines if wanted.is_whole else lines[:_FEW]),
        0 if wanted.is_whole else max(0, len(lines) - _FEW),
        in_fives=not sums.is_exact[tops].all(),
    )
    if not may(user, Permission.PEOPLE_VIEW):
        return shown
    page = Paginator(_places(user, listed, wanted, tops), PAGE).get_page(query.get("page"))
    rows = tuple(rows_of(user, listed, list(page), kept))
    return QualityPage(**{**vars(shown), "page": page, "rows": rows})


def _worklist(user: User, day: date) -> Worklist:
    """Return the worklist, as it was worked out before if nothing has been saved since."""
    scope = Unit.objects.visible_to(user, day).order_by("pk").values_list("pk", flat=True)
    depends_on = (day, list(scope), saved_mark())
    return recalled("worklist", depends_on, lambda: worklist(user, day), seconds=_MINUTES)


def _tops(listed: Worklist, trail: Sequence[Step]) -> np.ndarray:
    """Return the row of the unit asked for, or of the highest units in the reader's scope."""
    frame = listed.stakes.units
    if trail:
        return np.flatnonzero(frame["unit_id"].to_numpy() == trail[-1].unit.pk)
    return np.flatnonzero(frame["parent_id"].to_numpy() == 0)


def _groups(listed: Worklist, sums: Sums, tops: np.ndarray) -> tuple[Group, ...]:
    counts = sums.by_rule[tops].sum(axis=0).tolist()
    # How many verdicts a rule decides says something of single records.
    opened = [row for row in tops.tolist() if sums.is_exact[row]]
    broken = [
        RuleCount(rule, count, sum(listed.decided(number, row) for row in opened))
        for number, (rule, count) in enumerate(zip(RULES, counts, strict=True))
        if count
    ]
    return tuple(
        Group(severity, tuple(found for found in broken if found.rule.severity == severity))
        for severity in Severity
    )


def _lines(listed: Worklist, sums: Sums, tops: np.ndarray) -> list[Line]:
    """Return the units directly below, or several highest ones: those with most to settle first."""
    frame = listed.stakes.units
    rows = tops
    if len(tops) == 1:
        top = int(frame["unit_id"].to_numpy()[tops[0]])
        rows = np.flatnonzero(frame["parent_id"].to_numpy() == top)
    ids = [int(pk) for pk in frame["unit_id"].to_numpy()[rows]]
    names = unit_names(ids, listed.day)
    keys = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "key"))
    lines = [
        Line(keys[pk], names[pk], *_figures(sums, row))
        for pk, row in zip(ids, rows.tolist(), strict=True)
    ]
    return sorted(lines, key=lambda line: (-line.undetermined, -line.people, line.name))


def _figures(sums: Sums, row: int) -> list[int]:
    by_severity = dict.fromkeys(Severity, 0)
    for rule, count in zip(RULES, sums.by_rule[row].tolist(), strict=True):
        by_severity[rule.severity] += count
    return [int(sums.undetermined[row]), int(sums.people[row]), *by_severity.values()]


def _places(user: User, listed: Worklist, wanted: Wanted, tops: np.ndarray) -> list[int]:
    """Return the places in the worklist of what is asked for, among people the user may see."""
    seen = Unit.objects.visible_to(user, listed.day, Permission.PEOPLE_VIEW).order_by()
    chosen = np.isin(listed.records["unit_id"].to_numpy(), list(seen.values_list("pk", flat=True)))
    if wanted.unit:
        chosen &= listed.below(int(tops[0]))[listed.records["row"].to_numpy()]
    if wanted.rule:
        chosen &= listed.records["rule"].to_numpy() == RULES.index(RULE[wanted.rule])
    return np.flatnonzero(chosen).tolist()
