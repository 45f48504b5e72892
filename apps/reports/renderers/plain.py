"""Text that every format can hold, as complete as it came."""

from __future__ import annotations

import re
import unicodedata

# What XML can not hold: controls but tab and line feed, halves of pairs, two non-characters; and
# the marks that turn the direction, with which a figure would read as another.
_UNSAFE = re.compile(
    "\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PICTURES = 0x2400
_PICTURE_OF_DELETE = "\u2421"


def printable(text: str) -> str:
    """Return text in NFC, with line feeds between lines, and controls as pictures of their names.

    A control character has no place in a document, but to leave it out would hide that it is there.
    """
    whole = unicodedata.normalize("NFC", text)
    return _UNSAFE.sub(_shown, whole) if _UNSAFE.search(whole) else whole


def _shown(found: re.Match[str]) -> str:
    character = found.group()
    if character[0] in "\r\u2028\u2029":
        return "\n"
    if ord(character) < ord(" "):
        return chr(_PICTURES + ord(character))
    return _PICTURE_OF_DELETE if character == "\x7f" else "\ufffd"
