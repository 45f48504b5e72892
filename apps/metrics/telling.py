"""A smallest mix as plain values, for files and programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from apps.metrics.ahead.mixing import Answer
from apps.metrics.core.acts import Act, Course, Newcomer
from apps.metrics.core.mix import Limit, Line, Mix
from apps.metrics.core.verdict import judge
from apps.targets.models import TargetVersion


def told(answer: Answer) -> dict[str, Any]:
    """Return an answer as values that JSON knows."""
    codes = _codes(answer)
    found = answer.found
    said: dict[str, Any] = {
        "unit": answer.unit.key,
        "from": answer.base.isoformat(),
        "on": answer.day.isoformat(),
        "posts_falling_vacant": answer.vacant,
        "before": _figures(answer, codes, found.before),
    }
    if isinstance(found, Mix):
        return said | {
            "possible": True,
            "acts": found.acts,
            "fewer_will_not_do": True,
            "mix": [_line(line, codes) for line in found.lines],
            "after": _figures(answer, codes, found.after),
            "binding_limits": [limit_name(limit) for limit in found.binding],
        }
    return said | {
        "possible": False,
        "because": "limits" if found.is_limited else "targets",
        "binding_limits": [limit_name(limit) for limit in found.limits],
        "targets": [codes[place] for place in found.targets],
    }


def limit_name(limit: Limit) -> str:
    """Return a limit as a file of limits names it."""
    return ".".join(part for part in limit if part)


def _codes(answer: Answer) -> list[str]:
    ids = [spec.version_id for spec in answer.specs]
    known = dict(TargetVersion.objects.filter(pk__in=ids).values_list("pk", "target__code"))
    return [known[pk] for pk in ids]


def _figures(answer: Answer, codes: list[str], counts: np.ndarray) -> list[dict[str, Any]]:
    rows = zip(codes, answer.thresholds, counts.tolist(), strict=True)
    return [
        {
            "target": code,
            "threshold_bp": bp,
            "population": met + not_met + unknown,
            "met": met,
            "not_met": not_met,
            "unknown": unknown,
            "verdict": str(found.verdict),
            "persons_short": found.gap_replace,
        }
        for code, bp, (met, not_met, unknown) in rows
        for found in [judge(met=met, not_met=not_met, unknown=unknown, threshold_bp=bp)]
    ]


def _line(line: Line, codes: list[str]) -> dict[str, Any]:
    said = _newcomer(line.what) if isinstance(line.what, Newcomer) else _act(line.what)
    return {"count": line.count, **said, "for": [codes[place] for place in line.helps]}


def _act(act: Act) -> dict[str, Any]:
    if isinstance(act, Course):
        return {"act": "training", "category": act.category, "by": act.on.isoformat()}
    return {"act": "qualification", "kind": act.kind, "level": act.level}


def _newcomer(person: Newcomer) -> dict[str, Any]:
    return {
        "act": "appointment",
        "post": {
            "is_leadership": person.post.is_leadership,
            "managed_by": person.post.managed_by,
            "unit_kind": person.post.unit_kind,
        },
        "younger_than": person.age.years if person.age else None,
        "gender": person.gender or None,
        "with": [_act(act) for act in person.acts],
    }
