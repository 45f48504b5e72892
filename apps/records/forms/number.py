"""Why a personal identification number is to be shown."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres.services.numbers import reveal
from apps.common.sealing import SealError
from apps.entry.forms import Layout
from apps.presentation.numbers import grouped
from apps.records.forms.act import ActForm


class NumberForm(ActForm):
    """The reason, which goes into the access log before the number is shown."""

    layout: Layout = (("", (("reason",),)),)
    reason = forms.CharField(
        label=gettext_lazy("Why you need the number"),
        max_length=300,
        help_text=gettext_lazy("It goes into the access log, with your name and the time."),
    )

    def shown(self) -> str:
        """Return the number, in groups of three; empty with an error when it cannot be opened."""
        try:
            number = reveal(cadre=self.cadre, reason=self.cleaned_data["reason"], by=self.user)
        except SealError:
            self.add_error(None, _("The number cannot be opened with the keys of this system."))
            return ""
        return grouped(number)
