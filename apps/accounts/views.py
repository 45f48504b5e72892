"""Signing in and out, the password, the language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import confirming
from apps.accounts.forms import ChangePasswordForm, SignInForm
from apps.accounts.services import choose_language


class SignIn(LoginView):
    """Ask for user name and password; the language is the one that the user chose last."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"is_demo": settings.DEMO}

    @classmethod
    def asking(cls, request: HttpRequest, *, carried: str) -> HttpResponse:
        """Ask someone whose session ended to sign in again; what they had sent, sealed, goes along.

        It waits in the new session under ``carried`` for the page that it was sent to.
        """
        context = {
            **cls.extra_context,
            "form": SignInForm(request),
            "next": request.get_full_path(),
        }
        return render(request, cls.template_name, {**context, "carried": carried})

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in and speak the user's language."""
        response = super().form_valid(form)
        confirming.note_confirmed(self.request)
        if carried := self.request.POST.get("carried"):
            self.request.session["carried"] = carried
        _speak(response, form.get_user().language)
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view(next_page="sign_in")


@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = ChangePasswordForm(request.user, request.POST or None)  # type: ignore[arg-type]
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
        _speak(response, chosen)
    return response


def _speak(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
