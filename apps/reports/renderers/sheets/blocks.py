"""The blocks of a document other than tables, on a page of a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from apps.reports.document import (
    Closing,
    FormHead,
    Heading,
    Letterhead,
    Paragraph,
    Recipients,
    Signer,
    Span,
    Title,
    Words,
)
from apps.reports.renderers.sheets.page import Page

_LETTERHEAD, _FORM_SIDES, _CLOSING = (0.41, 0.59), (0.3, 0.42, 0.28), (0.5, 0.5)
_BODY, _TITLE, _HEAD = 13, 14, 12
_SIGNING = 48.0
_ROLES: dict[str, dict[str, Any]] = {
    "body": {"font_size": _BODY, "align": "justify"},
    "basis": {"font_size": _BODY, "italic": True},
    "note": {"italic": True},
    "centred": {"font_size": _BODY, "align": "center"},
}
_Lines = Sequence[tuple[Words, dict[str, Any]]]


def letterhead(block: Letterhead, page: Page) -> None:
    """Write a letterhead: the agency at the left, the nation at the right."""
    *names, last = block.nation or ("",)
    agency = [_bold(block.agency), *([_bold("*")] if block.style == "party" else [])]
    above = [_plain(block.parent_agency)] if block.parent_agency else []
    left: list[tuple[Words, dict[str, Any]]] = [*above, *agency]
    right = [*(_bold(name) for name in names), ((Span(last),), {"bold": True, "underline": 1})]
    lines = max(len(left), len(right))
    left += [_plain("")] * (lines - len(left)) + [_plain(block.number)]
    right += [_plain("")] * (lines - len(right))
    right.append(((Span(block.place_and_day),), {"italic": True}))
    _beside(page, _LETTERHEAD, (left, right), align="center", font_size=_HEAD)
    page.skip()


def form_head(block: FormHead, page: Page) -> None:
    """Write the head of a statistical form: three texts side by side."""
    aligned = zip((block.left, block.centre, block.right), ("left", "center", "left"), strict=True)
    sides = [[(words, {"align": align}) for words in side] for side, align in aligned]
    _beside(page, _FORM_SIDES, sides)
    page.skip()


def title(block: Title, page: Page) -> None:
    """Write the type of a document and its subject."""
    for line in (block.kind, *block.subject):
        page.across(line, bold=True, align="center", font_size=_TITLE)
    page.skip()


def heading(block: Heading, page: Page) -> None:
    """Write a heading."""
    page.across(block.text, bold=True, italic=block.level > 1, font_size=_BODY)


def paragraph(block: Paragraph, page: Page) -> None:
    """Write a paragraph in the manner of its role."""
    page.across(block.words, **_ROLES[block.role])


def closing(block: Closing, page: Page) -> None:
    """Write what ends a document: recipients or who drew it up, and who signs."""
    left = _recipients(block.left) if isinstance(block.left, Recipients) else _offices(block.left)
    page.skip()
    _beside(page, _CLOSING, (left, _offices(block.right)), font_size=_HEAD)
    page.skip(_SIGNING)
    name = block.left.name if isinstance(block.left, Signer) else ""
    named = [
        [((Span(text),), {"bold": True, "align": "center"})] for text in (name, block.right.name)
    ]
    _beside(page, _CLOSING, named, font_size=_HEAD)


def _recipients(block: Recipients) -> list[tuple[Words, dict[str, Any]]]:
    lines = [((Span(line),), {"font_size": 11}) for line in block.lines]
    return [((Span(block.title),), {"bold": True, "italic": True}), *lines]


def _offices(block: Signer) -> list[tuple[Words, dict[str, Any]]]:
    day = [(block.place_and_day, {"italic": True})] if block.place_and_day else []
    offices = [(office, {"bold": True}) for office in block.offices]
    hint = [(block.hint, {"italic": True})] if block.hint else []
    return [((Span(text),), {"align": "center", **how}) for text, how in (*day, *offices, *hint)]


def _beside(page: Page, shares: Sequence[float], sides: Sequence[_Lines], **common: Any) -> None:
    """Write lines side by side, or one side below the other where the columns are too few."""
    columns = page.split(shares)
    if columns is None:
        for words, manner in (line for side in sides for line in side):
            page.across(words, **(common | manner))
        return
    for lines in zip_longest(*sides, fillvalue=_plain("")):
        page.beside(
            [(at, words, common | how) for at, (words, how) in zip(columns, lines, strict=True)]
        )


def _plain(text: str) -> tuple[Words, dict[str, Any]]:
    return (Span(text),), {}


def _bold(text: str) -> tuple[Words, dict[str, Any]]:
    return (Span(text),), {"bold": True}
