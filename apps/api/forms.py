"""What is asked of whoever makes a token."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.scopes import SCOPE_NAMES, SCOPES, permissions_for
from apps.entry.fields import DayField
from apps.units.models import Unit


class TokenForm(forms.Form):
    """Name, purpose, reach and term of a token."""

    name = forms.CharField(
        label=gettext_lazy("What the token is for"),
        max_length=100,
        help_text=gettext_lazy("The program that will use it, so that you know it again"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Never more than you may do yourself at that moment"),
    )
    unit_key = forms.CharField(
        label=gettext_lazy("Only for a unit and everything below it"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("Key of a unit of yours; empty for all of them"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    expires_on = DayField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("dd/mm/yyyy; a year at most")
    )

    def __init__(self, data: Any = None, *, user: User, today: date) -> None:
        super().__init__(data, auto_id="%s")
        self.user, self.today = user, today
        scopes: Any = self.fields["scopes"]
        scopes.choices = [
            (scope, SCOPE_NAMES[scope]) for scope, needed in SCOPES.items() if may(user, needed)
        ]
        self.fields["expires_on"].widget.attrs["class"] = "input"
        for field in self.fields.values():
            field.error_messages["required"] = _("This must be filled in.")

    def clean(self) -> dict[str, Any]:
        """Find the unit among the user's own; an import cannot be kept to one."""
        said = super().clean() or {}
        key, scopes = said.get("unit_key", ""), said.get("scopes", ())
        if key and not self._is_own(key, scopes):
            self.add_error("unit_key", _("No unit of yours has this key."))
        if key and "imports:write" in scopes:
            message = _("An import reaches all of your units; a token for it names no unit.")
            self.add_error("unit_key", message)
        return said

    def _is_own(self, key: str, scopes: Any) -> bool:
        return any(
            Unit.objects.visible_to(self.user, self.today, permission).filter(key=key).exists()
            for permission in permissions_for(scopes)
        )
