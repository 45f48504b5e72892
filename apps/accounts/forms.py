"""Signing in and choosing a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.services import change_password


class SignInForm(AuthenticationForm):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        widget=forms.TextInput(
            attrs={"class": "input", "autofocus": True, "autocomplete": "username"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("The user name or the password is wrong. Check both and try again."),
        "inactive": _("The user name or the password is wrong. Check both and try again."),
    }


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
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

    def save(self, commit: bool = True) -> User:
        """Set the new password."""
        change_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class ConfirmForm(forms.Form):
    """The proof of who is signed in, in fields of its own beside those of another form."""

    confirm_password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

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

    def clean_confirm_password(self) -> str:
        """Check the password."""
        password = self.cleaned_data["confirm_password"]
        user: User = self.request.user  # type: ignore[assignment]
        if not user.check_password(password):
            raise forms.ValidationError(_("The password is wrong."))
        return ""
