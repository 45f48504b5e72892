"""The text of a cell: decoded, in one form, without what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from apps.common.text import search_key
from apps.imports.workbook.contract import Value
from apps.imports.workbook.letters import decoded, encoding_of_font, is_unicode

# Old converters wrote the look-alikes of đ.
_LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u0256": "đ", "\u00f0": "đ"})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_BRACKETS = re.compile(r"\([^)]*\)|\*")


@dataclass(frozen=True)
class Letters:
    """How the text of a sheet is decoded: by the font of each cell, or all alike."""

    encoding: str
    is_by_font: bool = False

    def text(self, value: Value, font: str = "") -> str:
        """Return what the officer sees in a cell, on one line; days as dd/mm/yyyy."""
        if isinstance(value, str):
            return tidy(self._decoded(value, font))
        return shown(value)

    def _decoded(self, text: str, font: str) -> str:
        if self.encoding == "unicode" or text.isascii() or is_unicode(text):
            return text
        if font:
            return decoded(text, encoding_of_font(font), font)
        return text if self.is_by_font else decoded(text, self.encoding)


def tidy(text: str) -> str:
    """Return text in NFC with single spaces, without marks that cannot be seen."""
    if text.isascii():
        return " ".join(text.split())
    whole = unicodedata.normalize("NFC", _UNSEEN.sub("", text).translate(_LOOK_ALIKES))
    return _SPACES.sub(" ", whole).strip()


def shown(value: Value) -> str:
    """Return a value that is no text as it is shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def key(text: str) -> str:
    """Return the words of a text without accents, case and signs."""
    return _NOT_WORD.sub(" ", search_key(text)).strip()


def bare_key(text: str) -> str:
    """Return the key of a heading without what stands in brackets."""
    return key(_BRACKETS.sub(" ", text))


def proper_name(name: str) -> str:
    """Return a name written in capitals with capitals only where words begin."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0] + word[0][1:].lower(), name)
