"""Words of the lists behind a figure: why somebody is in one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WHY = {
    "met": gettext_lazy("Why they count as met"),
    "not_met": gettext_lazy("Why they count as not met"),
    "unknown": gettext_lazy("What is not known"),
    "outside": gettext_lazy("Why they are not counted"),
}


def why_title(group: str) -> Any:
    """Return the head of the column of reasons."""
    return _WHY[group]


def why(row: Any) -> str:
    """Return why a person counts as they do."""
    if row.reason:
        return row.reason
    if row.post and row.post.unit_name:
        return _("Only a concurrent post here; the primary post is in %(unit)s") % {
            "unit": row.post.unit_name
        }
    return _("Only a concurrent post here")
