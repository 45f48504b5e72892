"""Showing a personal identification number whole, once, for a stated reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from apps.accounts.access import require, require_fresh
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.metrics.selectors import run_for
from apps.records.forms.number import NumberForm


@never_cache
@require(Permission.PEOPLE_EDIT)
@require_fresh(only_post=True)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Ask why the number is wanted; show it in the answer to that and nowhere else."""
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    known = Cadre.objects.known_to(user, today, Permission.PEOPLE_EDIT)
    cadre = get_object_or_404(known.exclude(personal_number=""), key=key)
    is_asked = request.method == "POST"
    if not is_asked:
        log_access(username=user.username, act=AccessLog.Act.READ, kind="cadre", key=cadre.key)
    form = NumberForm(request.POST if is_asked else None, user=user, today=today, cadre=cadre)
    number = form.shown() if is_asked and form.is_valid() else ""
    context = {"cadre": cadre, "form": form, "number": number, "run": run_for(today)}
    return render(request, "records/number.html", context)
