"""Words of the forms: verdicts that turn."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from apps.presentation import labels

register = template.Library()


@register.simple_tag
def turn_words(unit: Any, change: Any) -> str:
    """Say which target of which unit gets another verdict."""
    said = {"target": labels.target_name(change.version), "unit": unit.name}
    return _("%(target)s, %(unit)s:") % said


@register.filter
def verdict_css(code: str) -> str:
    """Return the name of a verdict's colour."""
    return labels.VERDICTS[code].css
