"""A condition as a field of a form: rows that are put together, or its text when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres.selectors import category_names
from apps.entry.building.nodes import (
    FIELD_NAMES,
    TABLE_NAMES,
    Group,
    Row,
    canonical,
    changed,
    opened,
)
from apps.entry.building.nodes import rows as rows_of
from apps.entry.building.offering import Desk
from apps.entry.building.posting import Typed, read
from apps.entry.building.writing import written
from apps.presentation.labels import language
from apps.targets.conditions import ALWAYS_KNOWN, Condition, ConditionError, parse, parse_population
from apps.targets.faults import place_words, reason_words
from apps.targets.sentences import criterion_sentence
from apps.targets.services import read_criterion

# A condition with more rows than this is shown as text: a form carries only so many inputs.
_MOST_ROWS = 80
_MOST_TEXT = 20_000


@dataclass(frozen=True)
class Said:
    """The sentence that a condition makes, or what is wrong with it; neither while it is begun."""

    text: str = ""
    fault: str = ""


class ConditionInput(forms.Widget):
    """The inputs of a condition, drawn by the server."""

    focus = ""
    allowed = FIELD_NAMES
    lead: str | Promise = gettext_lazy("People meet it of whom")
    marks_faults = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed | None:
        """Read what was typed."""
        return read(data, name) if hasattr(data, "getlist") else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form does not hold the condition at all."""
        return f"{name}-as" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the rows, or the text."""
        typed = value if isinstance(value, Typed) else Typed(Group("all", [Row()]))
        if self.marks_faults:
            written(typed.root)
        desk = Desk(name, self.allowed, self.lead, self.focus)
        context = {"name": name, "typed": typed, "whole": desk.show(typed.root)}
        return render_to_string("entry/_builder.html", context)


class BoundCondition(forms.BoundField):
    """A condition of a form, with its sentence."""

    @property
    def said(self) -> Said:
        """Return the sentence that it makes now."""
        value = self.value()
        return self.field.said(value) if isinstance(value, Typed) else Said()  # type: ignore[attr-defined]


class ConditionField(forms.Field):
    """A condition. ``recorded`` is what is on record: what says the same comes back as it was."""

    widget = ConditionInput
    recorded: Any = None

    def __init__(
        self, *, of_population: bool = False, of_table: bool = False, **kwargs: Any
    ) -> None:
        self.of_population, self.of_table = of_population, of_table
        kwargs.setdefault("required", False)
        super().__init__(template_name="entry/_condition.html", **kwargs)
        if of_population:
            self.widget.allowed = ALWAYS_KNOWN
        if of_table:
            self.widget.allowed = (*FIELD_NAMES, *TABLE_NAMES)
        if of_population or of_table:
            self.widget.lead = gettext_lazy("People are counted of whom")

    @property
    def parser(self) -> Callable[[Any], Condition]:
        """What reads the condition: of a population, of a column, or of a criterion."""
        if self.of_population:
            return parse_population
        return partial(read_criterion, of_table=self.of_table)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundCondition:
        """Return the field as it stands in a form."""
        return BoundCondition(form, self, field_name)

    def prepare_value(self, value: Any) -> Any:
        """Open a condition on record as rows."""
        return value if isinstance(value, Typed) or value is None else as_typed(value)

    def clean(self, value: Any) -> Any:
        """Return the condition as JSON, or say at its place what is wrong."""
        if not isinstance(value, Typed):
            raise forms.ValidationError(_("This must be filled in."))
        found = _from_text(value.text) if value.is_text else _from_rows(value, self.recorded)
        try:
            condition = self.parser(found)
        except ConditionError as error:
            said = {"place": place_words(error), "reason": reason_words(error)}
            raise forms.ValidationError(_("At %(place)s: %(reason)s.") % said) from error
        return self._as_recorded(found, condition)

    def said(self, typed: Typed) -> Said:
        """Return the sentence that the condition makes, or what is wrong with it.

        Rows that are still being filled in are not found fault with.
        """
        try:
            return Said(sentence(self.clean(typed)))
        except forms.ValidationError as error:
            is_begun = any(row.faults for row in rows_of(typed.root)) and not typed.is_text
            return Said(fault="" if is_begun else " ".join(error.messages))
        finally:
            for row in rows_of(typed.root):
                row.faults.clear()

    def _as_recorded(self, found: Any, condition: Condition) -> Any:
        if self.recorded is None:
            return found
        is_same = canonical(parse(self.recorded, of_table=True)) == canonical(condition)
        return self.recorded if is_same else found


def _from_rows(typed: Typed, recorded: Any) -> Any:
    if recorded is not None and _alike(typed.root, opened(recorded)):
        return recorded
    found = written(typed.root)
    if found is None:
        raise forms.ValidationError(_("Something is missing in the marked rows."))
    return found


def _from_text(text: str) -> Any:
    try:
        return json.loads(text[:_MOST_TEXT], object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        said = {"line": error.lineno, "column": error.colno}
        message = _("The text cannot be read from line %(line)s, character %(column)s on.")
        raise forms.ValidationError(message % said) from error
    except RecursionError as error:
        raise forms.ValidationError(_("The text is nested too deep.")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice, of which one would be lost."""
    found = dict(pairs)
    for key, _value in pairs:
        if len(found) < len(pairs) and [name for name, _v in pairs].count(key) > 1:
            raise forms.ValidationError(_("The key “%s” stands twice.") % key)
    return found


def _alike(one: Group, other: Group) -> bool:
    """Whether two trees hold the same, whatever empty inputs they carry."""
    return _bare(one) == _bare(other)


def _bare(node: Group | Row) -> Any:
    if isinstance(node, Group):
        return (node.mode, [_bare(part) for part in node.parts])
    said = {name: [v.strip() for v in values if v.strip()] for name, values in node.said.items()}
    return (node.asks, node.operator, {name: values for name, values in said.items() if values})


def as_typed(value: Any) -> Typed:
    """Return a condition on record as a form holds it; a very large one as text."""
    root = opened(value)
    text = json.dumps(value, ensure_ascii=False, indent=2)
    is_large = sum(1 for _row in rows_of(root)) > _MOST_ROWS
    return Typed(Group() if is_large else root, text, is_text=is_large)


def sentence(value: Any) -> str:
    """Return a condition on record as a phrase in the reader's language."""
    return criterion_sentence(parse(value, of_table=True), language(), category_names(language()))


def acted(field: ConditionField, typed: Typed, act: str, path: str) -> tuple[Typed, str, str]:
    """Do one thing to a condition in a form; return it, where to go on, and a refusal if any.

    ``text`` and ``rows`` change the way in which it is shown, once it can be read.
    """
    if act == "redraw":
        return typed, "", ""
    if act not in ("text", "rows"):
        return typed, changed(typed.root, act, path), ""
    try:
        found = field.clean(typed)
    except forms.ValidationError as error:
        return typed, "", " ".join(error.messages)
    there = as_typed(found)
    there.is_text = there.is_text or act == "text"
    return there, "", ""
