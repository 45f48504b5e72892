"""A statistical table as a document: form BM01/BNV, and whatever forms offices have saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.metrics.measures import Assigned
from apps.metrics.statistics import Count, Line, Tabulation, table
from apps.presentation import numbers
from apps.reports.asking import Asked, Standing
from apps.reports.bm01 import BM01
from apps.reports.builders.frame import footer, long_day
from apps.reports.document import (
    Cell,
    Closing,
    Column,
    Document,
    FormHead,
    HeadCell,
    Row,
    Section,
    Signer,
    Span,
    Table,
    Words,
)
from apps.reports.table_form import Measured, Part, TableForm, columns_of

# From so many columns on the print is small, and tiny.
_SMALL, _TINY = 9, 19


@dataclass(frozen=True)
class Filled:
    """A form with its figures."""

    form: TableForm
    figures: Tabulation


def fill(form: TableForm, asked: Asked) -> Filled:
    """Compute what a form counts; see ``metrics.statistics``."""
    return Filled(form, table(asked.unit, form.measures, asked.day))


def compute(asked: Asked) -> Filled:
    """Compute form BM01/BNV."""
    return fill(BM01, asked)


def flatten(filled: Filled) -> dict[str, Any]:
    """Return every figure by a name of unit, column and measure, to be kept and compared."""
    found = filled.figures
    flat: dict[str, Any] = {f"{found.unit.key}||name": found.name}
    for line in found.lines:
        prefix = "own." if line.is_own else ""
        flat[f"{line.key}||{prefix}name"] = line.name
        flat |= _cells(filled.form, line.key, line.counts, prefix)
    return flat | _cells(filled.form, found.unit.key, found.total, "")


def _cells(form: TableForm, key: str, counts: Sequence[Count], prefix: str) -> dict[str, Any]:
    return {
        f"{key}|{column}|{prefix}{name}": value
        for column, count in zip(_keys(form), counts, strict=True)
        for name, value in (("met", count.met), ("unknown", count.unknown))
    }


def _keys(form: TableForm) -> list[str]:
    """Return a name of each column: its printed number, or its place where that is not enough."""
    printed = [column.number.partition("=")[0] for column in form.columns]
    is_enough = len(set(printed)) == len(printed) and all(text.isalnum() for text in printed)
    return printed if is_enough else [str(place) for place in range(1, len(printed) + 1)]


def compose(filled: Filled, asked: Asked, standing: Standing) -> Document:
    """Set the figures as the form prescribes, in the language that was asked for."""
    with override(asked.language):
        title = _titled(filled, asked)
        name = filled.form.left[0].said(asked.language) if filled.form.left else title
        blocks = (_head(filled, asked), _table(filled, asked), _closing(asked, standing))
        return Document(
            language=asked.language,
            title=f"{title} · {filled.figures.name}",
            author=asked.imprint.agency or filled.figures.name,
            made_at=standing.made_at.replace(microsecond=0),
            sections=(Section(blocks, name=name, is_landscape=True),),
            footer=footer(asked, standing),
            keywords=(name, standing.code),
        )


def _titled(filled: Filled, asked: Asked) -> str:
    return filled.form.title.said(asked.language).replace("{year}", str(asked.day.year))


def _head(filled: Filled, asked: Asked) -> FormHead:
    form, language = filled.form, asked.language
    left = [label.said(language) for label in form.left]
    day = _("As of %s") % long_day(asked.day, language == "vi")
    right = [_("Reported by: %s") % (asked.imprint.agency or filled.figures.name)]
    if form.receiver.said(language):
        right.append(_("Received by: %s") % form.receiver.said(language))
    right.append(_("Unit of count: persons"))
    return FormHead(
        left=tuple((Span(text, is_bold=place == 0),) for place, text in enumerate(left)),
        centre=(
            (Span(_titled(filled, asked), is_bold=True),),
            *(_plain(label.said(language)) for label in form.below),
            (Span(day, is_italic=True),),
        ),
        right=tuple(_plain(text) for text in right),
    )


def _plain(text: str) -> Words:
    return (Span(text),)


def _table(filled: Filled, asked: Asked) -> Table:
    form, found = filled.form, filled.figures
    columns, language = form.columns, asked.language
    is_numbered = any(column.number for column in columns)
    rows = [_row(str(place), line, found) for place, line in enumerate(found.lines, 1)]
    total = (Cell(""), Cell(_("Total"), is_bold=True), *map(_figure, found.total))
    return Table(
        name=(form.left[0].said(language) if form.left else _("Table"))[:31],
        columns=(Column(0.8, "centre"), Column(4.5), *(Column(1, "right") for _c in columns)),
        head=_heads(form, language),
        rows=(*rows, Row(total, "total")),
        numbers=(*form.numbers, *(c.number for c in columns)) if is_numbered else (),
        note=_note(filled, language),
        size=_size(len(columns)),
    )


def _size(columns: int) -> Literal["normal", "small", "tiny"]:
    if columns < _SMALL:
        return "normal"
    return "small" if columns < _TINY else "tiny"


def _row(place: str, line: Line, found: Tabulation) -> Row:
    name = line.name
    if line.is_own and len(found.lines) > 1:
        name = _("%s, without the units below") % name
    return Row((Cell(place, (int(place),)), Cell(name), *map(_figure, line.counts)))


def _figure(count: Count) -> Cell:
    if count.met is None:
        return Cell(numbers.DASH, (None,))
    return Cell(numbers.whole(count.met), (count.met,))


def _heads(form: TableForm, language: str) -> tuple[tuple[HeadCell, ...], ...]:
    """Return the rows of the head: groups over their parts, columns down to the last row."""
    depth = form.depth
    rows: list[list[HeadCell]] = [[] for _row in range(depth)]
    rows[0] += [HeadCell(_("No."), down=depth), HeadCell(_("Name of unit"), down=depth)]
    for part in form.parts:
        _lay(part, 0, rows, language)
    return tuple(tuple(row) for row in rows)


def _lay(part: Part, row: int, rows: list[list[HeadCell]], language: str) -> None:
    label = part.label.said(language)
    if isinstance(part, Measured):
        rows[row].append(HeadCell(label, down=len(rows) - row))
        return
    rows[row].append(HeadCell(label, across=len(list(columns_of(part)))))
    for inner in part.parts:
        _lay(inner, row + 1, rows, language)


def _note(filled: Filled, language: str) -> str:
    """Say where records leave a count open, and which units have no assigned posts on record."""
    pairs = list(zip(filled.form.columns, filled.figures.total, strict=True))
    names = dict(zip(filled.form.columns, _names(filled.form, language), strict=True))
    people = [
        f"{names[column]}: {numbers.whole(count.unknown)}"
        for column, count in pairs
        if count.unknown and not isinstance(column.measure, Assigned)
    ]
    units = [
        count.unknown
        for column, count in pairs
        if count.unknown and isinstance(column.measure, Assigned)
    ]
    said = []
    if people:
        said.append(
            _("Not in the count because the record does not say, by column (people): %s.")
            % "; ".join(people)
        )
    if units:
        said.append(_("Units without assigned posts on record: %s.") % numbers.whole(units[0]))
    return " ".join(said)


def _names(form: TableForm, language: str) -> Iterator[str]:
    """Name each column in a note: by its printed number, else by its heading."""
    for column in form.columns:
        number = column.number.partition("=")[0].strip("() ")
        yield f"({number})" if number else column.label.said(language)


def _closing(asked: Asked, standing: Standing) -> Closing:
    day = long_day(standing.issued_on, asked.language == "vi")
    return Closing(
        left=Signer((_("DRAWN UP BY"),)),
        right=Signer(
            (_("HEAD OF AGENCY"),),
            name=asked.imprint.signer,
            hint=_("(Signature, seal)"),
            place_and_day=f"{asked.imprint.place}, {day}" if asked.imprint.place else day,
        ),
    )
