"""What a plan would do, as counts that are kept until somebody looks again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np

from apps.accounts.models import User
from apps.common.reach import Reach, beyond_scope
from apps.metrics.score import Score
from apps.metrics.shown import SHOWN
from apps.reorganisation import fives
from apps.reorganisation.fives import Carried
from apps.reorganisation.foreseeing import Foreseen, Half, foresee
from apps.reorganisation.models import Outlook, Reorganisation
from apps.reorganisation.moving import Destinations, destinations, posts_of
from apps.reorganisation.selectors import plan_of


def look_ahead(*, row: Reorganisation, by: User, now: datetime) -> Outlook:
    """Keep what a draft would do; figures only when no post would be lost. Raises RuleError."""
    with beyond_scope(Reach.REORGANISING):
        plan = plan_of(row)
        counts = _counts(destinations(plan, posts_of(plan)))
    if not counts["blocking"]:
        counts |= _figures(foresee(reorganisation=row, by=by, now=now))
    said = {"counts": counts, "at": now, "is_current": True}
    outlook, _made = Outlook.objects.update_or_create(reorganisation=row, defaults=said)
    return outlook


def _counts(found: Destinations) -> dict[str, Any]:
    lost = Counter(post.unit for post in found.lost)
    later = sum(not post.has_begun for post in found.leaving)
    return {
        "blocking": len(found.lost) + len(found.unused) + later,
        "lost": sorted(lost.items()),
        "unused": len(found.unused),
        "later": later,
        "ways": [[source, to, n] for (source, to), n in sorted(found.people().items())],
        "ending": found.ending(),
        "beginning": sum(post.has_begun for post, _to in found.going),
        "moved": sum(not post.has_begun for post, _to in found.going),
        "leaving": len({post.cadre_id for post in found.leaving if post.is_primary}),
    }


def _figures(foreseen: Foreseen) -> dict[str, Any]:
    return {
        "people": list(foreseen.people),
        "lines": [
            [line.unit, line.version.pk, _cells(line.before), _cells(line.after)]
            for line in foreseen.lines
        ],
        "fives": list(_in_fives(foreseen)),
        "roles": [role.pk for role in foreseen.roles],
    }


def _in_fives(foreseen: Foreseen) -> Iterator[list[Any]]:
    """Yield the same lines as who sees counts only may see them; "open" where none can be told."""
    known = fives.before(foreseen.before.units, foreseen.before.own)
    flow = fives.Flow.of(foreseen.plan, foreseen.found, foreseen.ids)
    made = fives.after(known, foreseen.after.units, flow)
    sides = [(known, foreseen.before), (made, foreseen.after)]
    for line in foreseen.lines:
        pk = foreseen.ids[line.unit]
        yield [line.unit, line.version.pk, *(_shown(*side, pk, line.version.pk) for side in sides)]


def _shown(side: Carried, half: Half, unit_id: int, version_id: int) -> Any:
    found = np.flatnonzero(side.units["unit_id"].to_numpy() == unit_id)
    place = next((i for i, s in enumerate(half.wanted) if s.version_id == version_id), None)
    if not len(found) or place is None:
        return None
    row, columns = found[0], slice(SHOWN * place, SHOWN * (place + 1))
    if side.is_open[row]:
        return "open"
    cells, spec = side.cells, half.wanted[place]
    parts = (part[row, columns].tolist() for part in (cells.shown, cells.low, cells.high))
    ranges = [list(each) for each in zip(*parts, strict=True)]
    return [*ranges, spec.own_thresholds.get(unit_id, spec.threshold_bp)]


def _cells(score: Score | None) -> list[int] | None:
    return [score.met, score.not_met, score.unknown, score.threshold_bp] if score else None
