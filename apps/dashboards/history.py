"""The change history in words, with the names of what it mentions."""

from __future__ import annotations

from apps.audit.selectors import Change
from apps.cadres.selectors import category_names
from apps.presentation.history import Entry, Names, entries, unit_ids
from apps.presentation.labels import language
from apps.units.models import Unit


def in_words(changes: list[Change]) -> list[Entry]:
    """Return changes in words."""
    ids = unit_ids(changes)
    units = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    has_course = any(f.name == "category_id" for change in changes for f in change.fields)
    return entries(changes, Names(units, category_names(language()) if has_course else {}))
