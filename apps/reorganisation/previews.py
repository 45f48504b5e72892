"""What a plan would do, as its reader may see it: exact where they see the people, or in fives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.months import day_before
from apps.metrics.score import Range, Score
from apps.metrics.shown import exact_among
from apps.reorganisation import asking
from apps.reorganisation.models import Outlook, Reorganisation
from apps.reorganisation.plans import Plan
from apps.reorganisation.reading import parse
from apps.reorganisation.sentences import names_of
from apps.targets.models import TargetVersion
from apps.units.models import Membership, Unit

_ROWS = 50


@dataclass(frozen=True)
class Way:
    """So many people go from one unit to another."""

    source: str
    source_name: str
    to: str
    to_name: str
    count: int
    is_exact: bool
    is_kept: bool


@dataclass(frozen=True)
class Line:
    """A unit and a target, before and after; None where the unit is not there.

    ``is_open`` says that what is shown of a part cannot be told beforehand.
    """

    key: str
    name: str
    version: TargetVersion
    before: Score | None
    after: Score | None
    is_open: bool = False


@dataclass(frozen=True)
class Preview:
    """What a worker found, for one reader: whole if they see all units that the plan names."""

    at: datetime
    day: date
    is_current: bool
    counts: Mapping[str, Any]
    is_whole: bool
    is_exact: bool
    lost: list[tuple[str, str, int, bool]]
    part: str
    page: Page
    roles: list[Membership]

    @property
    def were(self) -> int:
        """How many hold a counted post without the plan."""
        return int(self.counts["people"][0])

    @property
    def are(self) -> int:
        """How many hold a counted post with it."""
        return int(self.counts["people"][1])


@dataclass(frozen=True)
class _Reader:
    """Which units somebody sees, of which they see the people, and whose records they keep."""

    seen: frozenset[str]
    exact: frozenset[str]
    kept: frozenset[str]
    runs: bool
    is_whole: bool

    def sees(self, key: str, known: set[str]) -> bool:
        return key in self.seen if key in known else self.is_whole

    def is_exact(self, key: str, known: set[str]) -> bool:
        return key in self.exact if key in known else self.is_whole and self.seen == self.exact


def _reader(row: Reorganisation, user: User, keys: set[str], day: date) -> _Reader:
    units = Unit.objects.visible_to(user, day).filter(key__in=keys)
    seen = dict(units.values_list("key", "pk"))
    exact = exact_among(user, seen.values(), day)
    kept = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT).filter(pk__in=row.sources)
    return _Reader(
        frozenset(seen),
        frozenset(key for key, pk in seen.items() if pk in exact),
        frozenset(kept.values_list("key", flat=True)),
        asking.runs(user, row),
        set(row.covers) <= set(seen.values()),
    )


def preview(row: Reorganisation, user: User, asked: Mapping[str, str]) -> Preview | None:
    """Return what a worker found a plan to do; None before anybody had it looked at."""
    outlook = Outlook.objects.filter(reorganisation=row).first()
    if outlook is None or row.effective_on is None:
        return None
    plan, _faults = parse(row.plan)
    counts, day = outlook.counts, day_before(row.effective_on)
    keys = plan.keys() | {line[0] for line in counts.get("lines", [])}
    names = names_of(plan, keys, row.effective_on)
    known = set(Unit.objects.filter(key__in=keys).values_list("key", flat=True))
    reader = _reader(row, user, keys, day)
    part = asked.get("part", "people")
    is_of_figures = part == "figures"
    lines = _lines(counts, names, reader, known) if is_of_figures else _ways(counts, names, reader)
    return Preview(
        at=outlook.at,
        day=row.effective_on,
        is_current=outlook.is_current,
        counts=counts,
        is_whole=reader.is_whole,
        is_exact=reader.seen == reader.exact,
        lost=[(k, names[k], n, k in reader.exact) for k, n in counts["lost"] if k in reader.seen],
        part=part if is_of_figures else "people",
        page=Paginator(lines, _ROWS).get_page(asked.get("page")),
        roles=_roles(counts, plan) if reader.runs else [],
    )


def _ways(counts: Mapping[str, Any], names: Mapping[str, str], reader: _Reader) -> list[Any]:
    return [
        Way(source, names[source], to, names.get(to, to), n, source in reader.exact,
            source in reader.kept)
        for source, to, n in counts["ways"]
        if source in reader.seen
    ]  # fmt: skip


def _lines(
    counts: Mapping[str, Any], names: Mapping[str, str], reader: _Reader, known: set[str]
) -> list[Any]:
    """Return the figures of the units that the reader sees, in fives where not the people."""
    named = TargetVersion.objects.select_related("target__plan")
    versions = named.in_bulk({line[1] for line in counts.get("lines", [])})
    pairs = zip(counts.get("lines", []), counts.get("fives", []), strict=True)
    return [
        Line(line[0], names[line[0]], versions[line[1]], _score(line[2]), _score(line[3]),
             is_open="open" in line)
        for exact, in_fives in pairs
        if reader.sees(exact[0], known) and exact[1] in versions
        for line in [exact if reader.is_exact(exact[0], known) else in_fives]
    ]  # fmt: skip


def _score(cells: Any) -> Score | None:
    if not isinstance(cells, list):
        return None
    *counts, threshold_bp = cells
    if isinstance(counts[0], list):
        population, met, unknown = (Range(*each) for each in counts)
        return Score.of_ranges(population, met, unknown, threshold_bp)
    met, not_met, unknown = counts
    return Score.of(met, not_met, unknown, threshold_bp)


def _roles(counts: Mapping[str, Any], plan: Plan) -> list[Membership]:
    rows = Membership.objects.filter(pk__in=counts.get("roles", []), unit__key__in=plan.closing())
    return list(rows.select_related("user", "unit").order_by("unit__key", "user__username"))
