"""The form of the posts (biên chế) that are assigned to a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.selectors import Change
from apps.coordination.forms.units import UnitForm
from apps.entry.fields import DayField
from apps.entry.forms import Concern, Layout
from apps.metrics.previews.preview import Effects
from apps.presentation import numbers
from apps.units.headcount import MOST, assign_headcount, headcounts
from apps.units.models import Unit


class PostsForm(UnitForm):
    """So many posts of its own from a day, or none on record."""

    is_weighty = False
    layout: Layout = (("", (("posts",), ("from_day",), ("decision",))),)
    posts = forms.IntegerField(
        label=gettext_lazy("Posts assigned"),
        min_value=0,
        max_value=MOST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    from_day = DayField(label=gettext_lazy("In force from"))
    decision = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = headcounts([self.unit.pk], self.today).get(self.unit.pk)
        said = _("not recorded") if present is None else numbers.whole(present)
        self.fields["posts"].help_text = (
            _(
                "Of the unit itself, without those assigned to units below it. Today: %s."
                " Leave empty if none are assigned any longer."
            )
            % said
        )

    def history(self) -> list[Change]:
        """Nothing else that is entered about the unit bears on its posts."""
        return []

    def warnings(self) -> list[Concern]:
        """Nothing has to be confirmed: a later assignment stays as it is."""
        return []

    def effects(self) -> Effects:
        """No target looks at posts."""
        return Effects(self.effective_on(), (), 0)

    def goes_to(self, done: Any) -> str:
        """Go back to the unit."""
        return reverse("unit_history", args=[self.unit.key])

    def apply(self) -> Unit:
        """Assign the posts."""
        said = self.cleaned_data
        assign_headcount(
            unit=self.unit,
            posts=said["posts"],
            start_on=said["from_day"],
            decision=said["decision"],
            by=self.user,
        )
        return self.unit

    def said(self) -> str:
        """Say what was assigned."""
        posts, day = self.cleaned_data["posts"], numbers.day(self.cleaned_data["from_day"])
        if posts is None:
            return _("No posts are assigned to %(unit)s from %(day)s.") % {
                "unit": self.unit.name,
                "day": day,
            }
        said = {"posts": numbers.whole(posts), "unit": self.unit.name, "day": day}
        return _("%(unit)s has %(posts)s posts from %(day)s.") % said
