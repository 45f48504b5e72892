"""What is foreseen of a unit's figures, for who may see the people behind them.

Nothing of it is shown to who sees counts only: month by month it would single people out.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import OuterRef, Subquery

from apps.accounts.access import reads_counts_only
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.stream import one_snapshot
from apps.metrics.ahead.projecting import Ahead, ahead, inside_on, whoever
from apps.metrics.core.evaluate import CELLS, OWN, TOTAL, codes
from apps.metrics.core.losing import Losses, losses
from apps.metrics.core.tally import MET, NOT_MET, UNKNOWN
from apps.metrics.models import ForeseenLoss, ProjectedUnit, Projection, Run
from apps.metrics.score import Score
from apps.metrics.selectors import specs
from apps.metrics.shown import sees_people
from apps.targets.models import Target
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Foreseen:
    """How a unit stands on a day ahead."""

    day: date
    score: Score

    @property
    def counts(self) -> tuple[date, tuple[int, int, int, int]]:
        """The day, and met, not met, unknown and the threshold."""
        score = self.score
        return self.day, (score.met, score.not_met, score.unknown, score.threshold_bp)


@dataclass(frozen=True)
class Curve:
    """A unit's figure on a target from the base day on, at month-ends and due dates.

    ``is_stale`` says that something was published after it was computed.
    """

    projection: Projection
    points: Sequence[Foreseen]
    is_stale: bool

    @property
    def now(self) -> Foreseen:
        """The figure on the base day."""
        return self.points[0]

    def until(self, day: date) -> list[Foreseen]:
        """Return the points up to a day."""
        return [point for point in self.points if point.day <= day]

    def turn(self) -> tuple[date, date] | None:
        """Return two days between which the verdict turns for the first time, if it does."""
        for before, after in zip(self.points, self.points[1:], strict=False):
            if after.score.verdict != self.now.score.verdict:
                return before.day, after.day
        return None


def curve(user: User, run: Run, unit: Unit, target: Target, *, own: bool = False) -> Curve | None:
    """Return what is foreseen of a figure, seen from a run; None for who sees counts only.

    There is none either of a past day, whose days ahead have come.
    """
    last = Projection.objects.order_by("-pk").first()
    if last is None or run.as_of < last.base - timedelta(days=1):
        return None
    if not sees_people(user, unit, run.as_of):
        return None
    stored = ProjectedUnit.objects.filter(projection=last, unit=unit).first()
    if stored is None:
        return None
    versions = set(target.versions.values_list("pk", flat=True))
    points = _points(last, stored, versions, OWN if own else TOTAL)
    if not points:
        return None
    newest = Run.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Curve(last, points, is_stale=newest > last.run)


def _points(
    projection: Projection, stored: ProjectedUnit, versions: set[int], part: slice
) -> list[Foreseen]:
    shape = (len(projection.days), len(projection.version_ids), len(CELLS))
    table = np.frombuffer(zlib.decompress(stored.counts), dtype="<i4").reshape(shape)
    points = []
    for place, day in enumerate(projection.days):
        for column, version_id in enumerate(projection.version_ids):
            found = table[place, column].tolist()
            if version_id in versions and found[0]:
                met, not_met, unknown = found[part]
                points.append(Foreseen(day, Score.of(met, not_met, unknown, found[0])))
                break
    return points


@dataclass(frozen=True)
class Turning:
    """The very day on which a verdict turns, the figure then, and who makes the difference."""

    day: date
    score: Score
    who: Losses


def turning(found: Curve, unit: Unit, target: Target, *, own: bool = False) -> Turning | None:
    """Look at the days between two month-ends for the one on which the verdict turns."""
    between = found.turn()
    if between is None:
        return None
    base, (first, last) = found.projection.base, between
    days = [date.fromordinal(n) for n in range(first.toordinal() + 1, last.toordinal() + 1)]
    versions = set(target.versions.values_list("pk", flat=True))
    with one_snapshot():
        wanted = {
            day: [spec for spec in specs(day) if spec.version_id in versions][:1]
            for day in [base, *days]
        }
        days = [day for day in days if wanted[day]]
        asked = _Asked(unit, own, ahead(
            base, [base, *days], cadre_ids=whoever(unit, base, last, own=own), wanted=wanted
        ))  # fmt: skip
        before = asked.on(base)
        for day in days:
            then = asked.on(day)
            if then.score.verdict != before.score.verdict:
                met = before.ids[before.codes == MET]
                return Turning(day, then.score, losses(met, then.ids, then.codes, then.retired))
    return None


@dataclass(frozen=True)
class _Seen:
    ids: np.ndarray
    codes: np.ndarray
    retired: np.ndarray
    score: Score


@dataclass(frozen=True)
class _Asked:
    """Whose figure is looked at, day by day."""

    unit: Unit
    own: bool
    known: Ahead

    def on(self, day: date) -> _Seen:
        """Return who counts on a day and how, and what the figure is."""
        (spec,) = self.known.specs[day]
        inside = [self.unit.pk] if self.own else inside_on(self.unit, day)
        present = self.known.on(day)
        people = present.serving
        people = people[people["unit_id"].isin(inside)]
        found = codes(spec, people, day)
        threshold_bp = spec.own_thresholds.get(self.unit.pk, spec.threshold_bp)
        counts = [int((found == code).sum()) for code in (MET, NOT_MET, UNKNOWN)]
        return _Seen(
            people["cadre_id"].to_numpy(),
            found,
            present.retired,
            Score.of(counts[0], counts[1], counts[2], threshold_bp),
        )


def warnings(user: User, run: Run, unit: Unit, versions: Sequence[int]) -> list[ForeseenLoss]:
    """Return the verdicts at or below a unit that are met now and will be lost within a year.

    Only those of units whose people the user may see; the soonest first. ``above`` is the name of
    the unit over each that lies deeper than right below.
    """
    permission = Permission.PEOPLE_VIEW if reads_counts_only(user) else Permission.FIGURES_VIEW
    seen = Unit.objects.visible_to(user, run.as_of, permission).order_by()
    below = Unit.objects.within([unit.pk], run.as_of).order_by()
    found = ForeseenLoss.objects.filter(
        projection__base__lte=run.as_of + timedelta(days=1),
        version__in=list(versions),
        unit__in=seen.filter(pk__in=below.values("pk")).values("pk"),
    )
    deeper = Placement.objects.as_of(run.as_of).filter(unit=OuterRef("unit")).exclude(parent=unit)
    above = deeper.exclude(unit=unit).values("parent__name")
    return list(found.annotate(above=Subquery(above)).select_related("unit", "version__target"))
