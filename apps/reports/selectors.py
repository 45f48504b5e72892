"""Reading reports: what has become of the figures that they state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import override

from apps.audit.known import facts_as_known
from apps.metrics.facts import FACTS
from apps.reports.asking import Asked, Imprint
from apps.reports.kinds import KINDS, NoFiguresError
from apps.reports.models import Report


@dataclass(frozen=True)
class Difference:
    """A figure that is not what the report states; None where there is none.

    ``unit`` and ``target`` are keys, either may be empty; ``measure`` says what was counted.
    """

    unit: str
    target: str
    measure: str
    stated: int | str | None
    found: int | str | None


def asked_of(report: Report) -> Asked:
    """Return what a report was asked to say."""
    return Asked(
        kind=report.kind,
        unit=report.unit,
        day=report.day,
        language=cast("Any", report.language),
        plan=report.plan,
        period=report.period,
        before=report.before,
        style=cast("Any", report.style),
        imprint=Imprint.of(report.imprint),
        table=report.saved_table,
    )


def digest_of(figures: Mapping[str, Any]) -> str:
    """Return the seal of figures: equal for equal figures in any order."""
    said = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def differences(stated: Mapping[str, Any], found: Mapping[str, Any]) -> list[Difference]:
    """Return where two sets of figures differ, by name."""
    names = sorted(stated.keys() | found.keys())
    return [
        Difference(*_parts(name), stated.get(name), found.get(name))
        for name in names
        if stated.get(name) != found.get(name)
    ]


def _parts(name: str) -> tuple[str, str, str]:
    unit, target, measure = name.split("|", 2)
    return unit, target, measure


def verified(report: Report) -> list[Difference]:
    """Compute an issued report's figures again from the facts as they were known at its issue.

    An empty list says that they are equal.
    """
    known = {name: last for name, last in report.moment.items() if name in FACTS}
    with facts_as_known(known):
        return differences(report.figures, _figures(report))


def restated(report: Report) -> list[Difference]:
    """Return where the figures of the report's day would now be stated otherwise."""
    return differences(report.figures, _figures(report))


def _figures(report: Report) -> dict[str, Any]:
    kind = KINDS[report.kind]
    with override(report.language):
        try:
            return kind.flatten(kind.compute(asked_of(report)))
        except NoFiguresError:
            return {}
