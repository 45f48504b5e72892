"""Words of the forms: verdicts that turn."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.presentation import labels
from apps.presentation.facts import fact_line

register = template.Library()

# The acts on one person, as the addresses of the forms name them.
ACTS = {
    "correct": gettext_lazy("Correct personal data"),
    "appoint": gettext_lazy("Appoint"),
    "transfer": gettext_lazy("Transfer"),
    "second": gettext_lazy("Second to another unit"),
    "end": gettext_lazy("End a post"),
    "retire": gettext_lazy("Retire"),
    "plan-retirement": gettext_lazy("Plan retirement"),
    "qualification": gettext_lazy("Add a qualification"),
    "training": gettext_lazy("Add a training"),
    "appraisal": gettext_lazy("Appraise"),
}


@register.simple_tag
def record_acts() -> list[dict[str, Any]]:
    """Return the acts on a person: the name in the address, and the title."""
    return [{"name": name, "title": title} for name, title in ACTS.items()]


@register.simple_tag
def turn_words(unit: Any, change: Any) -> str:
    """Say which target of which unit gets another verdict."""
    said = {"target": labels.target_name(change.version), "unit": unit.name}
    return _("%(target)s, %(unit)s:") % said


register.filter("fact_line", fact_line)


@register.filter
def verdict_css(code: str) -> str:
    """Return the name of a verdict's colour."""
    return labels.VERDICTS[code].css
