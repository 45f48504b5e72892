"""Signing in at another office, and linking one's account to who one is there."""

from __future__ import annotations

import structlog
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import provider
from apps.accounts.access import require_fresh, user_of
from apps.accounts.addresses import client_address
from apps.accounts.factors import ELSEWHERE
from apps.accounts.identities import identified, link_identity, unlink_identity
from apps.common.errors import RuleError

log = structlog.get_logger(__name__)


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the provider to sign in there."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return _to_provider(request, "sign_in", wanted if is_ours else "")


@never_cache
@require_GET
@login_required
@require_fresh
def link(request: HttpRequest) -> HttpResponse:
    """Go to the provider to say who one is there."""
    return _to_provider(request, "link")


@require_POST
@login_required
@require_fresh
def unlink(request: HttpRequest) -> HttpResponse:
    """Forget who one is at the provider."""
    try:
        unlink_identity(user=user_of(request))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("own_account")


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Take in what the provider said."""
    if not provider.is_configured():
        raise Http404
    try:
        said = provider.finish(request)
    except provider.ProviderError as error:
        return _refused(request, str(error))
    return _linked(request, said) if said.purpose == "link" else _entered(request, said)


def _to_provider(request: HttpRequest, purpose: str, next_page: str = "") -> HttpResponse:
    if not provider.is_configured():
        raise Http404
    try:
        address = provider.begin(request, purpose=purpose, next_page=next_page)
    except provider.ProviderError as error:
        return _refused(request, str(error))
    return HttpResponseRedirect(address)


def _entered(request: HttpRequest, said: provider.Said) -> HttpResponse:
    """Let in whom the subject belongs to, by way of the second factor asked for here."""
    user = identified(settings.OIDC_ISSUER, said.subject)
    if user is None:
        return _refused(request, "no account has this identity")
    if settings.OIDC_HAS_SECOND_FACTOR:
        request.session[ELSEWHERE] = user.pk
    record_authentication(request, user, method="provider")
    return perform_login(request, Login(user=user, redirect_url=said.next or None))


def _linked(request: HttpRequest, said: provider.Said) -> HttpResponse:
    if not request.user.is_authenticated:
        return _refused(request, "the session ended before the link was made")
    try:
        link_identity(user=user_of(request), issuer=settings.OIDC_ISSUER, subject=said.subject)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your account is linked."))
    return redirect("own_account")


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    """Say one and the same to everybody; the log knows more."""
    log.warning("provider refused", why=why, address=client_address(request))
    messages.error(
        request,
        _(
            "Signing in elsewhere did not work, or no account here is linked to it. Sign in with "
            "your password, and link your account under “My account”."
        ),
    )
    return redirect("own_account" if request.user.is_authenticated else "sign_in")
