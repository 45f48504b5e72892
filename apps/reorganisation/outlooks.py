"""What a plan would do, as counts that are kept until somebody looks again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from apps.accounts.models import User
from apps.common.reach import Reach, beyond_scope
from apps.metrics.score import Score
from apps.reorganisation.foreseeing import Foreseen, foresee
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
        "roles": [role.pk for role in foreseen.roles],
    }


def _cells(score: Score | None) -> list[int] | None:
    return [score.met, score.not_met, score.unknown, score.threshold_bp] if score else None
