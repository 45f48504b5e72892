"""Forms about many people at once: a course, the ratings of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.cadres.codes import RATINGS
from apps.cadres.models import Appraisal, Cadre
from apps.cadres.services import learning
from apps.common.partial import PartialDate
from apps.entry.fields import PartialDateField
from apps.entry.forms import Layout, choices_of
from apps.records.forms.act import ActForm
from apps.records.forms.learning import CategoryField, not_ahead


class CourseForm(ActForm):
    """One course that many people completed. ``people`` are those to choose from."""

    layout: Layout = (("", (("category",), ("name", "completed_on"))),)
    category = CategoryField(label=gettext_lazy("Kind of course"))
    name = forms.CharField(label=gettext_lazy("Name of the course"), max_length=200, required=False)
    completed_on = PartialDateField(label=gettext_lazy("Completed"), required=False)
    cadres = forms.MultipleChoiceField(
        label=gettext_lazy("Who completed it"),
        error_messages={"required": gettext_lazy("Tick at least one person.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.people: Sequence[Cadre] = kwargs.pop("people")
        super().__init__(*args, **kwargs)
        cadres: Any = self.fields["cadres"]
        cadres.choices = [(cadre.key, cadre.full_name) for cadre in self.people]

    def ticked(self) -> list[str]:
        """Return the keys of the people who are ticked."""
        return list(self.data.getlist("cadres")) if self.is_bound else []

    def clean_completed_on(self) -> PartialDate | None:
        """A course that is yet to end is not completed."""
        return not_ahead(self.cleaned_data["completed_on"], self.today)

    def apply(self) -> None:
        """Add the course to everyone who is ticked."""
        said = dict(self.cleaned_data)
        chosen = set(said.pop("cadres"))
        said.pop("seen", None)
        cadres = [cadre for cadre in self.people if cadre.key in chosen]
        self.new = learning.add_training(cadres=cadres, by=self.user, **said)

    def said(self) -> str:
        """Say for how many it was entered."""
        had = len(self.cleaned_data["cadres"]) - self.new
        text = ngettext("Entered for %s person.", "Entered for %s people.", self.new) % self.new
        return text + (" " + _("%s had it on record already.") % had if had else "")


class RatingsForm(ActForm):
    """The ratings of a unit's people for a year. An empty choice leaves a person as they are."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only when ratings on record change"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.people: Sequence[Cadre] = kwargs.pop("people")
        self.year: int = kwargs.pop("year")
        super().__init__(*args, **kwargs)
        rows = Appraisal.objects.filter(cadre__in=self.people, year=self.year)
        recorded = dict(rows.values_list("cadre_id", "rating"))
        for cadre in self.people:
            self.fields[f"rating-{cadre.key}"] = forms.ChoiceField(
                label=cadre.full_name,
                required=False,
                initial=recorded.get(cadre.pk, ""),
                choices=choices_of(RATINGS, "RATINGS", empty=""),
                widget=forms.Select(attrs={"class": "select", "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[Cadre, forms.BoundField]]:
        """Return each person with their choice."""
        return [(cadre, self[f"rating-{cadre.key}"]) for cadre in self.people]

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen, and nothing that is on record be emptied."""
        super().clean()
        for cadre in self.people:
            name = f"rating-{cadre.key}"
            if not self.cleaned_data.get(name) and self.fields[name].initial:
                self.add_error(name, _("A rating on record is withdrawn on the person's page."))
        if not self._given():
            self.add_error(None, _("Choose a rating for at least one person."))
        return self.cleaned_data

    def _given(self) -> dict[Cadre, str]:
        said = {cadre: self.cleaned_data.get(f"rating-{cadre.key}", "") for cadre in self.people}
        return {cadre: rating for cadre, rating in said.items() if rating}

    def effective_on(self) -> date:
        """Ratings enter no target; today does."""
        return self.today

    def apply(self) -> None:
        """Record the ratings."""
        reason = self.cleaned_data["reason"]
        self.changed = learning.appraise(
            ratings=self._given(), year=self.year, by=self.user, reason=reason
        )

    def said(self) -> str:
        """Say how many ratings are new or changed."""
        said = {"count": self.changed, "year": self.year}
        return _("Ratings of %(year)s: %(count)s new or changed.") % said
