"""Inviting, and the page that an invited person opens."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.accounts.access import require, require_fresh, user_of
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.administration.forms import InviteForm, PasswordForm, ReasonForm
from apps.administration.inviting import (
    Invited,
    accept,
    found,
    invite_again,
    invite_newcomer,
    mail_words,
    standing,
)
from apps.administration.models import Invitation
from apps.administration.views.accounts import of_account
from apps.administration.words import LINKS
from apps.common.errors import RuleError
from apps.notices.sending import send_at_once

_PLACE = "invitation"


@never_cache
@require(Permission.USERS_EDIT)
@require_fresh(only_post=True)
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account and show its link, once."""
    by, today = user_of(request), timezone.localdate()
    form = InviteForm(request.POST or None, user=by, today=today, initial={"start_on": today})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("username", "full_name", "email")}
        try:
            return _handed_over(
                request, invite_newcomer(by=by, today=today, **said, **form.granted())
            )
        except RuleError as error:
            form.refuse(error)
    return render(request, "administration/invite.html", {"form": form})


@never_cache
@require_POST
@of_account
def again(request: HttpRequest, user: User) -> HttpResponse:
    """Make a new link for somebody whose last one ran out or whose password is lost."""
    form, by = ReasonForm(request.POST), user_of(request)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        made = invite_again(user=user, by=by, reason=reason, today=timezone.localdate())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("account", user.pk)
    return _handed_over(request, made)


def _handed_over(request: HttpRequest, made: Invited) -> HttpResponse:
    """Show a link to hand over, and mail it where that can be done."""
    user, is_mailed = made.invitation.user, False
    if user.email and settings.EMAIL_HOST:
        with override(user.language):
            is_mailed = send_at_once(**mail_words(made, settings.SITE_URL))
    context = {
        "account": user,
        "invitation": made.invitation,
        "address": request.build_absolute_uri(made.address),
        "is_asked": user.grant_requests.waiting().exists(),
        "is_mailed": is_mailed,
        "is_mail_lost": bool(user.email and settings.EMAIL_HOST) and not is_mailed,
    }
    return render(request, "administration/link.html", context)


@never_cache
@sensitive_post_parameters()
def open_(request: HttpRequest) -> HttpResponse:
    """Let an invited person choose a password; what the link carried leaves the address at once."""
    if code := request.GET.get("code"):
        if (carried := found(code)) is None:
            return _shut(request, "unknown")
        request.session[_PLACE] = carried.pk
        return redirect("invitation")
    rows = Invitation.objects.select_related("user", "made_by")
    invitation = rows.filter(pk=request.session.get(_PLACE) or 0).first()
    state = standing(invitation)
    if invitation is None or state != "open":
        return _shut(request, state)
    return _choosing(request, invitation)


def _choosing(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=invitation.user)
    if request.method == "POST" and form.is_valid():
        try:
            accept(invitation=invitation, password=form.cleaned_data["password"])
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            request.session.pop(_PLACE, None)
            messages.success(request, _("Your password is set. Sign in with it now."))
            return redirect("sign_in")
    context = {"form": form, "invited": invitation.user, "until": invitation.until}
    return render(request, "administration/invitation.html", context)


def _shut(request: HttpRequest, state: str) -> HttpResponse:
    title, text = LINKS[state]
    context = {"title": title, "text": text, "state": state}
    return render(request, "administration/shut.html", context)
