"""How one person counts towards each target, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.cadres.facts import Facts
from apps.cadres.models import Cadre
from apps.cadres.people import people_frame
from apps.common.partial import PartialDate
from apps.metrics.core.evaluate import Spec, codes, needs_of
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.metrics.figures import figures_of
from apps.metrics.models import Run
from apps.metrics.ranking import score_of
from apps.metrics.score import Score
from apps.targets.ages import age_condition, reaches
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting, judged, outside_reason, reason
from apps.units.models import Unit

_GROUPS = {MET: "met", NOT_MET: "not_met", UNKNOWN: "unknown", OUTSIDE: "outside"}


@dataclass(frozen=True)
class Effect:
    """A person's part in a target: the count they are in, why, and the figure of a unit.

    ``reaches`` is when they are no longer below the age that the target asks for.
    """

    version: TargetVersion
    group: str
    reason: str
    score: Score
    years: int | None = None
    reaches: PartialDate | None = None

    @property
    def is_early(self) -> bool:
        """Whether the age is reached before the target is due."""
        return bool(self.reaches and self.reaches.latest <= self.version.due_on)


def effects(
    cadre: Cadre,
    facts: Facts,
    run: Run,
    unit: Unit,
    versions: Sequence[TargetVersion],
    setting: Setting,
) -> list[Effect]:
    """Return the person's part in each target on the run's day, beside a unit's figures."""
    specs = [Spec(v.pk, v.who(), v.what(), v.threshold_bp) for v in versions]
    frame = people_frame(run.as_of, needs_of(specs, run.as_of), cadre_ids=[cadre.pk])
    if frame.empty:
        return []
    found = figures_of(run, [unit.pk]).get(unit.pk)
    counts = found.counts if found else {}
    listed = []
    for version, spec in zip(versions, specs, strict=True):
        group = _GROUPS[int(codes(spec, frame, run.as_of)[0])]
        if group == "outside":
            population = judged(spec.population, frame, run.as_of)
            why = outside_reason(population, 0, facts, setting)
        else:
            why = reason(judged(spec.criterion, frame, run.as_of), 0, facts, setting)
        age = age_condition(spec.criterion) if group in ("met", "unknown") else None
        until = reaches(age, cadre.born) if age and cadre.born else None
        figure = score_of(counts.get(version.pk), version.threshold_bp)
        listed.append(Effect(version, group, why, figure, age.years if age else None, until))
    return listed
