"""What begins and what ends a document: letterheads, titles, recipients, signatures."""

from __future__ import annotations

from typing import Any

from apps.reports.document import Closing, FormHead, Letterhead, Recipients, Signer, Title
from apps.reports.renderers import paper
from apps.reports.renderers.word.elements import (
    TWIPS_IN_POINT,
    cell,
    element,
    gap,
    paragraph,
    row,
    rule,
    table,
    twips,
)

# The left side's part of the width.
_LETTERHEAD, _FORM_SIDES, _CLOSING = 0.41, (0.3, 0.42, 0.28), 0.5
# The decree's line below the agency and the subject: a third to a half of the words above it.
_SHORT = 0.4


def letterhead(block: Letterhead, width: float) -> list[Any]:
    """Set a letterhead on a width in millimetres: the agency at the left, the nation at the right.

    The agency of the State has a short line below it, that of the Party an asterisk.
    """
    widths = _split(width, _LETTERHEAD)
    left, right = (at / TWIPS_IN_POINT for at in widths)
    below = (
        paragraph("Agency", "*")
        if block.style == "party"
        else rule(left, _SHORT * min(left, paper.length(block.agency, 12, is_bold=True)))
    )
    above = [paragraph("AgencyAbove", block.parent_agency)] if block.parent_agency else []
    agency = [*above, paragraph("Agency", block.agency), below]
    day = [paragraph("PlaceAndDay", block.place_and_day)]
    number = [paragraph("DocumentNumber", block.number)]
    return [
        table(
            "Layout",
            widths,
            row(cell(widths[0], *agency), cell(widths[1], *_nation(block, right))),
            row(cell(widths[0], *number), cell(widths[1], *day)),
        )
    ]


def _nation(block: Letterhead, width: float) -> list[Any]:
    if not block.nation:
        return [paragraph("Motto")]
    *names, last = block.nation
    style, size = ("PartyName", paper.BODY) if block.style == "party" else ("Motto", 13)
    long = min(width, paper.length(last, size, is_bold=True))
    return [
        *(paragraph("NationalHeading", name) for name in names),
        paragraph(style, last),
        rule(width, long),
    ]


def form_head(block: FormHead, width: float) -> list[Any]:
    """Set the head of a statistical form: three texts side by side."""
    shares = [twips(width * share) for share in _FORM_SIDES]
    sides = zip(shares, (block.left, block.centre, block.right), ("", "center", ""), strict=True)
    cells = [
        cell(share, *([paragraph("FormHead", words, align=align) for words in side] or [gap()]))
        for share, side, align in sides
    ]
    return [table("Layout", shares, row(*cells)), gap()]


def title(block: Title, width: float, *, is_annex: bool) -> list[Any]:
    """Set the type of a document and its subject, with a short line below."""
    made = [paragraph("AnnexKind" if is_annex else "DocumentKind", block.kind)]
    made += [paragraph("DocumentSubject", line) for line in block.subject]
    last = block.subject[-1] if block.subject else block.kind
    points = twips(width) / TWIPS_IN_POINT
    long = _SHORT * min(points, paper.length(last, paper.BODY, is_bold=True))
    return [*made, rule(points, long)]


def closing(block: Closing, width: float) -> list[Any]:
    """Set what ends a document, never parted by a page's end."""
    widths = _split(width, _CLOSING)
    left = _recipients(block.left) if isinstance(block.left, Recipients) else _signer(block.left)
    return [
        gap(keeps_next=True),
        table(
            "Layout", widths, row(cell(widths[0], *left), cell(widths[1], *_signer(block.right)))
        ),
        gap(),
    ]


def _recipients(block: Recipients) -> list[Any]:
    return [
        paragraph("RecipientsTitle", block.title),
        *(paragraph("Recipients", line) for line in block.lines),
    ]


def _signer(block: Signer) -> list[Any]:
    made = [paragraph("PlaceAndDay", block.place_and_day)] if block.place_and_day else []
    made += [paragraph("SignatureOffice", office) for office in block.offices]
    made += [paragraph("SignatureHint", block.hint)] if block.hint else []
    return [*made, paragraph("SignatureName", block.name)]


def _split(width: float, share: float) -> list[int]:
    return [twips(width * share), twips(width) - twips(width * share)]


def page_number() -> Any:
    """Return the paragraph of a header that counts pages."""
    number = element("w:fldSimple", instr=" PAGE ")
    made = paragraph("Header", "1")
    number.append(made[-1])
    made.append(number)
    return made
