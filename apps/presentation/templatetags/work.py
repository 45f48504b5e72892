"""Words for runs, jobs and the log."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from apps.presentation import accesses, numbers

register = template.Library()


@register.filter
def job_kind(kind: str) -> str:
    """Say what a job does."""
    return {
        "night": _("nightly refresh"),
        "day": _("refresh of a day"),
        "import": _("import of a workbook"),
        "report": _("making of a report"),
        "list": _("writing of a list"),
        "retention": _("letting go of what is too old"),
        "erase": _("erasure of a person"),
    }.get(kind, kind)


@register.filter
def seconds(value: float) -> str:
    """Write a duration in seconds with one decimal."""
    tenths = round(value * 10)
    mark = "," if numbers.is_vietnamese() else "."
    return f"{tenths // 10}{mark}{tenths % 10}\u00a0s"


register.filter("access_kind", accesses.kind)
register.filter("access_key", accesses.key)
register.filter("access_detail", accesses.asked_for)
