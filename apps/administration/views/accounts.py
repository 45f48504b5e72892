"""The accounts: the list, one of them, closing and opening it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import throttle
from apps.accounts.access import require, require_fresh, user_of
from apps.accounts.models import User
from apps.accounts.roles import ROLE_NAMES, Permission
from apps.accounts.services import deactivate_user, reactivate_user
from apps.administration.account_page import account_page
from apps.administration.forms import ReasonForm
from apps.administration.models import GrantRequest
from apps.administration.selectors import accounts_kept_by, accounts_of, listed, with_roles
from apps.administration.services import drop_factors, keep_a_keeper
from apps.administration.wanted import Wanted
from apps.administration.words import FILTERS
from apps.common.errors import RuleError

_PAGE = 50


@require_GET
@require(Permission.USERS_EDIT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the accounts that the user keeps, as asked."""
    today, wanted = timezone.localdate(), Wanted.read(request.GET)
    users = wanted.of(with_roles(accounts_of(user_of(request), today)), today)
    page = Paginator(users, _PAGE).get_page(request.GET.get("page"))
    waiting = GrantRequest.objects.visible_to(user_of(request), today).waiting()
    context = {
        "page": page,
        "accounts": listed(list(page), today, timezone.now()),
        "wanted": wanted,
        "roles": ROLE_NAMES.items(),
        "states": FILTERS.items(),
        "waiting": waiting.count(),
    }
    return render(request, "administration/accounts.html", context)


@require_GET
@require(Permission.USERS_EDIT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account: its roles, its invitation, what happened to it."""
    today = timezone.localdate()
    users = with_roles(accounts_of(user_of(request), today))
    shown = account_page(get_object_or_404(users, pk=pk), user_of(request), today, timezone.now())
    context = {"shown": shown, "account": shown.user, "today": today}
    return render(request, "administration/account.html", context)


def of_account(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit who keeps the account, another's, and is freshly confirmed; hand the view the user."""

    @wraps(view)
    def found(request: HttpRequest, pk: int) -> HttpResponse:
        kept = accounts_kept_by(user_of(request), timezone.localdate())
        return view(request, get_object_or_404(kept.exclude(pk=user_of(request).pk), pk=pk))

    return require(Permission.USERS_EDIT)(require_fresh(found))


@require_POST
@of_account
def deactivate(request: HttpRequest, user: User) -> HttpResponse:
    """Stop a user from signing in."""
    return _switch(request, user, is_active=False)


@require_POST
@of_account
def reactivate(request: HttpRequest, user: User) -> HttpResponse:
    """Let a user sign in again."""
    return _switch(request, user, is_active=True)


def _switch(request: HttpRequest, user: User, *, is_active: bool) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("account", user.pk)
    said, by = form.cleaned_data["reason"], user_of(request)
    try:
        if is_active:
            reactivate_user(user=user, by=by, reason=said)
            done = _("%(name)s can sign in again.")
        else:
            keep_a_keeper(off=user, today=timezone.localdate())
            deactivate_user(user=user, by=by, reason=said)
            done = _("%(name)s can no longer sign in.")
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done % {"name": user.full_name})
    return redirect("account", user.pk)


@require_POST
@of_account
def unlock(request: HttpRequest, user: User) -> HttpResponse:
    """Forget the wrong guesses that lock an account."""
    throttle.unlock(user=user)
    messages.success(request, _("%(name)s can try again.") % {"name": user.full_name})
    return redirect("account", user.pk)


@require_POST
@of_account
def forget_factors(request: HttpRequest, user: User) -> HttpResponse:
    """Take the second factors from somebody who has lost them."""
    form, by = ReasonForm(request.POST), user_of(request)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("account", user.pk)
    drop_factors(user=user, by=by, reason=form.cleaned_data["reason"])
    messages.success(request, _("The second factors are taken away. A new one is set up next."))
    return redirect("account", user.pk)
