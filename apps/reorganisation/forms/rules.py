"""The form that sends posts of a unit elsewhere by rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.codes import MANAGED_BY
from apps.entry.forms import Layout, choices_of
from apps.reorganisation.assigning import add_rule
from apps.reorganisation.forms.plans import PlanEntry
from apps.reorganisation.models import Reorganisation


class RuleForm(PlanEntry):
    """Send the posts of a unit, those that fit a description, to another."""

    layout: Layout = (
        ("", (("source", "to"),)),
        (
            gettext_noop("Which posts; all that is filled in must fit"),
            (("title",), ("leads", "managed_by")),
        ),
    )
    source = forms.ChoiceField(label=gettext_lazy("Posts of"))
    to = forms.ChoiceField(label=gettext_lazy("Go to"))
    title = forms.CharField(
        label=gettext_lazy("Title with"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("A part of the title, with or without accents"),
    )
    leads = forms.ChoiceField(
        label=gettext_lazy("Leading post"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
        ],
    )
    managed_by = forms.ChoiceField(
        label=gettext_lazy("Managed by"),
        required=False,
        choices=choices_of(list(MANAGED_BY), "MANAGED_BY", empty=gettext_noop("all")),
    )

    def __init__(
        self, data: Any = None, *, sources: Any = (), goals: Any = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        self.fields["to"].choices = goals  # type: ignore[attr-defined]

    def part(self) -> dict[str, Any]:
        """Return the rule as it stands in a plan."""
        said = self.cleaned_data
        where: dict[str, Any] = {}
        if said["title"]:
            where["title"] = said["title"]
        if said["managed_by"]:
            where["managed_by"] = [said["managed_by"]]
        if said["leads"]:
            where["is_leadership"] = said["leads"] == "yes"
        return {"from": said["source"], "to": said["to"], **({"where": where} if where else {})}

    def apply(self) -> Reorganisation:
        """Add the rule; it comes after those that are there."""
        row: Any = self.row
        return add_rule(row=row, part=self.part(), by=self.user)
