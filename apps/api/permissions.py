"""Who may ask the API for what: nothing unless a view says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from apps.accounts.access import may
from apps.accounts.scopes import SCOPES

if TYPE_CHECKING:  # the framework reads this module while it is still being imported itself
    from rest_framework.request import Request
    from rest_framework.views import APIView


class Deny(BasePermission):
    """Nobody: the rule of every view that names no other."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Refuse."""
        return False


class MayViewFigures(BasePermission):
    """Signed-in users whose role sees figures."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the one question."""
        return holds(request, "figures:read")


class SignedIn(BasePermission):
    """Whoever is signed in, by whatever way."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask whether somebody is there."""
        return bool(request.user.is_authenticated)


class HoldsScope(BasePermission):
    """Those whose role, and whose token, hold what the view names for the method.

    A method that the view does not have is let through, to be refused as such.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the one question."""
        if not request.user.is_authenticated:
            return False
        scopes: dict[str, str] = getattr(view, "scopes", {})
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in scopes:
            return method == "OPTIONS" or not hasattr(view, method.lower())
        return holds(request, scopes[method])


def holds(request: Request, scope: str) -> bool:
    """Whether the user may do what the scope stands for, and the token, if any, was made for it."""
    user = request.user
    if not user.is_authenticated or not may(user, SCOPES[scope]):
        return False
    return user.limits is None or scope in user.limits.scopes
