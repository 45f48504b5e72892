"""Where a request stands: the unit, the day, the plan and the run that the whole page speaks of.

One page never mixes two runs. A unit out of sight is 404; a unit that the tree of the day does
not hold, or a database without figures, is a page of its own: an Aside, for the door to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.metrics import selectors as metrics
from apps.metrics.models import Run
from apps.metrics.shown import sees_people
from apps.presentation.filters import Filters
from apps.targets.models import Plan, Target, TargetVersion
from apps.targets.selectors import plan_for
from apps.units import selectors as units
from apps.units.models import Unit
from apps.units.selectors import Step


class Aside(Exception):  # noqa: N818 - not an error: another page answers
    """The page has nothing to show here; a designed page says why and what to do next."""

    def __init__(self, template: str, **context: Any) -> None:
        super().__init__(template)
        self.template = template
        self.context = context


@dataclass(frozen=True)
class Scene:
    """What the page speaks of."""

    filters: Filters
    user: User
    unit: Unit
    name: str  # of the unit on the day
    trail: tuple[Step, ...]  # from the root down to the unit; ``is_visible`` where it may be opened
    run: Run
    plans: tuple[Plan, ...]
    plan: Plan | None
    versions: tuple[TargetVersion, ...]  # of the plan's targets, in force on the run's day
    targets: frozenset[Target]  # of all plans
    in_fives: bool  # whether the unit's figures are protected from this reader

    @property
    def day(self) -> date:
        """The day whose figures are shown."""
        return self.run.as_of

    @property
    def asked_day_has_no_figures(self) -> bool:
        """Whether another day was asked for than can be shown."""
        return self.filters.day is not None and self.filters.day != self.run.as_of

    def link(self, name: str, *args: Any, **changes: Any) -> str:
        """Return the address of a page with the same day and plan."""
        return reverse(name, args=args) + self.filters.place.but(**changes).query()

    @property
    def may_take_out(self) -> bool:
        """Whether the user may take the figures of the unit out."""
        return self.trail[-1].is_for_export

    @property
    def query(self) -> str:
        """The day and plan asked for, as a query string."""
        return self.filters.place.query()

    @property
    def target(self) -> TargetVersion | None:
        """The target asked for, or the plan's first."""
        for version in self.versions:
            if version.target.code == self.filters.target:
                return version
        return self.versions[0] if self.versions else None

    @property
    def plan_before(self) -> Plan | None:
        """The latest plan that ended before this one began and had a target of the same code."""
        if not self.plan or not self.target:
            return None
        code = self.target.target.code
        begin, same = self.plan.start_on, [one.plan for one in self.targets if one.code == code]
        ended = [plan for plan in same if plan.end_on <= begin]
        return max(ended, key=lambda plan: (plan.end_on, plan.code), default=None)


def scene_of(request: HttpRequest, key: str | None = None) -> Scene:
    """Return the scene of a request: of the unit by key, or of the user's own."""
    return scene_for(request.user, request.GET, key, timezone.localdate())  # type: ignore[arg-type]


def scene_for(user: User, query: QueryDict, key: str | None, today: date) -> Scene:
    """Return the scene that a query string asks for."""
    filters = Filters.read(query)
    run = metrics.run_for(filters.day or today)
    if run is None:
        raise Aside("dashboards/no_figures.html")
    key = key or units.home_key(user)
    if key is None:
        raise Http404
    trail = units.trail(user, key, run.as_of)
    if not trail:
        _explain_absence(user, key, run, filters)
    here = trail[-1]
    in_fives = not sees_people(user, here.unit, run.as_of)
    plans = _plan(filters, run.as_of)
    return Scene(filters, user, here.unit, here.name, trail, run, *plans, in_fives)


def _explain_absence(user: User, key: str, run: Run, filters: Filters) -> None:
    """Say when the unit existed, if the user may see it on some day at all; 404 otherwise."""
    life = units.life_of(user, key, run.as_of)
    if life is None:
        raise Http404
    raise Aside("dashboards/absent.html", life=life, run=run, filters=filters)


def _plan(
    filters: Filters, day: date
) -> tuple[tuple[Plan, ...], Plan | None, tuple[TargetVersion, ...], frozenset[Target]]:
    """Choose the plan; see ``plan_for``."""
    rows = list(TargetVersion.objects.select_related("target__plan").order_by("target"))
    plans = {row.target.plan_id: row.target.plan for row in rows}
    ordered = sorted(plans.values(), key=lambda plan: (plan.start_on, plan.code))
    plan = plan_for(day, code=filters.plan or "", among=ordered)
    versions = [row for row in rows if row.target.plan == plan and row.is_in_force_on(day)]
    return tuple(ordered), plan, tuple(versions), frozenset(row.target for row in rows)


def version_named(scene: Scene, code: str) -> TargetVersion:
    """Return the version in force of a target of the plan; 404 when there is none."""
    for version in scene.versions:
        if version.target.code == code:
            return version
    raise Http404
