"""What officers send: a file, and how its columns are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.imports.services import too_large
from apps.imports.workbook.contract import DATE_ORDERS, ENCODINGS, TABLE_NAMES, SheetReading
from apps.imports.workbook.limits import MAX_FILE
from apps.imports.workbook.vocabulary import FIELDS, base
from apps.units.models import Unit
from apps.units.tree import two_levels


class UploadForm(forms.Form):
    """A workbook for a unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Unit"),
        to_field_name="key",
        widget=forms.Select(attrs={"class": "select"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        max_length=300,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "data-shows-name": ""}),
    )

    def __init__(
        self, *args: Any, user: User, day: date, is_too_large: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        field = self.fields["unit"]
        field.queryset = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT)  # type: ignore[attr-defined]
        self.choices = two_levels(user, day, Permission.PEOPLE_EDIT)
        field.choices = self.choices  # type: ignore[attr-defined]
        self.fields["file"].error_messages["required"] = (
            too_large() if is_too_large else _("Choose a file.")
        )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise forms.ValidationError(too_large())
        return file


def corrected(readings: list[SheetReading], sent: QueryDict) -> list[SheetReading]:
    """Return the readings as an officer corrected them; what makes no sense stays as it was."""
    return [_corrected(reading, sent, f"s{place}") for place, reading in enumerate(readings)]


def _corrected(reading: SheetReading, sent: QueryDict, prefix: str) -> SheetReading:
    table = sent.get(f"{prefix}-table", reading.table)
    table = table if table in ("", *TABLE_NAMES) else reading.table
    encoding = sent.get(f"{prefix}-encoding", reading.encoding[0])
    return replace(
        reading,
        table=table,
        first_heading=_number(sent.get(f"{prefix}-first"), reading.first_heading),
        last_heading=_number(sent.get(f"{prefix}-last"), reading.last_heading),
        columns=_columns(reading, sent, prefix, table),
        dates=_dates(reading, sent, prefix),
        encoding=(encoding, "")
        if encoding in ENCODINGS and encoding != reading.encoding[0]
        else reading.encoding,
    )


def _number(text: str | None, before: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else before


def _columns(reading: SheetReading, sent: QueryDict, prefix: str, table: str) -> dict[int, str]:
    columns = {}
    for number in sorted({*reading.headings, *reading.columns}):
        said = sent.get(f"{prefix}-c{number}", reading.columns.get(number, ""))
        if said and (base(said) in FIELDS.get(table, ()) or said == reading.columns.get(number)):
            columns[number] = said
    return columns


def _dates(reading: SheetReading, sent: QueryDict, prefix: str) -> dict[str, tuple[str, str]]:
    dates = {}
    for name, (order, proof) in reading.dates.items():
        said = sent.get(f"{prefix}-d-{name}", order)
        if said != order and said in DATE_ORDERS:
            dates[name] = (said, _("Chosen by hand."))
        else:
            dates[name] = (order, proof)
    return dates
