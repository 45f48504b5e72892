"""Forms by which a person is taken over from a unit out of the user's sight."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.models import Cadre, Lookup
from apps.cadres.personal_numbers import parse
from apps.cadres.services.receiving import Asked, look_up, receive
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.entry.fields import DayField, PartialDateField
from apps.entry.forms import Layout
from apps.presentation import numbers
from apps.records.forms.act import ActForm
from apps.records.forms.posts import PostForm
from apps.records.selectors import Stranger


class LookUpForm(ActForm):
    """By what the person is known, and why they are looked for."""

    layout: Layout = (
        (gettext_noop("By a number"), (("key", "personal_number"),)),
        (gettext_noop("Or by name and birth date"), (("full_name", "born"),)),
        (gettext_noop("The receipt"), (("reason",),)),
    )
    key = forms.CharField(label=gettext_lazy("Staff number"), max_length=50, required=False)
    personal_number = forms.CharField(
        label=gettext_lazy("Personal identification number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("12 digits; they are not kept"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200, required=False)
    born = DayField(label=gettext_lazy("Born"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why you look for this person"),
        max_length=300,
        help_text=gettext_lazy("For example the transfer decision; it goes into the access log"),
    )

    def clean_personal_number(self) -> str:
        """Take the digits alone."""
        text = self.cleaned_data["personal_number"]
        try:
            return parse(text) if text else ""
        except ValueError as error:
            message = _("The number has 12 digits; this one has %s. Look for a lost leading zero.")
            digits = sum(sign.isdigit() for sign in text)
            raise forms.ValidationError(message % digits) from error

    def clean(self) -> dict[str, Any]:
        """Ask for a number, or for the name with the whole birth date."""
        said = super().clean() or self.cleaned_data
        if self.errors.keys() - {"reason"} or said.get("key") or said.get("personal_number"):
            return said
        if said.get("full_name") and not said.get("born"):
            self.add_error("born", _("Write the whole birth date too: a name fits many."))
        elif not said.get("full_name"):
            self.add_error("key", _("Write one of the numbers, or the name with the birth date."))
        return said

    def looked_up(self, now: datetime) -> Lookup | None:
        """Look for the person; say in the form why nobody was found."""
        said = self.cleaned_data
        born = PartialDate.of(said["born"]) if said["born"] else None
        asked = Asked(said["key"], said["personal_number"], said["full_name"], born)
        try:
            found = look_up(asked=asked, reason=said["reason"], by=self.user, now=now)
        except RuleError as error:
            self.refuse(error)
            return None
        if found.cadre_id is None:
            message = _("No record fits. Compare with the decision, sign by sign.")
            self.add_error(None, message)
            return None
        return found


class ReceiveForm(PostForm):
    """The post in the user's unit into which a person is received."""

    layout: Layout = (
        PostForm.layout[0],
        (PostForm.layout[1][0], (("start_on",), ("decision", "signed_on"))),
    )
    start_on = PartialDateField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("dd/mm/yyyy; the post elsewhere ends on this day"),
    )
    end_on = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.lookup: Lookup = kwargs.pop("lookup")
        self.stranger: Stranger = kwargs.pop("stranger")
        self.now: datetime = kwargs.pop("now")
        super().__init__(*args, **kwargs)
        self.fields["decision"].required = True
        self.fields["signed_on"].required = True

    def apply(self) -> Cadre:
        """Receive."""
        begun = receive(lookup=self.lookup, post=self.post(), by=self.user, now=self.now)
        return begun.cadre

    def said(self) -> str:
        """Say who was received into what."""
        return _("%(name)s was received into %(unit)s from %(day)s.") % {
            "name": self.stranger.name,
            "unit": self.cleaned_data["unit"].name,
            "day": numbers.partial(self.cleaned_data["start_on"]),
        }
