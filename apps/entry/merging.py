"""Two people at one record: the second is told what the first changed, and can merge.

The form carries what was on record when it was opened. On saving, each field is compared three
ways: what only the other changed is taken over, what both changed differently is shown with both
values, and saved as typed only when the form is sent again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.audit.selectors import changes_of
from apps.entry.forms import EntryForm, signed, unsigned
from apps.presentation import numbers


class MergingForm(EntryForm):
    """A form that corrects a record: it knows what it began from.

    ``merged`` names the fields that are compared; ``recorded`` reads the record as it stands.
    """

    merged: Sequence[str] = ()
    base: Any = forms.CharField(widget=forms.HiddenInput, required=False)
    reason: Any = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=300,
        help_text=gettext_lazy("For example: by the birth certificate; typing error"),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        self.subject: Any = kwargs.pop("subject")
        self.present: dict[str, Any] = self.recorded(self.subject)
        self.taken_over: list[str] = []
        self.in_conflict: dict[str, str] = {}
        super().__init__(data, **kwargs)
        self.fields["base"].widget.attrs["class"] = ""

    @classmethod
    def recorded(cls, subject: Any) -> dict[str, Any]:
        """Return the merged fields of the record as it stands."""
        return {name: getattr(subject, name) for name in cls.merged}

    def began_from(self) -> str:
        """Return the base that the page carries: the record as it stood when it was opened.

        Only where both changed a field and the other's value was shown does the base move on.
        """
        present = self._texts(self.present)
        shown = {name: present[name] for name in self.in_conflict}
        return signed(self._base() | shown)

    def _base(self) -> dict[str, str]:
        found: dict[str, str] | None = unsigned(self.data.get("base", ""))
        return found or self._texts(self.present)

    def clean(self) -> dict[str, Any]:
        """Merge what was typed with what others saved meanwhile."""
        super().clean()
        base = self._base()
        present = self._texts(self.present)
        for name in self.merged:
            if name in self.errors or present[name] == base.get(name):
                continue
            mine = self._text(name, self.cleaned_data.get(name))
            if mine == base.get(name):
                self.cleaned_data[name] = self.present[name]
                self.taken_over.append(name)
            elif mine != present[name]:
                self.in_conflict[name] = present[name]
                self.add_error(name, self._conflict(name, base.get(name, ""), mine))
        return self.cleaned_data

    def changed_meanwhile(self) -> list[str]:
        """What others changed is merged field by field."""
        return []

    def changes(self) -> dict[str, Any]:
        """Return the fields that differ from the record."""
        said = {name: self.cleaned_data[name] for name in self.merged}
        return {name: value for name, value in said.items() if value != self.present[name]}

    def _conflict(self, name: str, old: str, mine: str) -> str:
        message = _(
            "%(who)s changed this from “%(old)s” to “%(present)s” while you were writing"
            " “%(mine)s”. Save again to keep yours, or write theirs."
        )
        empty = _("not recorded")
        said = {"old": old, "present": self.in_conflict[name], "mine": mine}
        return message % {"who": self._who(name), **{k: v or empty for k, v in said.items()}}

    def _who(self, name: str) -> str:
        """Return who last changed a field, and when."""
        for change in changes_of(self.subject, limit=20):
            if any(field.name in (name, f"{name}_id") for field in change.fields):
                user = User.objects.filter(username=change.username).first()
                who = user.full_name if user else change.username
                return f"{who} ({numbers.moment(change.at)})"
        return _("Somebody")

    def _texts(self, values: dict[str, Any]) -> dict[str, str]:
        return {name: self._text(name, values.get(name)) for name in self.merged}

    def _text(self, name: str, value: Any) -> str:
        """Return a value as the field shows it."""
        shown = self.fields[name].prepare_value(value)
        key = getattr(shown, "pk", None)
        return str(key if key is not None else "" if shown is None else shown)
