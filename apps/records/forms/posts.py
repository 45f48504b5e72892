"""Forms of posts: appoint, transfer, second, end, retire."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.codes import ENDINGS, MANAGED_BY
from apps.cadres.models import Cadre
from apps.cadres.retirement import retires_on
from apps.cadres.services import posts
from apps.common.partial import PartialDate
from apps.entry.fields import DayField, PartialDateField, Segments, TitleInput, UnitField
from apps.entry.forms import Layout, choices_of
from apps.presentation import numbers
from apps.records.forms.act import ActForm

_POST = gettext_noop("The post")
_DECISION = gettext_noop("The decision")


class PostForm(ActForm):
    """What a decision says of a post."""

    layout: Layout = (
        (_POST, (("unit",), ("title", "managed_by"), ("is_leadership",))),
        (_DECISION, (("start_on", "end_on"), ("decision", "signed_on"))),
    )
    unit = UnitField(
        offers="record_units",
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Type a few letters, with or without accents: so noi vu"),
    )
    title = forms.CharField(label=gettext_lazy("Post"), max_length=200, widget=TitleInput)
    managed_by = forms.ChoiceField(
        label=gettext_lazy("Managed by"),
        choices=choices_of(MANAGED_BY, "MANAGED_BY", empty=gettext_noop("choose")),
    )
    is_leadership = forms.BooleanField(
        label=gettext_lazy("A post that leads or manages"), required=False
    )
    start_on = PartialDateField(label=gettext_lazy("In force from"))
    end_on = PartialDateField(
        label=gettext_lazy("Ends"),
        required=False,
        help_text=gettext_lazy("Leave empty if not known; the first day no longer held"),
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=100, required=False
    )
    signed_on = DayField(label=gettext_lazy("Decision signed on"), required=False)

    def clean(self) -> dict[str, Any]:
        """Find the unit in the tree of the day on which the post begins."""
        super().clean()
        start = self.cleaned_data.get("start_on")
        self.unit_from("unit", start.earliest if start else self.today)
        signed_on = self.cleaned_data.get("signed_on")
        if signed_on and signed_on > self.today:
            self.add_error("signed_on", _("This day has not come yet."))
        return self.cleaned_data

    def post(self) -> posts.Post:
        """Return what was filled in."""
        names = "unit title managed_by is_leadership start_on end_on decision signed_on".split()
        said = self.cleaned_data
        return posts.Post(**{name: said[name] for name in names if name in said})

    def whom(self) -> Cadre:
        """Return the person whom the act is about."""
        found: Cadre = self.cadre
        return found


class AppointForm(PostForm):
    """Give a post: the primary one, or one beside it."""

    layout: Layout = (
        (_POST, (("is_primary",), ("unit",), ("title", "managed_by"), ("is_leadership",))),
        PostForm.layout[1],
    )
    is_primary = forms.ChoiceField(
        label=gettext_lazy("Kind of post"),
        widget=Segments,
        initial="yes",
        choices=[
            ("yes", gettext_lazy("Primary, counted")),
            ("no", gettext_lazy("Concurrent, not counted")),
        ],
    )

    def apply(self) -> Cadre:
        """Appoint."""
        is_primary = self.cleaned_data["is_primary"] == "yes"
        posts.appoint(cadre=self.whom(), post=self.post(), by=self.user, is_primary=is_primary)
        return self.whom()

    def said(self) -> str:
        """Say who was appointed to what."""
        return _("%(name)s was appointed %(title)s.") % {
            "name": self.whom().full_name,
            "title": self.cleaned_data["title"],
        }


class TransferForm(PostForm):
    """Move the primary post to another unit or title."""

    layout: Layout = (
        (_POST, (("kind",), ("unit",), ("title", "managed_by"), ("is_leadership",))),
        PostForm.layout[1],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        widget=Segments,
        initial="transfer",
        choices=[
            ("transfer", gettext_lazy("Transfer")),
            ("rotation", gettext_lazy("Rotation")),
        ],
        help_text=gettext_lazy("The present primary post ends on the day the new one begins."),
    )

    def apply(self) -> Cadre:
        """Transfer."""
        kind = self.cleaned_data["kind"]
        posts.transfer(cadre=self.whom(), post=self.post(), by=self.user, kind=kind)
        return self.whom()

    def said(self) -> str:
        """Say who moved where."""
        return _("%(name)s moves to %(unit)s from %(day)s.") % {
            "name": self.whom().full_name,
            "unit": self.cleaned_data["unit"].name,
            "day": numbers.partial(self.cleaned_data["start_on"]),
        }


class SecondForm(PostForm):
    """Lend to another unit until a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end_on"].required = True
        self.fields["end_on"].help_text = _("The first day on which the person is back")

    def apply(self) -> Cadre:
        """Second."""
        posts.second(cadre=self.whom(), post=self.post(), by=self.user)
        return self.whom()

    def said(self) -> str:
        """Say who is lent where, and where they count."""
        return _("%(name)s is seconded to %(unit)s and still counted where they belong.") % {
            "name": self.whom().full_name,
            "unit": self.cleaned_data["unit"].name,
        }


