"""What a run was computed from, apart from the people, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from apps.cadres.columns import Needs
from apps.metrics.core import evaluate, profile
from apps.metrics.models import Run
from apps.metrics.publish import Figures
from apps.metrics.selectors import specs
from apps.units.selectors import units_frame


@dataclass(frozen=True)
class Setting:
    """The tree and the targets of a day."""

    day: date
    units: pd.DataFrame
    specs: list[evaluate.Spec]

    @property
    def version_ids(self) -> list[int]:
        return [spec.version_id for spec in self.specs]

    @property
    def needs(self) -> Needs:
        return evaluate.needs_of(self.specs, self.day) | profile.NEEDS


def setting_of(day: date) -> Setting:
    """Read the setting of a day."""
    return Setting(day, units_frame(day), specs(day))


@dataclass(frozen=True)
class State:
    """A run with its setting and the figures of every unit, in the order of the setting."""

    run: Run
    setting: Setting
    figures: Figures


class Memory:
    """The state of the last run that this process published, so that it need not be read again.

    It is good for as long as that run is the last one: whatever another worker published has
    another number, and the number of a run that was taken back is never given again.
    """

    def __init__(self) -> None:
        self._known: State | None = None

    def keep(self, state: State) -> None:
        """Remember the state of a run that has been published."""
        self._known = state

    def of(self, run: Run) -> State | None:
        """Return the state of a run, if it is remembered."""
        known = self._known
        if known and (known.run.pk, known.run.computed_at) == (run.pk, run.computed_at):
            return known
        return None
