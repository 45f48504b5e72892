"""Asking for the erasure of whoever asked for it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.access import require, require_fresh, user_of
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.privacy.erasing import ask_to_erase
from apps.privacy.views.requests import found
from apps.privacy.waking import wake_worker


@require_POST
@require(Permission.PEOPLE_EDIT)
@require_fresh
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a worker to erase the person, for good."""
    asked = found(request, pk)
    try:
        ask_to_erase(request=asked, by=user_of(request), today=timezone.localdate())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        transaction.on_commit(wake_worker)
        messages.success(request, _("The person is being erased."))
    return redirect("subject_request", asked.pk)
