"""Who may ask the API for what: nothing unless a view says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.access import may
from apps.accounts.roles import Permission

if TYPE_CHECKING:  # the framework reads this module while it loads these
    from rest_framework.request import Request
    from rest_framework.views import APIView

if TYPE_CHECKING:  # the framework reads this module while it is still being imported itself
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
        return bool(request.user.is_authenticated and may(request.user, Permission.FIGURES_VIEW))
