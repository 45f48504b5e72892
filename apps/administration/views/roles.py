"""Granting and ending roles, and deciding what takes two people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import require, require_fresh, user_of
from apps.accounts.roles import Permission
from apps.administration import services
from apps.administration.forms import EndForm, RoleForm
from apps.administration.inviting import confirm_invitation, withdraw_invitation
from apps.administration.models import GrantRequest, Invitation
from apps.administration.selectors import accounts_kept_by, accounts_of, units_kept_by
from apps.common.errors import RuleError
from apps.entry.selectors import units_found
from apps.units.models import Membership

_DECIDED = 50


@require(Permission.USERS_EDIT)
@require_fresh(only_post=True)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a role, or ask a second person for it."""
    by, today = user_of(request), timezone.localdate()
    user = get_object_or_404(accounts_of(by, today), pk=pk)
    form = RoleForm(request.POST or None, user=by, today=today, initial={"start_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            done = services.grant_role(user=user, by=by, today=today, **form.granted())
        except RuleError as error:
            form.refuse(error)
        else:
            is_asked = isinstance(done, GrantRequest)
            messages.success(request, _asked() if is_asked else _("The role is granted."))
            return redirect("account", user.pk)
    return render(request, "administration/role.html", {"form": form, "account": user})


def _asked() -> str:
    return _("The role weighs on the whole city: it begins once a second person has confirmed it.")


@require_POST
@require(Permission.USERS_EDIT)
@require_fresh
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role on a day."""
    by, today = user_of(request), timezone.localdate()
    kept = units_kept_by(by, today)
    row = get_object_or_404(Membership.objects.filter(unit__in=kept), pk=pk)
    form = EndForm(request.POST)
    try:
        if not form.is_valid():
            said = [str(fault) for faults in form.errors.values() for fault in faults]
            raise RuleError(" ".join(said))
        services.end_role(membership=row, by=by, today=today, **form.cleaned_data)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The role ends."))
    return redirect("account", row.user_id)


@require_GET
@require(Permission.USERS_EDIT)
def requests(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, and what was decided."""
    by, today = user_of(request), timezone.localdate()
    seen = GrantRequest.objects.visible_to(by, today)
    seen = seen.select_related("user", "unit", "asked_by", "decided_by")
    kept = accounts_kept_by(by, today)
    links = Invitation.objects.unconfirmed().filter(user__in=kept)
    context = {
        "waiting": seen.waiting(),
        "links": links.select_related("user", "made_by"),
        "decided": seen.exclude(state=GrantRequest.State.WAITING)[:_DECIDED],
    }
    return render(request, "administration/requests.html", context)


def deciding(view: Callable[..., str]) -> Callable[..., HttpResponse]:
    """Admit who keeps accounts, do what the view does, and say how it went."""

    @wraps(view)
    def decided(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            messages.success(request, view(request, pk))
        except RuleError as error:
            messages.error(request, error.message)
        return redirect("grant_requests")

    return require_POST(require(Permission.USERS_EDIT)(require_fresh(decided)))


@deciding
def decide(request: HttpRequest, pk: int) -> str:
    """Confirm, refuse or take back a request for a role."""
    by, today = user_of(request), timezone.localdate()
    row = get_object_or_404(GrantRequest.objects.visible_to(by, today), pk=pk)
    match request.POST.get("act"):
        case "confirm":
            services.confirm_request(request=row, by=by, today=today)
            return _("Confirmed: the role is granted.")
        case "refuse":
            note = request.POST.get("note", "")[:300]
            services.refuse_request(request=row, by=by, note=note, today=today)
            return _("Refused: nothing is granted.")
        case "withdraw":
            services.withdraw_request(request=row, by=by)
            return _("The request is taken back.")
    raise Http404


@deciding
def decide_link(request: HttpRequest, pk: int) -> str:
    """Confirm a link to city-wide rights, or take it back."""
    by, today = user_of(request), timezone.localdate()
    kept = accounts_kept_by(by, today)
    row = get_object_or_404(Invitation.objects.open().filter(user__in=kept), pk=pk)
    match request.POST.get("act"):
        case "confirm":
            confirm_invitation(invitation=row, by=by, today=today)
            return _("Confirmed: the link opens.")
        case "withdraw":
            withdraw_invitation(invitation=row, by=by, today=today)
            return _("The invitation is taken back: its link no longer opens.")
    raise Http404


@require_GET
@require(Permission.USERS_EDIT)
def offers(request: HttpRequest) -> HttpResponse:
    """Offer units that the user keeps accounts for."""
    found = units_found(user_of(request), request.GET, timezone.localdate(), Permission.USERS_EDIT)
    return render(request, "entry/_units.html", {"units": found})
