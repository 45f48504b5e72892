"""The form of a column of a saved table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.text import clean
from apps.entry.conditions import ConditionField
from apps.entry.fields import DayField, Segments
from apps.entry.forms import Layout
from apps.reports.editing import columns_of, mark_at, put_column
from apps.reports.forms.tables import TablePartForm, UnitChoice, text_field
from apps.reports.models import TableTemplate
from apps.reports.previewing import tried_out
from apps.reports.table_columns import Placed, label_of, texts_of
from apps.reports.table_form import LONGEST_NUMBER

MEASURES = {
    "condition": gettext_lazy("People who meet a condition"),
    "people": gettext_lazy("Everybody"),
    "assigned_posts": gettext_lazy("Posts assigned"),
}
_LEVELS = (1, 2, 3)


def _headings() -> list[tuple[str, str]]:
    return [(f"group_{level}", f"group_{level}_en") for level in _LEVELS]


class ColumnForm(TablePartForm):
    """A column of a table; ``place`` is where it stands, None for a new one."""

    # The page itself shows what the column counts as it is.
    is_weighty = True
    layout: Layout = (
        ("", (("label", "label_en"), ("number", "position"))),
        (gettext_lazy("Headings over it, from the top down"), _headings()),
        (gettext_lazy("What it counts"), (("measure",), ("condition",))),
        (gettext_lazy("Tried out with"), (("unit", "day"),)),
    )
    label = text_field(gettext_lazy("Heading, in Vietnamese"), required=True)
    label_en = text_field(gettext_lazy("Heading, in English"))
    number = text_field(
        gettext_lazy("Printed number"),
        max_length=LONGEST_NUMBER,
        help_text=gettext_lazy("For example 5, or 3=4+6+8; it is printed as typed"),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Stands as column no."), min_value=1, widget=forms.TextInput
    )
    group_1 = text_field(gettext_lazy("First row, in Vietnamese"))
    group_1_en = text_field(gettext_lazy("First row, in English"))
    group_2 = text_field(gettext_lazy("Second row, in Vietnamese"))
    group_2_en = text_field(gettext_lazy("Second row, in English"))
    group_3 = text_field(gettext_lazy("Third row, in Vietnamese"))
    group_3_en = text_field(gettext_lazy("Third row, in English"))
    measure = forms.ChoiceField(
        label=gettext_lazy("Counted are"), choices=list(MEASURES.items()), widget=Segments
    )
    condition = ConditionField(label=gettext_lazy("Who is counted"), of_table=True)
    unit = UnitChoice(gettext_lazy("Unit"))
    day = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.place: int | None = kwargs.pop("place")
        super().__init__(*args, **kwargs)
        first = self.fields["unit"].offer(self.user, self.today)  # type: ignore[attr-defined]
        self.initial = {"unit": first, "day": self.today} | self._recorded() | dict(self.initial)
        self.fields["position"].widget.attrs["inputmode"] = "numeric"
        self.fields["condition"].recorded = self.initial.get("condition")  # type: ignore[attr-defined]

    def _recorded(self) -> dict[str, Any]:
        """Return what the fields show: the column, or for a new one the headings of the last."""
        columns = columns_of(self.template)
        if self.place is None or self.place >= len(columns):
            shown = {"position": len(columns) + 1, "measure": "condition"}
            return shown | _over(columns[-1])
        one = columns[self.place]
        label, label_en = texts_of(one.column["label"])
        shown = {"label": label, "label_en": label_en, "number": one.column.get("number", "")}
        shown |= {"position": self.place + 1, "condition": one.column.get("condition")}
        return shown | _over(one) | {"measure": one.column.get("measure", "condition")}

    def present(self) -> str:
        """Return the mark of the column; a new one goes beside whatever others add."""
        return "" if self.place is None else mark_at(self.template, self.place) or "gone"

    def clean(self) -> dict[str, Any]:
        """A condition is asked for only where people are counted by one."""
        said = super().clean()
        if said.get("measure") != "condition" and "condition" in self.errors:
            del self.errors["condition"]
        return said

    def column(self) -> Placed:
        """Return the column as it was entered."""
        said = {name: clean(value) if isinstance(value, str) else value
                for name, value in self.cleaned_data.items()}  # fmt: skip
        over = tuple(label_of(said[vi], said[en]) for vi, en in _headings() if said[vi])
        columns = columns_of(self.template)
        if self.place is not None and self.place < len(columns):
            # Headings further down than the form shows stay.
            over += columns[self.place].over[len(_LEVELS) :]
        what = said["measure"]
        counted = {"condition": said["condition"]} if what == "condition" else {"measure": what}
        label = label_of(said["label"], said["label_en"])
        return Placed({"label": label, "number": said["number"], **counted}, over)

    def effects(self) -> Any:
        """Return the column tried out with the unit and the day."""
        said = self.cleaned_data
        return tried_out(self.template, self.column(), said["unit"], said["day"])

    def apply(self) -> TableTemplate:
        """Save the column."""
        return put_column(
            template=self.template,
            column=self.column(),
            to=self.cleaned_data["position"] - 1,
            by=self.user,
            place=self.place,
            seen=self.cleaned_data["base"],
        )

    def said(self) -> str:
        """Say which column was saved."""
        return _("The column “%s” was saved.") % self.cleaned_data["label"]

    def goes_to(self, done: TableTemplate) -> str:
        """Go to the column among the others."""
        last = len(columns_of(done))
        return f"{super().goes_to(done)}#column-{min(self.cleaned_data['position'], last)}"


def _over(column: Placed) -> dict[str, str]:
    shown: dict[str, str] = {}
    for (vi, en), label in zip(_headings(), column.over, strict=False):
        shown[vi], shown[en] = texts_of(label)
    return shown
