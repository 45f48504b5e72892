"""What a report is, with no format: blocks of words and figures that are ready to be set.

Renderers set a document as Word, Excel or PDF and compute nothing. Every text is said already in
the language of the document; every figure stands twice: as it is printed, and as the value that a
spreadsheet holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

# A whole number, a share of one (a ratio), a day, words; or None for an empty cell.
Value = int | Fraction | date | str | None
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Span:
    """Some words in one manner of print."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


Words = tuple[Span, ...]


@dataclass(frozen=True)
class Letterhead:
    """The head of a document of the State (Decree 30/2020) or of the Party (guide 05-HD/VPTW).

    ``nation`` holds the lines at the top right, the last underlined as long as it is: the national
    name and motto, or the Party's name. A Party agency has an asterisk below its name.
    """

    style: Literal["state", "party"]
    parent_agency: str
    agency: str
    number: str
    nation: tuple[str, ...]
    place_and_day: str


@dataclass(frozen=True)
class FormHead:
    """The head of a statistical form: what it is, its title, and who reports to whom."""

    left: tuple[Words, ...]
    centre: tuple[Words, ...]
    right: tuple[Words, ...]


@dataclass(frozen=True)
class Title:
    """The type of a document in capitals, and what it is about, a line each."""

    kind: str
    subject: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading, which a table of contents and the bookmarks show; level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: of the body, a legal basis (italic), a note below a table, or centred."""

    words: Words
    role: Literal["body", "basis", "note", "centred"] = "body"

    @classmethod
    def of(cls, text: str, role: Literal["body", "basis", "note", "centred"] = "body") -> Paragraph:
        """Return a paragraph in plain print."""
        return cls((Span(text),), role)


@dataclass(frozen=True)
class HeadCell:
    """A cell of a table's head, across some columns and down some rows of the head."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Column:
    """A column: its share of the width, and how its cells stand.

    A spreadsheet spreads a cell that prints several figures ("614/4.117") over as many columns,
    with these names; without names the column stays one.
    """

    width: float
    align: Align = "left"
    spread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """What is printed, and the values that a spreadsheet holds: one, or one for each spread name.

    Without values the printed words are the value.
    """

    text: str
    values: tuple[Value, ...] = ()
    is_bold: bool = False

    def value_of(self, place: int) -> Value:
        """Return the value for one of the columns that the cell is spread over."""
        if self.values:
            return self.values[place] if place < len(self.values) else None
        return self.text if place == 0 else None


@dataclass(frozen=True)
class Row:
    """A row of a table; a group's row or a total's stands out."""

    cells: tuple[Cell, ...]
    role: Literal["plain", "group", "total"] = "plain"


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on each page.

    ``head`` has rows of cells that together cover every column; ``numbers`` are the printed
    numbers of the columns, if the form has them; ``measure`` says what is counted, above right.
    """

    name: str  # of its sheet in a workbook: short, of its own within the document
    columns: tuple[Column, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]
    caption: str = ""
    measure: str = ""
    numbers: tuple[str, ...] = ()
    note: str = ""
    size: Literal["normal", "small", "tiny"] = "normal"


@dataclass(frozen=True)
class Bar:
    """A bullet: how much is met, how much more may be, where the threshold stands; shares of 1."""

    label: str
    met: Fraction
    possible: Fraction  # met and unknown together: never less than met
    threshold: Fraction
    text: str  # the ratio as printed
    verdict: str  # as printed


@dataclass(frozen=True)
class Bullets:
    """A chart of bullets, one below the other, with its description for those who cannot see it."""

    caption: str
    bars: tuple[Bar, ...]
    description: str
    key: tuple[str, str, str]  # the words for met, unknown and threshold


@dataclass(frozen=True)
class Step:
    """What took a count of people from one number to another; a whole is the count on a day."""

    label: str
    start: int
    end: int
    text: str  # the change with its sign, or the count, as printed
    is_whole: bool = False


@dataclass(frozen=True)
class Waterfall:
    """A chart of steps, each beginning where the one above ended, with its description in words.

    ``key`` holds the words for a rise, a fall and the count; ``lower`` heads, in a spreadsheet,
    the lower ends of the bars.
    """

    caption: str
    steps: tuple[Step, ...]
    description: str
    key: tuple[str, str, str]
    lower: str


@dataclass(frozen=True)
class Signer:
    """Where somebody signs: an optional place and day, offices in capitals, a hint, the name."""

    offices: tuple[str, ...]
    name: str = ""
    hint: str = ""
    place_and_day: str = ""


@dataclass(frozen=True)
class Recipients:
    """Who receives the document: "Nơi nhận:" and a line each, ready with dash and semicolon."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Closing:
    """What ends a document, side by side: recipients or who drew it up, and who signs."""

    left: Recipients | Signer
    right: Signer


Block = Letterhead | FormHead | Title | Heading | Paragraph | Table | Bullets | Waterfall | Closing


@dataclass(frozen=True)
class Section:
    """Blocks on pages of one orientation; a section that begins anew has its own page numbers."""

    blocks: tuple[Block, ...]
    name: str  # for bookmarks and sheets
    is_landscape: bool = False
    is_annex: bool = False


@dataclass(frozen=True)
class Footer:
    """What stands at the foot of every page: which figures, and the code that verifies them."""

    left: str
    right: str


@dataclass(frozen=True)
class Document:
    """A document to be set: its sections, and what its properties say."""

    language: Literal["vi", "en"]
    title: str
    author: str
    made_at: datetime
    sections: tuple[Section, ...]
    footer: Footer
    keywords: tuple[str, ...] = field(default=())
