"""The forms of keeping accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.passwords import MOST
from apps.accounts.roles import ROLE_NAMES, Permission, Role
from apps.entry.fields import DayField, UnitField
from apps.entry.forms import EntryForm, Layout
from apps.units.models import Unit

_REASON = 300


class ReasonField(forms.CharField):
    """Why something is done; it stands in the history."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Reason"))
        kwargs.setdefault("help_text", gettext_lazy("Kept in the history, for auditors to read."))
        super().__init__(max_length=_REASON, **kwargs)


class RoleForm(EntryForm):
    """A role for a unit and a period."""

    permission = Permission.USERS_EDIT
    layout: Layout = (
        (gettext_lazy("Role"), (("role",), ("unit",), ("start_on", "end_on"))),
        ("", (("reason",),)),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=lambda: [("", _("choose"))] + [(role.value, name) for role, name in _roles()],
    )
    unit = UnitField(
        label=gettext_lazy("Unit"),
        offers="account_units",
        help_text=gettext_lazy("The role holds for the unit and everything below it."),
    )
    start_on = DayField(label=gettext_lazy("From"))
    end_on = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("dd/mm/yyyy; the first day without it. Empty: no end."),
    )
    reason = ReasonField()

    def clean(self) -> dict[str, Any]:
        """Find the unit among those that the user keeps accounts for."""
        said = super().clean() or self.cleaned_data
        start_on = said.get("start_on")
        self.unit_from("unit", start_on if isinstance(start_on, date) else self.today)
        return self.cleaned_data

    def granted(self) -> dict[str, Any]:
        """Return what the service wants to know."""
        said = self.cleaned_data
        unit: Unit = said["unit"]
        return {
            "role": Role(said["role"]),
            "unit": unit,
            "start_on": said["start_on"],
            "end_on": said["end_on"],
            "reason": said["reason"],
        }


def _roles() -> list[tuple[Role, str]]:
    return [(role, str(name)) for role, name in ROLE_NAMES.items()]


class InviteForm(RoleForm):
    """Whom to invite, and with which role."""

    layout: Layout = (
        (gettext_lazy("Person"), (("full_name",), ("username", "email"))),
        *RoleForm.layout,
    )
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy("Letters, figures and @ . + - _ only."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("The link is mailed there too, where a mail server is set up."),
    )


class ReasonForm(forms.Form):
    """Why an account is closed, opened or invited again."""

    reason = ReasonField()


class EndForm(ReasonForm):
    """On which day a role ends, and why."""

    on = DayField(label=gettext_lazy("First day without the role"))


class PasswordForm(forms.Form):
    """The password that the invited person chooses, twice."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=MOST,
        help_text=gettext_lazy(
            "At least 12 characters. A sentence is good; no figures or signs are asked for, and"
            " pasting works."
        ),
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        max_length=MOST,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        """Refuse what is soon guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        said = super().clean() or {}
        if "password" in said and said.get("again") != said["password"]:
            self.add_error("again", _("The two passwords differ."))
        return said
