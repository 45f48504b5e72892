"""The forms of requests on personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres.models import Cadre
from apps.entry.fields import DayField
from apps.entry.forms import EntryForm, Layout
from apps.privacy.models import SubjectRequest
from apps.privacy.services import record_request

_LONGEST = 2000


class RequestForm(EntryForm):
    """What a person asks for, since when, and in which words."""

    layout: Layout = (("", (("right", "way"), ("received_on",), ("words",))),)
    right = forms.ChoiceField(
        label=gettext_lazy("What the person asks for"),
        choices=lambda: [("", _("choose")), *SubjectRequest.Right.choices],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How it came in"),
        choices=lambda: [("", _("choose")), *SubjectRequest.Way.choices],
    )
    received_on = DayField(
        label=gettext_lazy("Received on"),
        help_text=gettext_lazy("dd/mm/yyyy. The clock of the law runs from this day."),
    )
    words = forms.CharField(
        label=gettext_lazy("In the person's words"),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("As far as the request says more; no papers and no pictures."),
    )

    def record(self, cadre: Cadre) -> SubjectRequest:
        """Record the request; raise RuleError when a rule forbids it."""
        said: dict[str, Any] = {
            name: self.cleaned_data[name] for name in self.fields if name != "seen"
        }
        return record_request(cadre=cadre, by=self.user, today=self.today, **said)


class ReplyForm(forms.Form):
    """What the person is told, or why something is put off."""

    reply = forms.CharField(max_length=_LONGEST, required=False)
