"""Text that every format can hold, as complete as it came."""

from __future__ import annotations

import re

# What XML can not hold: controls but tab and line feed, halves of pairs, and the two non-characters.
_UNSAFE = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400
_PICTURE_OF_DELETE = "\u2421"


def printable(text: str) -> str:
    """Return text with its lines apart by line feeds and each control as the picture of its name.

    A control character has no place in a document, but to leave it out would hide that it is there.
    """
    return _UNSAFE.sub(_shown, text) if _UNSAFE.search(text) else text


def _shown(found: re.Match[str]) -> str:
    character = found.group()
    if character[0] == "\r":
        return "\n"
    if ord(character) < ord(" "):
        return chr(_PICTURES + ord(character))
    return _PICTURE_OF_DELETE if character == "\x7f" else "\ufffd"
