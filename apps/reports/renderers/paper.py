"""The paper of Decree 30/2020: A4, its margins, and how long words are on it."""

from __future__ import annotations

import unicodedata

# Millimetres.
SHORT_EDGE, LONG_EDGE = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
HEADER, FOOTER = 10, 9

FONT = "Times New Roman"
# Points.
BODY = 14
TABLE_SIZES = {"normal": 11.0, "small": 9.0, "tiny": 6.5}

# Advances of the printed ASCII characters in Times New Roman, in thousandths of its size.
_REGULAR = """
250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500
500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722
667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278
500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"""
_BOLD = """
250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500
500 333 333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778
722 556 667 722 722 1000 722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333
556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444 394 220 394 520"""
_FIRST = 32
_ADVANCES = {
    is_bold: [int(advance) for advance in advances.split()]
    for is_bold, advances in ((False, _REGULAR), (True, _BOLD))
}
_STROKED = {"đ": "d", "Đ": "D", "\u00a0": " "}
_HORN, _HORN_ADVANCE = "\u031b", 45
# Signs as wide as the widest typeface that may print them; others are taken for as wide as high.
_SIGNS = dict(zip("●△◐–—≥≤…·“”×", (873, 769, 873, 500, 1000, 549, 549, 1000, 333, 500, 500, 570),
                  strict=True))  # fmt: skip
_OTHER = 1000


def text_width(is_landscape: bool) -> int:
    """Return the width between the margins, in millimetres."""
    return (LONG_EDGE if is_landscape else SHORT_EDGE) - LEFT - RIGHT


def length(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how long words are in Times New Roman of a size, in points."""
    advances = _ADVANCES[is_bold]
    return sum(_advance(character, advances) for character in text) * size / 1000


def _advance(character: str, advances: list[int]) -> int:
    if _FIRST <= (code := ord(character)) < _FIRST + len(advances):
        return advances[code - _FIRST]
    if character in _SIGNS:
        return _SIGNS[character]
    parts = unicodedata.normalize("NFD", _STROKED.get(character, character))
    place = ord(parts[0]) - _FIRST
    horn = _HORN_ADVANCE if _HORN in parts else 0
    return advances[place] + horn if 0 <= place < len(advances) else _OTHER


def lines(text: str, width: float, size: float, *, is_bold: bool = False) -> int:
    """Return how many lines words take in a column so many points wide."""
    taken = 0
    for line in text.split("\n"):
        taken, left = taken + 1, width
        for word in line.split(" "):
            needed = length(word, size, is_bold=is_bold)
            if needed > left and left < width:
                taken, left = taken + 1, width
            further = int(needed // width) if needed > width else 0
            taken, left = taken + further, left - needed + further * width
            left -= length(" ", size, is_bold=is_bold)
    return taken


def longest_word(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return the length of the longest word, in points."""
    return max(length(word, size, is_bold=is_bold) for word in text.replace("\n", " ").split(" "))
