"""Some scenarios of a unit side by side, with things as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from apps.accounts.models import User
from apps.metrics.score import Score
from apps.presentation.scene import Scene, scene_for
from apps.scenarios.answering import Trial, trial
from apps.scenarios.models import Scenario
from apps.scenarios.reading import as_query
from apps.targets.models import TargetVersion

# So many are laid side by side.
MOST_COMPARED = 4


@dataclass(frozen=True)
class Compared:
    """A scenario with its answer."""

    scenario: Scenario
    trial: Trial


@dataclass(frozen=True)
class Line:
    """A figure on a target in a comparison; without a scenario, as things stand."""

    scenario: Scenario | None
    day: date
    score: Score
    change: int = 0


@dataclass(frozen=True)
class Side:
    """A target with all that is compared."""

    version: TargetVersion
    lines: Sequence[Line]


def compared(user: User, chosen: Iterable[Scenario], scene: Scene, today: date) -> list[Compared]:
    """Answer some scenarios of a unit from the facts of the day."""
    found = []
    for scenario in chosen:
        there = scene
        if scene.plan != scenario.plan:
            query = as_query({}, plan=scenario.plan.code, day=_day(scene))
            there = scene_for(user, query, scenario.unit.key, today)
        found.append(Compared(scenario, trial(there, as_query(scenario.numbers))))
    return found


def _day(scene: Scene) -> str:
    return scene.filters.day.isoformat() if scene.filters.day else ""


def sides(found: Sequence[Compared]) -> list[Side]:
    """Lay the answers side by side, target by target, each day as things stand first."""
    tables: dict[int, Side] = {}
    for one in found:
        day = one.trial.targets.day
        for row in one.trial.rows:
            side = tables.setdefault(row.version.target_id, Side(row.version, ()))
            lines = list(side.lines)
            if not any(line.scenario is None and line.day == day for line in lines):
                lines.append(Line(None, day, row.before))
            lines.append(Line(one.scenario, day, row.after, row.change))
            tables[row.version.target_id] = replace(side, lines=lines)
    return [replace(side, lines=sorted(side.lines, key=_usual_first)) for side in tables.values()]


def _usual_first(line: Line) -> tuple[bool, date]:
    """Order things as they stand by day, before the scenarios in their own order."""
    return (line.scenario is not None, line.day if line.scenario is None else date.min)
