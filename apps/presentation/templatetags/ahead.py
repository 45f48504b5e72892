"""What is coming, for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def what_happens(turn: Any, row: Any) -> str:
    """Say why somebody who is met today no longer is on the day of the turn."""
    kind = turn.kinds.get(row.cadre.pk)
    if kind == "retired":
        return _("Retires")
    if kind == "gone":
        return _("Leaves the post")
    return str(row.reason)
