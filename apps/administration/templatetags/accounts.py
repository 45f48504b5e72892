"""How accounts and roles are shown."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.administration.words import HELD, STATES
from apps.presentation import numbers

register = template.Library()


@register.simple_tag
def period(row: Any) -> str:
    """Say from when until when a role is held or asked for."""
    start = numbers.day(row.start_on)
    if row.end_on is None:
        return _("from %(start)s") % {"start": start}
    return _("from %(start)s until %(end)s") % {"start": start, "end": numbers.day(row.end_on)}


@register.simple_tag
def account_state(state: str) -> SafeString:
    """Show how an account stands."""
    word, look = STATES[state]
    return format_html('<span class="account-state {}">{}</span>', look, word)


@register.simple_tag
def held_state(state: str) -> SafeString:
    """Show how a role stands."""
    look = {"in_force": "active", "to_come": "waiting", "over": "past"}[state]
    return format_html('<span class="account-state {}">{}</span>', look, HELD[state])
