"""Fields of the forms: dates as far as they are known, units by search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.partial import PartialDate
from apps.common.text import clean
from apps.entry.dates import read_date
from apps.presentation import numbers
from apps.units.models import Unit


class DateInput(forms.TextInput):
    """A date as text, with a calendar beside it."""

    template_name = "widgets/date.html"


class PartialDateField(forms.CharField):
    """A date of which the year, or month and year, may be all that is known."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("dd/mm/yyyy, or mm/yyyy or the year alone"))
        super().__init__(max_length=30, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a date as it is written here."""
        if isinstance(value, date):
            value = PartialDate.of(value)
        return numbers.partial(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        """Read what was typed."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_date(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def run_validators(self, value: Any) -> None:
        """The text was read; its length is of no concern."""


class DayField(PartialDateField):
    """A day that must be known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("dd/mm/yyyy"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        """Read what was typed; a month or a year alone is not enough."""
        if isinstance(value, date):
            return value
        found = super().to_python(value)
        if found is None:
            return None
        if not found.is_full:
            raise forms.ValidationError(_("Write the day too: dd/mm/yyyy."))
        return found.full_day


@dataclass(frozen=True)
class Wanted:
    """A unit as asked for: chosen from the list (key), or only typed."""

    key: str
    text: str

    def __bool__(self) -> bool:
        return bool(self.key or self.text)


class UnitInput(forms.Widget):
    """A text in which to search, and beside it the key of what was chosen."""

    template_name = "widgets/unit.html"

    def __init__(self, *, offers: str = "", day: str = "") -> None:
        super().__init__()
        self.offers, self.day = offers, day

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Say at which address the units are found, and on the day of which input."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"offers": self.offers, "day": self.day}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Wanted:
        """Read both; a key whose text was changed afterwards no longer holds."""
        text, key = clean(data.get(name, "")), data.get(f"{name}_key", "")
        return Wanted(key if text == clean(data.get(f"{name}_chosen", text)) else "", text)

    def format_value(self, value: Any) -> Wanted:
        """Show a unit by its name."""
        if isinstance(value, Unit):
            return Wanted(value.key, value.name)
        return value or Wanted("", "")

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The label belongs to the text."""
        return id_


class UnitField(forms.Field):
    """A unit by search; the form finds it among those that the user may use on its day.

    ``offers`` names the address at which units are found, ``day`` the input that says when.
    """

    widget = UnitInput
    default_error_messages = {"required": _("Choose a unit.")}

    def __init__(self, *, offers: str, day: str = "start_on", **kwargs: Any) -> None:
        super().__init__(widget=UnitInput(offers=offers, day=day), **kwargs)

    def clean(self, value: Any) -> Any:
        """Require something to look for."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"])
        return value or None


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not recorded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [("", _("not recorded")), ("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda text: text == "yes",
            empty_value=None,
            required=False,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a value as its choice."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value


class TitleInput(forms.TextInput):
    """A text with suggestions, which may be left aside."""

    template_name = "widgets/title.html"


class Segments(forms.RadioSelect):
    """A few choices side by side."""

    template_name = "widgets/segments.html"
