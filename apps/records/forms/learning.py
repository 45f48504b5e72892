"""Forms of what a person learned and how they were appraised."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.codes import RATINGS
from apps.cadres.models import Cadre, TrainingCategory
from apps.cadres.services import learning
from apps.common.partial import PartialDate
from apps.entry.fields import PartialDateField
from apps.entry.forms import Layout, choices_of
from apps.presentation import labels
from apps.records.forms.act import ActForm, new_level_choices


def not_ahead(day: PartialDate | None, today: date) -> PartialDate | None:
    """Return a date that has come; refuse one that certainly lies ahead."""
    if day and day.earliest > today:
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class CategoryField(forms.ModelChoiceField):
    """A kind of course."""

    def __init__(self, **kwargs: Any) -> None:
        listed = TrainingCategory.objects.all()
        super().__init__(listed, empty_label=gettext_lazy("choose"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Show the name in the reader's language."""
        return str(obj.name_en if labels.language() == "en" else obj.name_vi)


class QualificationForm(ActForm):
    """A level reached."""

    layout: Layout = (("", (("level",), ("name", "awarded_on"))),)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=new_level_choices)
    name = forms.CharField(
        label=gettext_lazy("Degree or certificate"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: Thạc sĩ Quản lý công"),
    )
    awarded_on = PartialDateField(label=gettext_lazy("Awarded"), required=False)

    def clean_awarded_on(self) -> PartialDate | None:
        """Nothing is awarded ahead of time."""
        return not_ahead(self.cleaned_data["awarded_on"], self.today)

    def apply(self) -> Cadre:
        """Add the qualification."""
        kind, level = self.cleaned_data["level"].split(":")
        said = {name: self.cleaned_data[name] for name in ("name", "awarded_on")}
        learning.add_qualification(cadre=self.cadre, kind=kind, level=level, by=self.user, **said)
        return self.cadre

    def said(self) -> str:
        """Say what was added."""
        kind, level = self.cleaned_data["level"].split(":")
        said = {"what": labels.level(level, kind), "name": self.cadre.full_name}
        return _("%(what)s of %(name)s was entered.") % said


class TrainingForm(ActForm):
    """A course completed."""

    layout: Layout = (("", (("category",), ("name", "completed_on"))),)
    category = CategoryField(label=gettext_lazy("Kind of course"))
    name = forms.CharField(label=gettext_lazy("Name of the course"), max_length=200, required=False)
    completed_on = PartialDateField(label=gettext_lazy("Completed"), required=False)

    def clean_completed_on(self) -> PartialDate | None:
        """A course that is yet to end is not completed."""
        return not_ahead(self.cleaned_data["completed_on"], self.today)

    def apply(self) -> Cadre:
        """Add the training."""
        said = {name: self.cleaned_data[name] for name in ("category", "name", "completed_on")}
        learning.add_training(cadres=[self.cadre], by=self.user, **said)
        return self.cadre

    def said(self) -> str:
        """Say whose course was entered."""
        return _("A course of %s was entered.") % self.cadre.full_name


class AppraisalForm(ActForm):
    """The rating of a year."""

    layout: Layout = (("", (("year", "rating"), ("reason",))),)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    rating = forms.ChoiceField(
        label=gettext_lazy("Rating"),
        choices=choices_of(RATINGS, "RATINGS", empty=gettext_noop("choose")),
    )
    reason: Any = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only when a rating on record changes"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = self.today.year - (self.today.month < 12)
        self.fields["year"].widget.attrs["inputmode"] = "numeric"

    def clean_year(self) -> int:
        """A year is appraised when it has begun."""
        year: int = self.cleaned_data["year"]
        if year > self.today.year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year

    def apply(self) -> Cadre:
        """Appraise."""
        said = self.cleaned_data
        ratings = {self.cadre: said["rating"]}
        learning.appraise(ratings=ratings, year=said["year"], by=self.user, reason=said["reason"])
        return self.cadre

    def said(self) -> str:
        """Say whose rating was entered."""
        said = {"name": self.cadre.full_name, "year": self.cleaned_data["year"]}
        return _("The rating of %(name)s for %(year)s was entered.") % said
