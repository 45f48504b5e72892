"""Elements of WordprocessingML: paragraphs, runs and what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import oxml_parser

from apps.reports.document import Span, Words
from apps.reports.renderers.plain import printable

TWIPS_IN_POINT = 20
_TWIPS_IN_MM = 1440 / 25.4
_BREAKS = re.compile("([\n\t])")
_name = lru_cache(maxsize=None)(qn)


def twips(millimetres: float) -> int:
    """Return a length as Word counts it."""
    return round(millimetres * _TWIPS_IN_MM)


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """Return an element such as ``w:p``; attributes are in the namespace of Word."""
    names = {_name(f"w:{name}"): str(value) for name, value in attributes.items()}
    made = oxml_parser.makeelement(_name(tag), names)
    made.extend(children)
    return made


def runs(words: Iterable[Span]) -> list[Any]:
    """Return the runs of some words; a line feed breaks the line, a tab stays one."""
    return [_run(span) for span in words if span.text]


def _run(span: Span) -> Any:
    made = element("w:r")
    if span.is_bold or span.is_italic:
        manner = [element("w:b")] if span.is_bold else []
        manner += [element("w:i")] if span.is_italic else []
        made.append(element("w:rPr", *manner))
    for part in _BREAKS.split(printable(span.text)):
        if part == "\n":
            made.append(element("w:br"))
        elif part == "\t":
            made.append(element("w:tab"))
        elif part:
            made.append(_text(part))
    return made


def _text(part: str) -> Any:
    made = element("w:t")
    made.text = part
    if part != part.strip():
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(
    style: str,
    words: Words | str = "",
    *,
    align: str = "",
    keeps_next: bool = False,
    tabs: Sequence[Any] = (),
) -> Any:
    """Return a paragraph in a style; ``keeps_next`` holds it on the page of what follows."""
    properties = element("w:pPr", element("w:pStyle", val=style))
    if keeps_next:
        properties.append(element("w:keepNext"))
    if tabs:
        properties.append(element("w:tabs", *tabs))
    if align:
        properties.append(element("w:jc", val=align))
    spans = (Span(words),) if isinstance(words, str) else words
    return element("w:p", properties, *runs(spans))


def rule(width: float, long: float, *, keeps_next: bool = True) -> Any:
    """Return a line so many points long, in the middle of a width.

    It is the border of an empty paragraph, indented from both sides: every program shows it.
    """
    indent = round(max(0.0, width - long) / 2 * TWIPS_IN_POINT)
    border = element("w:top", val="single", sz=6, space=0, color="000000")
    properties = element("w:pPr", element("w:pStyle", val="Rule"))
    if keeps_next:
        properties.append(element("w:keepNext"))
    properties.append(element("w:pBdr", border))
    properties.append(element("w:ind", left=indent, right=indent))
    return element("w:p", properties)


def gap(*, keeps_next: bool = False) -> Any:
    """Return the small paragraph that parts a table from what stands before and after it."""
    return paragraph("Gap", keeps_next=keeps_next)


def cell(width: int, *content: Any, properties: Sequence[Any] = ()) -> Any:
    """Return a cell so many twips wide."""
    return element(
        "w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), *properties), *content
    )


def row(*cells: Any, is_head: bool = False, may_split: bool = False, height: float = 0) -> Any:
    """Return a row: a head's row is repeated on each page; no row is split unless it may be."""
    properties = element("w:trPr")
    if not may_split:
        properties.append(element("w:cantSplit"))
    if height:
        least = round(height * TWIPS_IN_POINT)
        properties.append(element("w:trHeight", val=least, hRule="atLeast"))
    if is_head:
        properties.append(element("w:tblHeader"))
    return element("w:tr", properties, *cells) if len(properties) else element("w:tr", *cells)


def table(style: str, widths: Sequence[int], *rows: Any, description: str = "") -> Any:
    """Return a table whose columns keep their widths."""
    properties = element(
        "w:tblPr",
        element("w:tblStyle", val=style),
        element("w:tblW", w=sum(widths), type="dxa"),
        element("w:tblLayout", type="fixed"),
        element("w:tblLook", val="0000"),
    )
    if description:
        properties.append(element("w:tblCaption", val=printable(description)))
    grid = element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths))
    return element("w:tbl", properties, grid, *rows)
