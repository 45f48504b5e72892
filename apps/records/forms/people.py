"""Forms of what identifies a person: register, correct."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.codes import GENDERS, SENSITIVE_MARKS
from apps.cadres.identity import masked_number_of, number_of
from apps.cadres.models import Cadre
from apps.cadres.personal_numbers import contradictions, parse
from apps.cadres.selectors import likely_duplicates
from apps.cadres.services.people import correct_cadre, register_cadre
from apps.cadres.services.posts import appoint
from apps.common.partial import PartialDate
from apps.entry.fields import PartialDateField, YesNoField
from apps.entry.forms import Concern, Layout, choices_of
from apps.entry.merging import MergingForm
from apps.presentation import numbers
from apps.records.forms.act import ActForm
from apps.records.forms.posts import PostForm

_PERSON = gettext_noop("The person")
_FOR_STATISTICS = (
    gettext_noop("For statistical tables: shown only to those who keep the record"),
    (SENSITIVE_MARKS,),
)
_NUMBER_WORDS = {
    "province": gettext_lazy("its first three digits are no province"),
    "gender": gettext_lazy("its fourth digit says another gender"),
    "born": gettext_lazy("its fourth to sixth digits say another year of birth"),
}


class PersonForm(ActForm):
    """Name, birth, gender, numbers."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=200,
        help_text=gettext_lazy("As on the birth certificate, with accents"),
    )
    born = PartialDateField(label=gettext_lazy("Born"), required=False)
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        required=False,
        choices=choices_of(GENDERS, "GENDERS", empty=gettext_noop("not known")),
    )
    key = forms.CharField(
        label=gettext_lazy("Staff number"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("Leave empty to have one given"),
    )
    is_party_member = YesNoField(label=gettext_lazy("Party member"))
    is_minority = YesNoField(label=gettext_lazy("Of an ethnic minority"))
    is_religious = YesNoField(label=gettext_lazy("Follows a religion"))
    personal_number = forms.CharField(
        label=gettext_lazy("Personal identification number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("12 digits, kept sealed; not required"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
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

    def clean_born(self) -> PartialDate | None:
        """A birth lies in the past."""
        born: PartialDate | None = self.cleaned_data["born"]
        if born and born.earliest > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return born

    def warnings(self) -> list[Concern]:
        """Say where number and record disagree, and who may be the same person."""
        said = self.cleaned_data
        listed = super().warnings()
        number = said.get("personal_number", "")
        if number and (found := contradictions(number, said["born"], said["gender"])):
            words = [str(_NUMBER_WORDS[code]) for code in found]
            text = _("The personal number disagrees with the record; look at both.")
            listed.append(Concern("number", text, words))
        return listed


class RegisterForm(PersonForm, PostForm):
    """A new person with the first post."""

    layout: Layout = (
        (_PERSON, (("full_name",), ("born", "gender"), ("key", "personal_number"))),
        *PostForm.layout,
        _FOR_STATISTICS,
    )

    def warnings(self) -> list[Concern]:
        """Show who may be the same person before a second record is made."""
        said = self.cleaned_data
        same = likely_duplicates(said["full_name"], said["born"], said["personal_number"])
        if not same:
            return super().warnings()
        known = Cadre.objects.known_to(self.user, self.today)
        seen = list(known.filter(pk__in=[cadre.pk for cadre in same]))
        details = [
            _("%(name)s, born %(born)s, staff number %(key)s")
            % {"name": c.full_name, "born": numbers.partial(c.born) or "?", "key": c.key}
            for c in seen
        ]
        hidden = len(same) - len(seen)
        if hidden:
            details.append(_("%s in units out of your sight") % hidden)
        text = _("There is a record that may be of the same person. Look before making another.")
        way_out = "records/_elsewhere.html" if hidden else ""
        return [Concern("duplicate", text, details, way_out), *super().warnings()]

    def identifying(self) -> list[forms.BoundField]:
        """Return what was typed by which the person can be looked for elsewhere."""
        return [self[name] for name in ("full_name", "born", "personal_number")]

    @transaction.atomic
    def apply(self) -> Cadre:
        """Register and appoint, or neither."""
        said = self.cleaned_data
        names = ("full_name", "born", "gender", "key", "personal_number")
        marks = {name: said[name] for name in SENSITIVE_MARKS}
        cadre = register_cadre(**{name: said[name] for name in names}, marks=marks, by=self.user)
        appoint(cadre=cadre, post=self.post(), by=self.user)
        return cadre

    def said(self) -> str:
        """Say who was entered."""
        return _("%s was entered.") % self.cleaned_data["full_name"]


class CorrectForm(MergingForm, PersonForm):
    """What should have been recorded all along."""

    layout: Layout = (
        (_PERSON, (("full_name",), ("born", "gender"), ("key", "personal_number"))),
        _FOR_STATISTICS,
        (gettext_noop("The correction"), (("reason",),)),
    )
    merged = ("full_name", "born", "gender", "key", *SENSITIVE_MARKS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = True
        self.fields["key"].help_text = ""
        self.fields["personal_number"].widget.attrs["placeholder"] = masked_number_of(self.cadre)
        self.fields["personal_number"].help_text = _(
            "Leave empty to keep what is on record; write 0 to take it away"
        )

    def clean_personal_number(self) -> str | None:  # type: ignore[override]
        """An empty number stays what it is; a zero takes it away."""
        text = self.cleaned_data["personal_number"].strip()
        if text == "0":
            return ""
        return super().clean_personal_number() or None

    def warnings(self) -> list[Concern]:
        """Judge the number that would stand."""
        given = self.cleaned_data.get("personal_number")
        if given is None:
            self.cleaned_data["personal_number"] = number_of(self.cadre)
        listed = super().warnings()
        self.cleaned_data["personal_number"] = given
        return listed

    def effective_on(self) -> date:
        """A correction holds on every day; its effect is shown today."""
        return self.today

    def apply(self) -> Cadre:
        """Correct what differs from the record."""
        changes = self.changes()
        if self.cleaned_data["personal_number"] is not None:
            changes["personal_number"] = self.cleaned_data["personal_number"]
        reason = self.cleaned_data["reason"]
        correct_cadre(cadre=self.cadre, reason=reason, by=self.user, **changes)
        self.cadre.refresh_from_db()
        return self.cadre

    def said(self) -> str:
        """Say whose record was corrected."""
        return _("The record of %s was corrected.") % self.cadre.full_name
