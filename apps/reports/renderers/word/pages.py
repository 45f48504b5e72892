"""Pages: their size, margins and numbers, and what stands at their head and foot."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from apps.reports.document import Document, Section
from apps.reports.renderers import paper
from apps.reports.renderers.word.elements import element, gap, paragraph, twips
from apps.reports.renderers.word.letterhead import page_number

_BOOKMARK_LIMIT = 40
_MODERN = "15"


def section_properties(section: Section, *, is_first: bool) -> Any:
    """Return what the pages of a section are like.

    The first page of what is numbered from 1 bears no number.
    """
    edges = (paper.SHORT_EDGE, paper.LONG_EDGE)
    wide, high = reversed(edges) if section.is_landscape else edges
    size = element("w:pgSz", w=twips(wide), h=twips(high))
    if section.is_landscape:
        size.set(qn("w:orient"), "landscape")
    margins = element(
        "w:pgMar",
        top=twips(paper.TOP),
        right=twips(paper.RIGHT),
        bottom=twips(paper.BOTTOM),
        left=twips(paper.LEFT),
        header=twips(paper.HEADER),
        footer=twips(paper.FOOTER),
        gutter=0,
    )
    made = element("w:sectPr", element("w:type", val="nextPage"), size, margins)
    if is_first or section.is_annex:
        made.append(element("w:pgNumType", start=1))
        made.append(element("w:titlePg"))
    return made


def end_section(content: list[Any], properties: Any) -> None:
    """Let the last paragraph of a section say what its pages are like."""
    if not content or content[-1].tag != qn("w:p"):
        content.append(gap())
    last = content[-1].find(qn("w:pPr"))
    last.append(properties)


def bookmarked(content: list[Any], section: Section, number: int) -> list[Any]:
    """Return a section's content with the bookmark by which others may refer to it."""
    word = re.sub(r"\W+", "_", section.name).strip("_")
    name = f"s{number + 1}_{word}"[:_BOOKMARK_LIMIT]
    start = element("w:bookmarkStart", id=number, name=name)
    return [start, element("w:bookmarkEnd", id=number), *content]


def set_headers(word: WordDocument, document: Document) -> None:
    """Number the pages at their head, and say at their foot which figures they show."""
    before: bool | None = None
    for made, section in zip(word.sections, document.sections, strict=True):
        if before is None:
            _set(made.header, page_number())
            _set(made.first_page_header, paragraph("Header"))
        if section.is_landscape != before:
            for footer in (made.footer, made.first_page_footer):
                _set(footer, _footer(document, is_landscape=section.is_landscape))
        before = section.is_landscape


def _set(part: Any, content: Any) -> None:
    part.is_linked_to_previous = False
    root = part._element
    for child in list(root):
        root.remove(child)
    root.append(content)


def _footer(document: Document, *, is_landscape: bool) -> Any:
    edge = twips(paper.text_width(is_landscape))
    words = f"{document.footer.left}\t{document.footer.right}"
    return paragraph("Footer", words, tabs=[element("w:tab", val="right", pos=edge)])


def set_settings(word: WordDocument, language: str) -> None:
    """Say that the file follows the present rules of Word, and which language it speaks."""
    settings = word.settings.element
    for child in list(settings):
        settings.remove(child)
    uri = "http://schemas.microsoft.com/office/word"
    mode = element("w:compatSetting", name="compatibilityMode", uri=uri, val=_MODERN)
    settings.append(element("w:zoom", percent=100))
    settings.append(element("w:defaultTabStop", val=720))
    settings.append(element("w:characterSpacingControl", val="doNotCompress"))
    settings.append(element("w:compat", element("w:doNotExpandShiftReturn"), mode))
    settings.append(element("w:themeFontLang", val=language))
