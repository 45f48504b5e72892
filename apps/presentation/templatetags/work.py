"""Words for runs, jobs and the log."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from apps.presentation import numbers

register = template.Library()


@register.filter
def job_kind(kind: str) -> str:
    """Say what a job does."""
    return {
        "night": _("nightly refresh"),
        "day": _("refresh of a day"),
        "report": _("building a report"),
        "list": _("writing a list"),
    }.get(kind, kind)


@register.filter
def seconds(value: float) -> str:
    """Write a duration in seconds with one decimal."""
    tenths = round(value * 10)
    mark = "," if numbers.is_vietnamese() else "."
    return f"{tenths // 10}{mark}{tenths % 10}\u00a0s"


@register.filter
def access_kind(kind: str) -> str:
    """Say what was read."""
    return {
        "cadre": _("a cadre"),
        "cadres": _("the list of cadres"),
        "number": _("a personal identification number"),
        "lookup": _("somebody out of sight, to receive them"),
        "population": _("the people behind a figure"),
        "report": _("a report"),
        "units": _("the table of units"),
        "quality": _("the list of records to mend"),
    }.get(kind, kind)


@register.filter
def access_detail(detail: dict[str, Any]) -> str:
    """Write what was asked for in an access, as pairs."""
    said = []
    for name, value in detail.items():
        if isinstance(value, dict):
            said += [f"{key}: {part}" for key, part in value.items()]
        elif value not in ("", None, {}):
            said.append(f"{name}: {value}")
    return ", ".join(said)
