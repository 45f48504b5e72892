"""What changed, for templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import template

from apps.presentation import bridges

register = template.Library()
register.filter("signed", bridges.signed)
register.simple_tag(bridges.went, name="went")


@register.filter
def by_count(changes: Sequence[int]) -> Iterator[tuple[str, Any, int]]:
    """Yield each count's code, its word and its change."""
    for code, change in zip(bridges.COUNTED, changes, strict=True):
        yield code, bridges.count_word(code), change


@register.filter
def change_of(after: Sequence[int], before: Sequence[int]) -> list[int]:
    """Return by how much each count changed."""
    return [now - was for was, now in zip(before, after, strict=True)]
