"""Signing in and out, the password, the language."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import confirming
from apps.accounts.access import user_of
from apps.accounts.factors import factors_of
from apps.accounts.forms import ChangePasswordForm, CodeForm, SignInForm
from apps.accounts.provider import is_configured
from apps.accounts.services import choose_language
from apps.accounts.speaking import speak


class SignIn(LoginView):
    """Ask for user name and password; the language is the one that the user chose last."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    @classmethod
    def asking(cls, request: HttpRequest, *, carried: str) -> HttpResponse:
        """Ask someone whose session ended to sign in again; what they had sent, sealed, goes along.

        It waits in the new session under ``carried`` for the page that it was sent to.
        """
        context = {
            "form": SignInForm(request=request),
            "next": request.get_full_path(),
            "carried": carried,
        }
        return render(request, cls.template_name, {**cls.around(), **context})

    @staticmethod
    def around() -> dict[str, Any]:
        """Return what stands beside the form: other ways in, and that this is a demonstration."""
        provider = settings.OIDC_NAME if is_configured() else ""
        return {"is_demo": settings.DEMO, "provider": provider}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep where to go and what is carried while the form is asked again."""
        sent = {name: self.request.POST.get(name, "") for name in ("next", "carried")}
        sent["next"] = sent["next"] or self.request.GET.get("next", "")
        return super().get_context_data(**self.around(), **sent, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Go on to the second factor, or in."""
        response = super().form_valid(form)
        if carried := self.request.POST.get("carried"):
            self.request.session["carried"] = carried
        return response


class Factor(AuthenticateView):
    """Ask for the second factor of somebody whose password was right."""

    template_name = "accounts/factor.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer passkeys only to who has one."""
        context = super().get_context_data(**kwargs)
        found = factors_of(self.stage.login.user)
        options = json.dumps(context["js_data"]["request_options"]) if found.passkeys else ""
        return {**context, "factors": found, "options": options}


class Passkey(LoginWebAuthnView):
    """Sign in with a passkey alone, which asks its holder for a finger, a face or a number."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say so on the page that was left."""
        messages.error(self.request, _("This passkey does not open any account here."))
        return redirect("sign_in")


sign_in = SignIn.as_view()
factor = Factor.as_view()
passkey = Passkey.as_view()
sign_out = LogoutView.as_view(next_page="sign_in")


@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = ChangePasswordForm(user_of(request), request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("The password has been changed."))
        return redirect("home")
    return render(request, "accounts/change_password.html", {"form": form})


@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Prove once more who is signed in."""
    return confirming.page(request)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page."""
    chosen, next_page = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(next_page, {request.get_host()}, request.is_secure()):
        next_page = "/"
    response = HttpResponseRedirect(next_page)
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        if request.user.is_authenticated:
            choose_language(user=request.user, language=chosen)
        speak(response, chosen)
    return response
