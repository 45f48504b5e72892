"""What is coming for a unit's figure: month by month, and who makes the difference."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from apps.metrics.ahead.foresight import Curve, Foreseen, Turning, curve, turning
from apps.metrics.core.bridge import ABSENT
from apps.metrics.core.tally import MET, NOT_MET
from apps.presentation.lists.moves import Listing, Way, listing
from apps.presentation.scene import Scene
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting


@dataclass(frozen=True)
class AheadPage:
    """The days ahead of a figure; ``found`` is None where nothing can be foreseen."""

    version: TargetVersion
    found: Curve | None
    is_own: bool

    @property
    def now(self) -> Foreseen | None:
        """The figure on the base day."""
        return self.found.now if self.found else None

    @property
    def due(self) -> Foreseen | None:
        """The figure on the due date, or the last one foreseen."""
        points = self.found.until(self.version.due_on) if self.found else []
        return points[-1] if len(points) > 1 else None

    @property
    def steps(self) -> list[Foreseen]:
        """The figures that differ from the one before, and the last: up to the due date, or as
        far as is looked where that has passed.
        """
        if self.found is None:
            return []
        points = self.found.until(self.version.due_on) if self.due else self.found.points
        pairs = zip(points, points[1:], strict=False)
        changed = [later for earlier, later in pairs if later.score != earlier.score]
        return [points[0], *changed, *(points[-1:] if points[-1] not in changed else ())]

    @property
    def turns(self) -> bool:
        """Whether the verdict turns."""
        return self.found is not None and self.found.turn() is not None


@dataclass(frozen=True)
class TurnPage:
    """The day on which a verdict turns, and a page of the people by whom."""

    turning: Turning
    before: Foreseen
    kinds: dict[int, str]
    listed: Listing

    @property
    def lapsed(self) -> int:
        """How many still serve and no longer meet the condition."""
        return len(self.turning.who.lapsed)

    @property
    def retired(self) -> int:
        """How many retire."""
        return len(self.turning.who.retired)

    @property
    def gone(self) -> int:
        """How many leave the post."""
        return len(self.turning.who.gone)

    @property
    def gained(self) -> int:
        """How many meet the condition anew."""
        return len(self.turning.who.gained)


def ahead_page(scene: Scene, version: TargetVersion, *, own: bool) -> AheadPage:
    """Read what is foreseen of a figure."""
    found = curve(scene.user, scene.run, scene.unit, version.target, own=own)
    return AheadPage(version, found, own)


def turn_page(shown: AheadPage, scene: Scene, setting: Setting, page: str) -> TurnPage | None:
    """Find the day on which the verdict turns, and who is met today and no longer then."""
    if shown.found is None:
        return None
    found = turning(shown.found, scene.unit, shown.version.target, own=shown.is_own)
    if found is None:
        return None
    base = shown.found.projection.base
    way = Way(base, found.day, _moves(found), shown.version, replace(setting, day=found.day))
    kinds = {
        int(pk): kind
        for kind, ids in (("retired", found.who.retired), ("gone", found.who.gone))
        for pk in ids
    }
    return TurnPage(found, shown.found.now, kinds, listing(scene.user, way, "", page))


def _moves(found: Turning) -> pd.DataFrame:
    """Return the people lost as moves: from met to what they are then."""
    lost, lapsed = found.who.lost, len(found.who.lapsed)
    now = np.full(len(lost), ABSENT, dtype=np.int8)
    now[:lapsed] = NOT_MET
    return pd.DataFrame({"cadre_id": lost, "was": np.full(len(lost), MET), "now": now})
