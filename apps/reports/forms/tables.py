"""The forms of saved tables: a new one, its head, and what every part of one shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.text import clean
from apps.entry.fields import DayField
from apps.entry.forms import EntryForm, Layout
from apps.reports.bm01 import DEFINITION
from apps.reports.editing import head_mark, put_head, said_stale
from apps.reports.models import TableTemplate
from apps.reports.saving import save_table
from apps.reports.table_columns import label_of, texts_of
from apps.reports.table_form import LONGEST, ORIENTATIONS, SIZES
from apps.units.models import Unit
from apps.units.tree import two_levels

_SHAPES = {"landscape": gettext_lazy("Landscape"), "portrait": gettext_lazy("Portrait")}
_PRINT = {
    "auto": gettext_lazy("by the number of columns"),
    "normal": gettext_lazy("normal"),
    "small": gettext_lazy("small"),
    "tiny": gettext_lazy("tiny"),
}


def text_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    """Return a field of one line."""
    kwargs.setdefault("max_length", LONGEST)
    return forms.CharField(label=label, required=required, **kwargs)


class UnitChoice(forms.ModelChoiceField):
    """A unit of whose people the user may take figures out."""

    def __init__(self, label: Any) -> None:
        super().__init__(Unit.objects.none(), label=label, to_field_name="key")

    def offer(self, user: User, today: date) -> str:
        """Offer the user's units; return the key of the first."""
        self.queryset = Unit.objects.visible_to(user, today, Permission.EXPORT)
        self.choices = two_levels(user, today, Permission.EXPORT)
        return next((str(key) for key, _name in self.choices), "")


class PreviewForm(forms.Form):
    """Of which unit, on which day, a table is tried out."""

    unit = UnitChoice(gettext_lazy("Unit"))
    day = DayField(label=gettext_lazy("Day"), help_text="")

    def __init__(self, data: Any, *, user: User, today: date) -> None:
        super().__init__(data, auto_id="try-%s")
        self.initial = {"unit": self.fields["unit"].offer(user, today), "day": today}  # type: ignore[attr-defined]
        self.fields["unit"].widget.attrs["class"] = "select"
        self.fields["day"].widget.attrs |= {"class": "input", "autocomplete": "off"}


class NewTableForm(EntryForm):
    """A new table, begun from nothing, from form BM01/BNV or from another table."""

    permission = Permission.EXPORT
    layout: Layout = (("", (("unit", "start"), ("name",), ("title",), ("title_en",))),)
    unit = UnitChoice(gettext_lazy("Unit that keeps it"))
    start = forms.ChoiceField(label=gettext_lazy("Begin with"), required=False)
    name = text_field(gettext_lazy("Name"), required=True, max_length=120)
    title = text_field(
        gettext_lazy("Title, in Vietnamese"),
        help_text=gettext_lazy("{year} stands for the year of the figures. Empty: as the start."),
    )
    title_en = text_field(gettext_lazy("Title, in English"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.fields["unit"].offer(self.user, self.today)  # type: ignore[attr-defined]
        self.initial.setdefault("unit", first)
        seen = TableTemplate.objects.visible_to(self.user, self.today).select_related("unit")
        self.starts: dict[str, Any] = {f"table:{table.pk}": table.definition for table in seen}
        self.starts["bm01"] = DEFINITION
        named = [(f"table:{table.pk}", f"{table.name} ({table.unit.name})") for table in seen]
        first_choices = [("", _("one column: everybody")), ("bm01", "BM01/BNV")]
        self.fields["start"].choices = first_choices + named  # type: ignore[attr-defined]

    def effects(self) -> Any:
        """A new table counts nobody yet."""

    def apply(self) -> TableTemplate:
        """Save it."""
        said = self.cleaned_data
        everybody = {"label": {"vi": "Tổng số", "en": "Total"}, "number": "3", "measure": "people"}
        definition = dict(self.starts.get(said["start"]) or {"columns": [everybody]})
        if clean(said["title"]) or "title" not in definition:
            title = clean(said["title"]) or clean(said["name"])
            definition["title"] = label_of(title, clean(said["title_en"]))
        return save_table(unit=said["unit"], name=said["name"], definition=definition, by=self.user)

    def said(self) -> str:
        """Say what comes next."""
        return _("The table was saved. Give it its columns now.")

    def goes_to(self, done: TableTemplate) -> str:
        """Go to the table."""
        return reverse("table", args=[done.pk])


class TablePartForm(EntryForm):
    """A part of a table: it knows what it began from, and tells when that is there no more."""

    permission = Permission.EXPORT
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.template: TableTemplate = kwargs.pop("template")
        self.is_stale = False
        super().__init__(*args, **kwargs)

    def present(self) -> str:
        """Return the mark of the part as it stands."""
        raise TypeError(f"{type(self).__name__} is no part of a table")

    def began_from(self) -> str:
        """Return what the page carries: the part as it was seen last."""
        return self.present() if self.is_stale or not self.is_bound else self.data.get("base", "")

    def clean(self) -> dict[str, Any]:
        """Tell once of a change that somebody else made meanwhile."""
        said = super().clean() or {}
        if self.present() != self.data.get("base", ""):
            self.is_stale = True
            again = _(
                "What you typed is still here and not saved. Compare it with the table as it is"
                " now; save again to put yours in its place."
            )
            self.add_error(None, f"{said_stale(self.template)} {again}")
        return said

    def goes_to(self, done: TableTemplate) -> str:
        """Go to the table."""
        return reverse("table", args=[done.pk])


class HeadForm(TablePartForm):
    """The name, the title and the shape of a table."""

    layout: Layout = (
        ("", (("name",), ("title",), ("title_en",))),
        (gettext_lazy("On paper"), (("orientation", "size"),)),
    )
    name = text_field(gettext_lazy("Name"), required=True, max_length=120)
    title = text_field(
        gettext_lazy("Title, in Vietnamese"),
        required=True,
        help_text=gettext_lazy("{year} stands for the year of the figures."),
    )
    title_en = text_field(gettext_lazy("Title, in English"))
    orientation = forms.ChoiceField(
        label=gettext_lazy("Page"), choices=[(code, _SHAPES[code]) for code in ORIENTATIONS]
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Size of print"), choices=[(code, _PRINT[code]) for code in SIZES]
    )

    @classmethod
    def recorded(cls, template: TableTemplate) -> dict[str, Any]:
        """Return what the fields show of a table."""
        said = template.definition
        title, title_en = texts_of(said["title"])
        shape = {"orientation": said.get("orientation", ORIENTATIONS[0])}
        shape["size"] = said.get("size", SIZES[0])
        return {"name": template.name, "title": title, "title_en": title_en, **shape}

    def present(self) -> str:
        """Return the mark of the head as it stands."""
        return head_mark(self.template)

    def effects(self) -> Any:
        """A head counts nobody."""

    def apply(self) -> TableTemplate:
        """Save the head."""
        said = self.cleaned_data
        head = {name: said[name] for name in ("orientation", "size")}
        head["title"] = label_of(clean(said["title"]), clean(said["title_en"]))
        seen = said["base"]
        return put_head(
            template=self.template, name=said["name"], head=head, by=self.user, seen=seen
        )
