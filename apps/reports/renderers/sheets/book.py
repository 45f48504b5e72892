"""A workbook in which nothing from data is a formula, a link or markup."""

from __future__ import annotations

import io
import re
from datetime import UTC, date
from fractions import Fraction
from typing import Any

import xlsxwriter

from apps.common.sheets import write_words
from apps.reports.document import Document, Section, Value, Words
from apps.reports.renderers import paper
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets import kinds

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": paper.FONT, "font_size": 11},
}
SIZE = 11
A4 = 9
LIMIT = 32_767
_NAME_LIMIT = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"
_FOOTER_LIMIT = 255
_FIRST_DAY = date(1900, 1, 1)
_MM_IN_INCH = 25.4


class TooLongError(ValueError):
    """A text is longer than a cell of a spreadsheet can hold; nothing was written."""

    def __init__(self, sheet: str, row: int, column: int) -> None:
        super().__init__(
            f"more than {LIMIT} characters: {sheet}, row {row + 1}, column {column + 1}"
        )
        self.sheet, self.row, self.column = sheet, row, column


class Book:
    """A workbook that writes values of a document as what they are."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True, **OPTIONS})
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.names: set[str] = {_RESERVED}
        set_properties(self.book, document)

    def close(self) -> bytes:
        """Return the bytes of the workbook."""
        self.book.close()
        return self.buffer.getvalue()

    def sheet(self, name: str, section: Section) -> Any:
        """Add a sheet that prints on pages like those of its section."""
        sheet = self.book.add_worksheet(self._own_name(name))
        set_pages(sheet, is_landscape=section.is_landscape)
        footer = self.document.footer
        sheet.set_footer(_footer(footer.left, footer.right))
        return sheet

    def _own_name(self, name: str) -> str:
        wanted = sheet_name(name)
        own, number = wanted, 2
        while own.lower() in self.names:
            end = f" ({number})"
            own, number = wanted[: _NAME_LIMIT - len(end)] + end, number + 1
        self.names.add(own.lower())
        return own

    def format(self, **properties: Any) -> Any:
        """Return the format with some properties, the same one each time."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def value(
        self, sheet: Any, row: int, column: int, value: Value, printed: str, **manner: Any
    ) -> None:
        """Write a value as a number, a day or words; ``printed`` says with how many decimals."""
        if value is None:
            sheet.write_blank(row, column, None, self.format(**manner))
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, self.format(num_format=kinds.DAY, **manner))
        elif isinstance(value, Fraction):
            shown = kinds.ratio(value, printed)
            sheet.write_number(row, column, float(value), self.format(num_format=shown, **manner))
        elif isinstance(value, int) and abs(value) < kinds.GREATEST:
            shown = kinds.whole(value, printed)
            sheet.write_number(row, column, value, self.format(num_format=shown, **manner))
        else:
            text = value if isinstance(value, str) else printed
            self.text(sheet, row, column, text, **manner)

    def text(self, sheet: Any, row: int, column: int, text: str, **manner: Any) -> None:
        """Write words that stay words, complete; raise TooLongError when no cell can hold them."""
        write_text(
            sheet, row, column, text, self.format(num_format=kinds.TEXT, **manner), self.format()
        )

    def words(self, sheet: Any, row: int, column: int, words: Words, **manner: Any) -> None:
        """Write words, each in its manner of print."""
        spans = [span for span in words if span.text]
        manners = {(span.is_bold, span.is_italic) for span in spans}
        if len(manners) < 2:
            own = next(iter(manners), (False, False))
            given = {
                name: True for name, is_so in zip(("bold", "italic"), own, strict=True) if is_so
            }
            self.text(sheet, row, column, "".join(span.text for span in spans), **manner, **given)
            return
        size = manner.get("font_size", SIZE)
        pieces: list[Any] = []
        for span in spans:
            shown = {"bold": span.is_bold, "italic": span.is_italic}
            pieces += [
                self.format(font_name=paper.FONT, font_size=size, **shown),
                printable(span.text),
            ]
        sheet.write_rich_string(row, column, *pieces, self.format(num_format=kinds.TEXT, **manner))


def write_text(sheet: Any, row: int, column: int, text: str, manner: Any, inner: Any) -> None:
    """Write words that stay words, complete; raise TooLongError when no cell can hold them.

    ``inner`` is a format for parts of a text that looks like the markup of the library itself,
    which would else be taken as such.
    """
    shown = printable(text)
    if len(shown) * 2 > LIMIT and len(shown.encode("utf-16-le")) > 2 * LIMIT:
        raise TooLongError(sheet.get_name(), row, column)
    if not shown:
        sheet.write_blank(row, column, None, manner)
    else:
        write_words(sheet, row, column, shown, manner, inner)


def sheet_name(name: str) -> str:
    """Return a name as a sheet can bear it."""
    return _FORBIDDEN.sub(" ", printable(name)).strip("' ")[:_NAME_LIMIT].strip("' ") or "-"


def set_pages(sheet: Any, *, is_landscape: bool) -> None:
    """Print on A4, as wide as one page, with the margins of documents and the page's number."""
    sheet.set_paper(A4)
    if is_landscape:
        sheet.set_landscape()
    margins = (paper.LEFT, paper.RIGHT, paper.TOP, paper.BOTTOM)
    sheet.set_margins(*(millimetres / _MM_IN_INCH for millimetres in margins))
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&C&P", {"margin": paper.HEADER / _MM_IN_INCH})
    sheet.hide_gridlines(2)


def set_properties(book: Any, document: Document) -> None:
    """Say in the file what it is, who made it and when."""
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {
            "title": printable(document.title),
            "author": printable(document.author),
            "keywords": printable(", ".join(document.keywords)),
            "created": made_at,
        }
    )


def _footer(left: str, right: str) -> str:
    """Return a footer; a long left side is cut so that the code at the right stays whole."""
    end = f"&R&9{_literal(right)}"[:_FOOTER_LIMIT]
    start = f"&L&9{_literal(left)}"
    room = _FOOTER_LIMIT - len(end)
    return (start if len(start) <= room else start[:room].rstrip("&")) + end


def _literal(text: str) -> str:
    # A digit after the size would be read as part of it.
    plain = printable(text).replace("\n", " ").replace("&[", "& [").replace("&", "&&")
    return f" {plain}" if plain[:1].isdigit() else plain
