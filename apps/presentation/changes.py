"""The change history in words, with the names of what it mentions."""

from __future__ import annotations

from django.db.models import Model

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.selectors import Change
from apps.cadres.models import Cadre
from apps.cadres.selectors import category_names
from apps.presentation.history import USER_COLUMNS, Entry, Names, entries, mentioned
from apps.presentation.labels import language
from apps.units.models import Unit

_UNITS = ("unit_id", "parent_id", "predecessor_id", "successor_id")


def in_words(changes: list[Change], held: frozenset[Permission] = frozenset()) -> list[Entry]:
    """Return changes in words, for somebody who holds some permissions for what was changed.

    What they may not read of a person is said to be there, not what it is.
    """
    names = Names(
        units=_named(Unit, "name", mentioned(changes, _UNITS)),
        users=_named(User, "full_name", mentioned(changes, USER_COLUMNS)),
        cadres=_named(Cadre, "key", mentioned(changes, ("cadre_id",))),
        categories=category_names(language()),
    )
    return entries(changes, names, held)


def _named(model: type[Model], column: str, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(model._default_manager.filter(pk__in=ids).values_list("pk", column))
