"""A document as plain values, which the template that sets it in print reads as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from apps.reports.document import (
    Bullets,
    Closing,
    Document,
    FormHead,
    Heading,
    Letterhead,
    Paragraph,
    Recipients,
    Row,
    Section,
    Signer,
    Table,
    Title,
    Waterfall,
    Words,
)
from apps.reports.renderers import charts, heads, paper, widths
from apps.reports.renderers.fitting import fitted, said

POINTS_IN_MM = 72 / 25.4
# Free space at either side of a cell, in points.
INSETS = {"normal": 3.0, "small": 2.5, "tiny": 0.8}
_AVERAGE = 0.6  # of its size: how wide a letter is
_SPLIT_FROM = 20  # lines from which a row of a table may go on on the next page


def content(document: Document) -> dict[str, Any]:
    """Return a document as the template wants it."""
    sections = document.sections
    return {
        "language": document.language,
        "title": said(document.title),
        "author": said(document.author),
        "keywords": [said(keyword) for keyword in document.keywords],
        "footer": [said(document.footer.left), said(document.footer.right)],
        "paper": {"top": paper.TOP, "bottom": paper.BOTTOM, "left": paper.LEFT,
                  "right": paper.RIGHT, "header": paper.HEADER, "footer": paper.FOOTER,
                  "body": paper.BODY},
        "sections": [_section(it, _start(sections, at)) for at, it in enumerate(sections)],
    }  # fmt: skip


def _start(sections: Sequence[Section], at: int) -> int:
    """Return the section with whose first page the pages of a section are counted from."""
    return next((before for before in range(at, 0, -1) if sections[before].is_annex), 0)


def _section(section: Section, start: int) -> dict[str, Any]:
    room = paper.text_width(section.is_landscape) * POINTS_IN_MM
    return {
        "name": said(section.name),
        "landscape": section.is_landscape,
        "start": start,
        "blocks": [block_content(block, room) for block in section.blocks],
    }


@singledispatch
def block_content(block: object, room: float) -> dict[str, Any]:
    """Return a block as the template wants it, for so many points of width."""
    raise TypeError(f"no print for {block!r}")


@block_content.register
def _(block: Letterhead, room: float) -> dict[str, Any]:
    return {
        "kind": "letterhead",
        "party": block.style == "party",
        "parent": said(block.parent_agency),
        "agency": said(block.agency),
        "number": said(block.number),
        "nation": [said(line) for line in block.nation],
        "place": said(block.place_and_day),
    }


@block_content.register
def _(block: FormHead, room: float) -> dict[str, Any]:
    return {
        "kind": "form",
        "left": [_words(line) for line in block.left],
        "centre": [_words(line) for line in block.centre],
        "right": [_words(line) for line in block.right],
    }


@block_content.register
def _(block: Title, room: float) -> dict[str, Any]:
    return {
        "kind": "title",
        "type": said(block.kind, room),
        "subject": [said(line, room) for line in block.subject],
    }


@block_content.register
def _(block: Heading, room: float) -> dict[str, Any]:
    return {"kind": "heading", "text": said(block.text, room), "level": block.level}


@block_content.register
def _(block: Paragraph, room: float) -> dict[str, Any]:
    return {"kind": "paragraph", "role": block.role, "words": _words(block.words, room)}


@block_content.register
def _(block: Closing, room: float) -> dict[str, Any]:
    left = _recipients(block.left) if isinstance(block.left, Recipients) else _signer(block.left)
    return {"kind": "closing", "left": left, "right": _signer(block.right)}


block_content.register(Bullets, charts.bullets)
block_content.register(Waterfall, charts.waterfall)


@block_content.register
def _(block: Table, room: float) -> dict[str, Any]:
    size, inset = paper.TABLE_SIZES[block.size], INSETS[block.size]
    columns = widths.fitted(block, room, 2 * inset)
    rooms = [width - 2 * inset for width in columns]
    return {
        "kind": "table",
        "caption": said(block.caption, room),
        "measure": said(block.measure, room),
        "note": said(block.note, room),
        "size": size,
        "inset": inset,
        "widths": columns,
        "aligns": [column.align for column in block.columns],
        "numbers": [said(number) for number in block.numbers],
        **_head(block, rooms, size),
        "rows": [_row(row, rooms, size) for row in block.rows],
    }


def _head(table: Table, rooms: Sequence[float], size: float) -> dict[str, Any]:
    head = heads.placed(table.head, rooms, size)
    cells = [
        {
            "x": cell.column,
            "y": cell.row,
            "across": cell.across,
            "down": cell.down,
            "turned": cell.is_turned,
            "text": said(cell.text),
        }
        for cell in head.cells
    ]
    return {"head": cells, "heights": head.heights}


def _row(row: Row, rooms: Sequence[float], size: float) -> dict[str, Any]:
    cells = [
        fitted(cell.text, cell.is_bold, room, size)
        for cell, room in zip(row.cells, rooms, strict=True)
    ]
    return {
        "role": row.role,
        "whole": all(
            len(cell.text) * size * _AVERAGE / room + cell.text.count("\n") < _SPLIT_FROM
            for cell, room in zip(row.cells, rooms, strict=True)
        ),
        "alone": row.role == "group" and not any(cell.text for cell in row.cells[1:]),
        "low": _is_low(row, rooms, size),
        "cells": cells,
    }


def _is_low(row: Row, rooms: Sequence[float], size: float) -> bool:
    """Whether a row is one line high for certain: its height is said, so that nobody measures it.

    A city's annexes have thousands of cells; measuring each takes a quarter of all memory.
    """
    is_strong = row.role != "plain"
    return row.role != "group" and not any(
        "\n" in cell.text
        or paper.length(cell.text, size, is_bold=is_strong or cell.is_bold) * widths.SAFETY > room
        for cell, room in zip(row.cells, rooms, strict=True)
    )


def _words(words: Words, room: float = 0) -> list[list[Any]]:
    return [[said(span.text, room), span.is_bold, span.is_italic] for span in words]


def _recipients(recipients: Recipients) -> dict[str, Any]:
    return {
        "kind": "recipients",
        "title": said(recipients.title),
        "lines": [said(line) for line in recipients.lines],
    }


def _signer(signer: Signer) -> dict[str, Any]:
    return {
        "kind": "signer",
        "offices": [said(office) for office in signer.offices],
        "name": said(signer.name),
        "hint": said(signer.hint),
        "place": said(signer.place_and_day),
    }
