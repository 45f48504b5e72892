"""Cells and choices of the list of cadres."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from apps.presentation.lists.cadre_words import COLUMN_WORDS, cell, chips, choices

register = template.Library()
register.filter("filter_chips", chips)
register.simple_tag(choices, name="cadre_choices")


@register.simple_tag
def cadre_cells(row: Any, columns: tuple[str, ...], day: date) -> list[tuple[str, str]]:
    """Return the cells of a row: the name of the column and its text; empty when not recorded."""
    return [(name, cell(name, row, day)) for name in columns]


@register.filter
def chosen(wanted: Any, name: str) -> str:
    """Return what a filter is set to."""
    return str(getattr(wanted, name))


@register.filter
def column_word(name: str) -> Any:
    """Return the head of a column."""
    return COLUMN_WORDS[name]


@register.simple_tag(takes_context=True)
def without(context: Any, name: str) -> str:
    """Return the query string of the page without one of its filters, from the first page."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"?{query.urlencode()}"
