"""Documents as workbooks: words on the first sheet, each table on one of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from apps.reports.document import (
    Block,
    Bullets,
    Closing,
    Document,
    FormHead,
    Heading,
    Letterhead,
    Paragraph,
    Section,
    Table,
    Title,
    Waterfall,
)
from apps.reports.renderers import paper
from apps.reports.renderers.sheets import blocks, bullets, waterfalls
from apps.reports.renderers.sheets.book import Book, TooLongError
from apps.reports.renderers.sheets.figures import column_widths, write_figures
from apps.reports.renderers.sheets.page import Page

__all__ = ["TooLongError", "render"]

# Points; the first two columns together are the left side of a letterhead.
_COVER = (115.0, 115.0, 85.0, 85.0, 85.0, 85.0)
_POINTS_IN_MM = 72 / 25.4
_WRITERS: dict[type[Block], Callable[[Any, Page], None]] = {
    Letterhead: blocks.letterhead,
    FormHead: blocks.form_head,
    Title: blocks.title,
    Heading: blocks.heading,
    Paragraph: blocks.paragraph,
    Bullets: bullets.bullets,
    Waterfall: waterfalls.waterfall,
    Closing: blocks.closing,
    Table: write_figures,
}


def render(document: Document) -> bytes:
    """Return a document as a workbook; the same document gives the same bytes.

    Raise TooLongError when a table holds a text that no cell can hold.
    """
    book = Book(document)
    for section in document.sections:
        if section.is_annex:
            _annex(book, section)
        else:
            _report(book, section)
    return book.close()


def _report(book: Book, section: Section) -> None:
    """Write a section's words on a sheet, and each of its tables on one of its own."""
    page = Page(book, book.sheet(section.name, section), _COVER)
    for block in section.blocks:
        if isinstance(block, Table):
            page.across(block.caption or block.name, italic=True)
            write_figures(block, _page_for(book, section, block))
        else:
            _write(block, page)


def _annex(book: Book, section: Section) -> None:
    """Write a section on a sheet for each of its tables, with the words that stand around it."""
    above: list[Block] = []
    page: Page | None = None
    for block in section.blocks:
        if isinstance(block, Table):
            page = _page_for(book, section, block)
            for each in (*above, block):
                _write(each, page)
            above = []
        else:
            above.append(block)
    if above:
        _end(book, section, page, above)


def _end(book: Book, section: Section, page: Page | None, rest: Sequence[Block]) -> None:
    page = page or Page(book, book.sheet(section.name, section), _COVER)
    for block in rest:
        _write(block, page)


def _write(block: Block, page: Page) -> None:
    _WRITERS[type(block)](block, page)


def _page_for(book: Book, section: Section, table: Table) -> Page:
    whole = paper.text_width(section.is_landscape) * _POINTS_IN_MM
    return Page(book, book.sheet(table.name, section), column_widths(table, whole))
