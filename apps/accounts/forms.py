"""Signing in and choosing a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from apps.accounts.factors import add_passkey, factors_of, set_up_app, use_code
from apps.accounts.models import User
from apps.accounts.services import change_password
from apps.accounts.throttle import LockedError, check_password

Found = TypeVar("Found")
WRONG_CODE = _("The code is wrong, too old or was used before. Wait for the next one.")


def _or_say_why(check: Callable[[], Found]) -> Found:
    """Return what a check finds; where nothing is checked any more, say how it goes on."""
    try:
        return check()
    except LockedError as error:
        raise forms.ValidationError(
            _(
                "There were too many wrong attempts. Nothing is checked for 15 minutes. Wait, or "
                "ask the administrator to unlock the account."
            )
        ) from error


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"class": "input", "autofocus": True, "autocomplete": "username"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Check both; nothing tells a wrong name from a wrong password or a closed account."""
        sent = self.cleaned_data
        if "username" in sent and "password" in sent:
            found = _or_say_why(
                lambda: check_password(self.request, sent["username"], sent["password"])
            )
            if found is None:
                raise forms.ValidationError(
                    _("The user name or the password is wrong. Check both and try again.")
                )
            self.user = found
        return sent

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on to the second factor, or in."""
        login = Login(user=self.user, redirect_url=redirect_url)
        return perform_password_login(request, {"username": self.user.username}, login)


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.request = request
        words = {
            "old_password": _("Present password"),
            "new_password1": _("New password"),
            "new_password2": _("New password again"),
        }
        for name, label in words.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs["class"] = "input"
        self.fields["new_password1"].help_text = _(
            "At least 12 characters, not a common password and unlike your name."
        )
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """Check the present password as at sign-in: guesses are counted."""
        password = self.cleaned_data["old_password"]
        name = self.user.username
        if _or_say_why(lambda: check_password(self.request, name, password)) is None:
            raise forms.ValidationError(_("The password is wrong."))
        return password

    def save(self, commit: bool = True) -> User:
        """Set the new password."""
        change_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class ConfirmForm(forms.Form):
    """The proof of who is signed in, in fields of its own beside those of another form."""

    confirm_password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )
    confirm_code = forms.CharField(
        label=_("Or a code of your authenticator app"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "input code-input", "autocomplete": "one-time-code"}
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User = request.user  # type: ignore[assignment]
        if not factors_of(self.user).app:
            del self.fields["confirm_code"]
        if not self.user.has_usable_password():
            del self.fields["confirm_password"]

    @classmethod
    def is_in(cls, sent: QueryDict) -> bool:
        """Whether a proof was sent along."""
        return any(name in sent for name in cls.base_fields)

    @classmethod
    def kept(cls, sent: QueryDict) -> list[tuple[str, str]]:
        """Return what else was sent, to be sent again."""
        ours = {"csrfmiddlewaretoken", *cls.base_fields}
        return [(name, one) for name, all in sent.lists() if name not in ours for one in all]

    def without_proof(self) -> QueryDict:
        """Return what was sent to the view behind, which need not see a password."""
        rest = self.request.POST.copy()
        for name in self.base_fields:
            rest.pop(name, None)
        return rest

    def clean(self) -> dict[str, Any]:
        """Check the code if one was typed, else the password."""
        sent, request, user = self.cleaned_data, self.request, self.user
        if code := sent.get("confirm_code"):
            if _or_say_why(lambda: use_code(request, user, code)) is None:
                self.add_error("confirm_code", WRONG_CODE)
        elif password := sent.get("confirm_password"):
            if _or_say_why(lambda: check_password(request, user.username, password)) is None:
                self.add_error("confirm_password", _("The password is wrong."))
        else:
            raise forms.ValidationError(_("Give one of them."))
        return {}


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "input code-input", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        """Use the code up."""
        code = self.cleaned_data["code"]
        self.factor = _or_say_why(lambda: use_code(context.request, self.user, code))
        if self.factor is None:
            raise forms.ValidationError(WRONG_CODE)
        return ""

    def save(self) -> None:
        """Note in the session that the factor was shown."""
        post_authentication(context.request, self.factor)


class SetUpForm(forms.Form):
    """The code that an app shows for the secret that it has just read."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=10,
        widget=forms.TextInput(
            attrs={
                "class": "input code-input",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
            }
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        """Take the app into use."""
        code = self.cleaned_data["code"]
        codes = _or_say_why(lambda: set_up_app(context.request, self.user, code))
        if codes is None:
            raise forms.ValidationError(
                _("The code is wrong. Check that the clock of the phone is right.")
            )
        self.codes = codes
        return ""


class PasskeyForm(forms.Form):
    """What a browser answers when it has made a passkey, and a name to know it by."""

    name = forms.CharField(
        label=_("Name, to tell it from others"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    credential = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Check what the browser answered, and take the passkey into use."""
        sent = self.cleaned_data
        if "name" in sent and "credential" in sent:
            webauthn.parse_registration_response(sent["credential"])
            webauthn.complete_registration(sent["credential"])
            self.codes = add_passkey(context.request, self.user, sent["name"], sent["credential"])
        return sent
