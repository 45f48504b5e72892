"""A document as PDF: tagged, with its typefaces inside, the same bytes for the same document."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from apps.reports.document import Bullets, Document, Waterfall
from apps.reports.renderers import content, letters, paper

_FOLDER = Path(__file__).parent
_STANDARD = "ua-1"
_DOTS_PER_INCH = 200
_REMEMBERED = 11


def render(document: Document) -> bytes:
    """Return the document as PDF/UA-1, made at the time that it says."""
    return _compiled(
        "report.typ",
        json.dumps(content.content(document), ensure_ascii=False),
        format="pdf",
        pdf_standards=_STANDARD,
        timestamp=_at_fixed_offset(document.made_at),
    )


def _at_fixed_offset(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    return moment.astimezone(timezone(offset)) if offset is not None else moment


def picture(chart: Bullets | Waterfall, language: str) -> bytes:
    """Return a chart alone as PNG, as wide as the words of an upright page."""
    width = paper.text_width(is_landscape=False) * content.POINTS_IN_MM
    given = {
        "language": language,
        "width": width,
        "chart": content.block_content(chart, width),
    }
    words = json.dumps(given, ensure_ascii=False)
    return _compiled("picture.typ", words, format="png", ppi=_DOTS_PER_INCH)


def _compiled(template: str, given: str, **manner: Any) -> bytes:
    made = typst.compile(
        _FOLDER / template,
        root=_FOLDER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        # Data, not source: the template reads it as JSON, so no word of it is ever markup.
        sys_inputs={"document": given},
        **manner,
    )
    _forget()
    return made


def _forget() -> None:
    """Let the compiler drop what it remembers of a document: 50 MB for a report of the city.

    It keeps all that one of its last ten compilations used, so ten of nothing make it forget.
    """
    for _ in range(_REMEMBERED):
        typst.compile(b"", format="svg", font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[letters.FONTS]
    )
