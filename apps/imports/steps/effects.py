"""The effect of a batch on the figures, as plain values and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.imports.models import Batch
from apps.metrics.previews.preview import Change, Effects
from apps.metrics.score import Score
from apps.targets.models import TargetVersion

# A batch of a department touches its divisions too; nobody reads more than this.
_UNITS = 40


@dataclass(frozen=True)
class UnitShown:
    """A unit with what changes in it."""

    key: str
    name: str
    is_inner: bool
    changes: tuple[Change, ...]


def plain(effects: Effects) -> dict[str, Any]:
    """Return effects as plain values, to be kept."""
    units = [
        {
            "key": unit.unit.key,
            "name": unit.name,
            "is_inner": unit.is_inner,
            "changes": [
                [change.version.pk, *(_cells(score) for score in (change.before, change.after))]
                for change in (unit.touched if unit.is_inner else unit.changes)
            ],
        }
        for unit in effects.units
        if unit.touched
    ]
    return {"people": effects.people, "units": units[:_UNITS], "more": max(0, len(units) - _UNITS)}


def _cells(score: Score) -> list[int]:
    return [score.met, score.not_met, score.unknown, score.threshold_bp]


def shown(batch: Batch) -> list[UnitShown]:
    """Return the kept effect of a batch, unit by unit."""
    units = batch.effect.get("units", [])
    asked = {version for unit in units for version, *_scores in unit["changes"]}
    versions = TargetVersion.objects.select_related("target").in_bulk(asked)
    return [
        UnitShown(
            unit["key"],
            unit["name"],
            unit["is_inner"],
            tuple(
                Change(versions[pk], Score.of(*before), Score.of(*after))
                for pk, before, after in unit["changes"]
                if pk in versions
            ),
        )
        for unit in units
    ]
