"""What a token may be made for: never more than its owner may do, often less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Permission

P = Permission
# Each scope with the permission that its owner must hold, for the same units, at that moment.
SCOPES: dict[str, Permission] = {
    "units:read": P.FIGURES_VIEW,
    "plans:read": P.FIGURES_VIEW,
    "figures:read": P.FIGURES_VIEW,
    "reports:read": P.PEOPLE_VIEW,
    "reports:write": P.EXPORT,
    "people:read": P.PEOPLE_VIEW,
    "people:write": P.PEOPLE_EDIT,
    "imports:write": P.PEOPLE_EDIT,
}

SCOPE_NAMES = {
    "units:read": _("Read units and the tree"),
    "plans:read": _("Read plans and targets"),
    "figures:read": _("Read figures and series"),
    "reports:read": _("Read and download reports"),
    "reports:write": _("Ask for reports"),
    "people:read": _("Read people and their records"),
    "people:write": _("Change people's records"),
    "imports:write": _("Import workbooks"),
}


@dataclass(frozen=True)
class Limits:
    """What narrows a user's rights for one request: the scopes of a token and its unit.

    ``unit_key`` is empty when the token reaches as far as its owner.
    """

    scopes: frozenset[str]
    unit_key: str = ""

    @property
    def permissions(self) -> frozenset[Permission]:
        """The permissions of which something is left."""
        return permissions_for(self.scopes)


def permissions_for(scopes: Iterable[str]) -> frozenset[Permission]:
    """Return the permissions that scopes rest on."""
    return frozenset(SCOPES[scope] for scope in scopes if scope in SCOPES)
