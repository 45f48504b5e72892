"""Documents as Word files that a secretary can edit: everything printed follows a style."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.shared import Mm

from apps.reports.document import (
    Block,
    Bullets,
    Closing,
    Document,
    FormHead,
    Heading,
    Letterhead,
    Paragraph,
    Table,
    Title,
    Waterfall,
)
from apps.reports.renderers import paper
from apps.reports.renderers.pdf import picture
from apps.reports.renderers.plain import printable
from apps.reports.renderers.word import letterhead, pages, tables
from apps.reports.renderers.word.elements import element, paragraph
from apps.reports.renderers.word.styles import language_tag, set_styles

_ROLES = {
    "body": "BodyText",
    "basis": "LegalBasis",
    "note": "TableNote",
    "centred": "CentredText",
}
# What the library's template brings along: a thumbnail, old styles, data of a form.
_FOREIGN = ("thumbnail", "stylesWithEffects", "customXml", "numbering", "webSettings", "printer")
_PROPERTY_LIMIT = 255
_FIRST_YEAR_OF_ZIP = 1980


@dataclass(frozen=True)
class _Place:
    """Where a block is set: in which file, on how many millimetres, in what kind of section."""

    word: WordDocument
    language: str
    width: float
    is_annex: bool
    is_last_before_closing: bool


def render(document: Document) -> bytes:
    """Return a document as a Word file; the same document gives the same bytes."""
    word = docx.Document()
    _drop_foreign_parts(word)
    set_styles(word.styles.element, document.language)
    body = word.element.body
    for child in list(body):
        body.remove(child)
    for number in range(len(document.sections)):
        body.extend(_section(word, document, number))
    pages.set_headers(word, document)
    pages.set_settings(word, language_tag(document.language))
    _set_properties(word, document)
    return _packed(word, document.made_at)


def _section(word: WordDocument, document: Document, number: int) -> list[Any]:
    section = document.sections[number]
    content: list[Any] = []
    followers = [*section.blocks[1:], None]
    for block, follower in zip(section.blocks, followers, strict=True):
        place = _Place(
            word,
            document.language,
            paper.text_width(section.is_landscape),
            section.is_annex,
            isinstance(follower, Closing),
        )
        content += _SETTERS[type(block)](block, place)
    content = pages.bookmarked(content, section, number)
    properties = pages.section_properties(section, is_first=number == 0)
    if number == len(document.sections) - 1:
        return [*content, properties]
    pages.end_section(content, properties)
    return content


def _paragraph(block: Paragraph, place: _Place) -> list[Any]:
    return [paragraph(_ROLES[block.role], block.words, keeps_next=place.is_last_before_closing)]


def _chart(block: Bullets | Waterfall, place: _Place) -> list[Any]:
    """Set a chart as a picture, with its description for those who cannot see it."""
    drawn = io.BytesIO(picture(block, place.language))
    inline = place.word.part.new_pic_inline(drawn, width=Mm(place.width))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    inline.docPr.set("descr", printable(block.description))
    inline.docPr.set("title", printable(block.caption))
    chart = paragraph("Chart")
    chart.append(element("w:r", element("w:drawing", inline)))
    return [paragraph("Caption", block.caption), chart]


_SETTERS: dict[type[Block], Callable[[Any, _Place], list[Any]]] = {
    Letterhead: lambda block, place: letterhead.letterhead(block, place.width),
    FormHead: lambda block, place: letterhead.form_head(block, place.width),
    Title: lambda block, place: letterhead.title(block, place.width, is_annex=place.is_annex),
    Heading: lambda block, _place: [paragraph(f"Heading{block.level}", block.text)],
    Paragraph: _paragraph,
    Table: lambda block, place: tables.figures(
        block, place.width, keeps_next=place.is_last_before_closing
    ),
    Bullets: _chart,
    Waterfall: _chart,
    Closing: lambda block, place: letterhead.closing(block, place.width),
}


def _drop_foreign_parts(word: WordDocument) -> None:
    for relations in (word.part.rels, word.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in _FOREIGN:
                del relations[key]


def _set_properties(word: WordDocument, document: Document) -> None:
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = word.core_properties
    properties.title = _short(document.title)
    properties.author = properties.last_modified_by = _short(document.author)
    properties.keywords = _short(", ".join(document.keywords))
    properties.language = language_tag(document.language)
    properties.created = properties.modified = made_at
    properties.revision, properties.comments = 1, ""


def _short(text: str) -> str:
    return printable(text)[:_PROPERTY_LIMIT]


def _packed(word: WordDocument, made_at: datetime) -> bytes:
    """Return the file with the moment of its making in place of the machine's clock."""
    written, packed = io.BytesIO(), io.BytesIO()
    word.save(written)
    moment = made_at.astimezone(UTC)
    stamp = (max(moment.year, _FIRST_YEAR_OF_ZIP), *moment.timetuple()[1:6])
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
