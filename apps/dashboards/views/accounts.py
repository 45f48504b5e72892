"""Accounts: who holds which role for which unit."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.access import require
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.accounts.services import deactivate_user
from apps.units.models import Membership


@require(Permission.USERS_EDIT)
def page(request: HttpRequest) -> HttpResponse:
    """List the accounts with their roles, units and periods."""
    words = request.GET.get("q", "").strip()[:100]
    held = Membership.objects.select_related("unit").order_by("start_on", "pk")
    users = User.objects.prefetch_related(Prefetch("memberships", held)).order_by("username")
    if words:
        users = users.filter(Q(username__icontains=words) | Q(full_name__icontains=words))
    listed = Paginator(users, 50).get_page(request.GET.get("page"))
    return render(request, "dashboards/accounts.html", {"page": listed, "words": words})


@require_POST
@require(Permission.USERS_EDIT)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a user from signing in."""
    other = get_object_or_404(User.objects.exclude(username=request.user.get_username()), pk=pk)
    deactivate_user(user=other)
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": other.full_name})
    return redirect("accounts")