class EndForm(ActForm):
    """End one of the posts that are held."""

    layout: Layout = ((_POST, (("appointment",),)), (_DECISION, (("on", "ended_by"),)))
    appointment: Any = forms.ModelChoiceField(
        label=gettext_lazy("Post that ends"), queryset=None, empty_label=None
    )
    on = PartialDateField(
        label=gettext_lazy("Ends on"),
        help_text=gettext_lazy("The first day no longer held: dd/mm/yyyy, mm/yyyy or yyyy"),
    )
    ended_by = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=choices_of(
            [code for code in ENDINGS if code != "retired"], "ENDINGS", empty=gettext_noop("choose")
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["appointment"]
        held = self.cadre.appointments.filter(Q(end_day=None) | Q(end_day__gt=self.today))
        field.queryset = held.select_related("unit").order_by("-is_primary", "start_day")
        field.label_from_instance = lambda post: f"{post.title}, {post.unit.name}"

    def apply(self) -> Cadre:
        """End the post."""
        said = self.cleaned_data
        posts.end_appointment(
            appointment=said["appointment"], on=said["on"], ended_by=said["ended_by"], by=self.user
        )
        return self.cadre

    def said(self) -> str:
        """Say which post ends when."""
        return _("The post “%(title)s” of %(name)s ends on %(day)s.") % {
            "title": self.cleaned_data["appointment"].title,
            "name": self.cadre.full_name,
            "day": numbers.partial(self.cleaned_data["on"]),
        }


class RetireForm(ActForm):
    """End every post because of retirement."""

    layout: Layout = ((_DECISION, (("on",),)),)
    on = DayField(label=gettext_lazy("Retired from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = _last_day(self.cadre)
        field = self.fields["on"]
        if last:
            first = last + timedelta(days=1)
            field.initial = first
            field.help_text = _(
                "By age from %(day)s (Decree 135/2020/NĐ-CP); the first day no longer served"
            ) % {"day": numbers.day(first)}
        else:
            field.help_text = _("The first day no longer served: dd/mm/yyyy")

    def effective_on(self) -> date:
        """The day from which the person is retired, if it lies ahead."""
        return max(self.cleaned_data["on"], self.today)

    def apply(self) -> Cadre:
        """Retire."""
        posts.retire(cadre=self.cadre, on=PartialDate.of(self.cleaned_data["on"]), by=self.user)
        return self.cadre

    def said(self) -> str:
        """Say who retires when."""
        return _("%(name)s is retired from %(day)s.") % {
            "name": self.cadre.full_name,
            "day": numbers.day(self.cleaned_data["on"]),
        }


def _last_day(cadre: Cadre) -> date | None:
    return retires_on(cadre.born.earliest if cadre.born else None, cadre.gender)
