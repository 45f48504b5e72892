"""What a statistical table asks for: its head, its columns in groups, a measure for each.

It is read from JSON, so that a form of an office is data and a new one needs no code. Pure: no
Django. A label is a text, or an object of a text in each language, ``vi`` and ``en``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.metrics.measures import Assigned, Measure
from apps.targets.conditions import AllOf, parse
from apps.targets.reading import ConditionError, a_list, only

MOST_COLUMNS, MOST_ROWS_OF_HEAD = 60, 5
LONGEST, LONGEST_NUMBER = 300, 20
# What a column may count instead of a condition.
MEASURES: Mapping[str, Measure] = {"people": AllOf(()), "assigned_posts": Assigned()}


@dataclass(frozen=True)
class Label:
    """Words in both languages."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        """Return the words in a language."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Measured:
    """A column; ``number`` is what is printed below its heading: "5", "3=4+6+8"."""

    label: Label
    number: str
    measure: Measure


@dataclass(frozen=True)
class Group:
    """Columns under a common heading."""

    label: Label
    parts: tuple[Measured | Group, ...]


Part = Measured | Group


@dataclass(frozen=True)
class TableForm:
    """A form; ``{year}`` in its title stands for the year of the figures.

    ``left`` stands at the left of its head, ``below`` under the title; ``numbers`` are those of
    the two columns that name the units.
    """

    title: Label
    parts: tuple[Part, ...]
    left: tuple[Label, ...] = ()
    below: tuple[Label, ...] = ()
    receiver: Label = Label("", "")
    numbers: tuple[str, str] = ("1", "2")

    @property
    def columns(self) -> tuple[Measured, ...]:
        """The columns from left to right."""
        return tuple(leaf for part in self.parts for leaf in columns_of(part))

    @property
    def measures(self) -> list[Measure]:
        """What each column counts."""
        return [column.measure for column in self.columns]

    @property
    def depth(self) -> int:
        """How many rows the head has."""
        return max(depth_of(part) for part in self.parts)


def columns_of(part: Part) -> Iterator[Measured]:
    """Yield the columns of a part from left to right."""
    if isinstance(part, Measured):
        yield part
    else:
        for inner in part.parts:
            yield from columns_of(inner)


def depth_of(part: Part) -> int:
    """Return how many rows of the head a part takes."""
    if isinstance(part, Measured):
        return 1
    return 1 + max(depth_of(inner) for inner in part.parts)


def read_form(value: Any) -> TableForm:
    """Read a form from JSON; raise ConditionError with the path of the fault."""
    only(value, {"title", "columns"}, {"left", "below", "receiver", "numbers"}, "$")
    form = TableForm(
        title=_label(value["title"], "$.title"),
        parts=_parts(value["columns"], "$.columns", 1),
        left=_labels(value.get("left", []), "$.left"),
        below=_labels(value.get("below", []), "$.below"),
        receiver=_label(value.get("receiver", ""), "$.receiver", may_be_empty=True),
        numbers=_two(value.get("numbers", ["1", "2"]), "$.numbers"),
    )
    if len(form.columns) > MOST_COLUMNS:
        raise ConditionError("$.columns", "more than %(limit)s columns", limit=MOST_COLUMNS)
    return form


def _parts(value: Any, path: str, row: int) -> tuple[Part, ...]:
    listed = a_list(value, path)
    if not listed:
        raise ConditionError(path, "no columns")
    if row > MOST_ROWS_OF_HEAD:
        reason = "more than %(limit)s rows of headings"
        raise ConditionError(path, reason, limit=MOST_ROWS_OF_HEAD)
    return tuple(_part(part, f"{path}[{i}]", row) for i, part in enumerate(listed))


def _part(value: Any, path: str, row: int) -> Part:
    if isinstance(value, dict) and "columns" in value:
        only(value, {"label", "columns"}, set(), path)
        label = _label(value["label"], f"{path}.label")
        return Group(label, _parts(value["columns"], f"{path}.columns", row + 1))
    only(value, {"label"}, {"number", "condition", "measure"}, path)
    return Measured(
        _label(value["label"], f"{path}.label"),
        _text(value.get("number", ""), f"{path}.number", LONGEST_NUMBER, may_be_empty=True),
        _measure(value, path),
    )


def _measure(value: dict[str, Any], path: str) -> Measure:
    if ("condition" in value) == ("measure" in value):
        raise ConditionError(path, "expected a condition or a measure")
    if "condition" in value:
        return parse(value["condition"], path=f"{path}.condition", of_table=True)
    if value["measure"] not in MEASURES:
        reason = "unknown value %(value)s; known are %(known)s"
        said = {"value": repr(value["measure"]), "known": ", ".join(MEASURES)}
        raise ConditionError(f"{path}.measure", reason, **said)
    return MEASURES[value["measure"]]


def _labels(value: Any, path: str) -> tuple[Label, ...]:
    return tuple(_label(label, f"{path}[{i}]") for i, label in enumerate(a_list(value, path)))


def _label(value: Any, path: str, *, may_be_empty: bool = False) -> Label:
    if not isinstance(value, dict):
        text = _text(value, path, LONGEST, may_be_empty=may_be_empty)
        return Label(text, text)
    only(value, {"vi", "en"}, set(), path)
    said = {name: _text(value[name], f"{path}.{name}", LONGEST) for name in ("vi", "en")}
    return Label(**said)


def _two(value: Any, path: str) -> tuple[str, str]:
    texts = a_list(value, path)
    if len(texts) != 2:
        raise ConditionError(path, "expected two texts")
    first, second = (_text(text, path, LONGEST_NUMBER, may_be_empty=True) for text in texts)
    return first, second


def _text(value: Any, path: str, longest: int, *, may_be_empty: bool = False) -> str:
    if not isinstance(value, str) or not (value.strip() or may_be_empty):
        raise ConditionError(path, "expected a text")
    if len(value) > longest:
        raise ConditionError(path, "longer than %(limit)s characters", limit=longest)
    return value.strip()
