"""One's own account: password, second factor, passkeys, recovery codes, sessions."""

from __future__ import annotations

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import devices, factors, sessions
from apps.accounts.access import require_fresh, user_of
from apps.accounts.forms import PasskeyForm, SetUpForm
from apps.accounts.identities import identity_of
from apps.accounts.provider import is_configured
from apps.common.errors import RuleError


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Show what keeps one's account safe."""
    user = user_of(request)
    context = {
        "factors": factors.factors_of(user),
        "is_required": factors.is_required(),
        "provider": settings.OIDC_NAME if is_configured() else "",
        "identity": identity_of(user),
        "sessions": devices.listed(sessions.own(user), request.session.session_key),
        "sessions_at_once": settings.SESSIONS_AT_ONCE,
    }
    return render(request, "accounts/account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
@require_fresh
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app."""
    user = user_of(request)
    form = SetUpForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        return _done(request, form.codes, _("The authenticator app is set up."))
    secret = factors.pending_app(request, user)
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    context = {
        "form": form,
        "groups": groups,
        "picture": factors.picture_of(user, secret),
        "must": factors.is_required() and not factors.has_factor(user),
    }
    return render(request, "accounts/app.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
@require_fresh
def passkey(request: HttpRequest) -> HttpResponse:
    """Take a passkey into use."""
    user = user_of(request)
    form = PasskeyForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        return _done(request, form.codes, _("The passkey is set up."))
    options = json.dumps(webauthn.begin_registration(user, passwordless=True))
    return render(request, "accounts/passkey.html", {"form": form, "options": options})


@require_POST
@login_required
@require_fresh
def factor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up the app or a passkey."""
    try:
        factors.remove(request, user_of(request), pk)
    except Authenticator.DoesNotExist as error:
        raise Http404 from error
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Removed. Your other sessions have been ended."))
    return redirect("own_account")


@never_cache
@require_POST
@login_required
@require_fresh
def codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; those before open nothing more."""
    if not factors.has_factor(user_of(request)):
        return redirect("own_account")
    return _done(request, factors.new_codes(request, user_of(request)), "")


@require_POST
@login_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's sessions."""
    try:
        sessions.end_one(user=user_of(request), pk=pk)
    except UserSession.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The session has been ended."))
    return redirect("own_account")


@require_POST
@login_required
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    sessions.end_others(request)
    messages.success(request, _("Your other sessions have been ended."))
    return redirect("own_account")


def _done(request: HttpRequest, codes: list[str], said: str) -> HttpResponse:
    """Show new recovery codes, once; without any go back to the account."""
    if said:
        messages.success(request, said)
    if codes:
        return render(request, "accounts/codes.html", {"codes": codes})
    return redirect("own_account")
