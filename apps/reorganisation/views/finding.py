"""Handing a view the reorganisation that its address names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.reorganisation.models import Reorganisation

_NAMED = ("prepared_by", "asked_by", "acted_by", "confirmed_by")


def of_plan(*permissions: Permission) -> Callable[..., Callable[..., HttpResponse]]:
    """Admit holders of any of the permissions to reorganisations within their scope."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def found(request: HttpRequest, pk: int, **named: Any) -> HttpResponse:
            seen = Reorganisation.objects.visible_to(user_of(request)).select_related(*_NAMED)
            return view(request, get_object_or_404(seen, pk=pk), **named)

        return require(*permissions)(found)

    return decorate
