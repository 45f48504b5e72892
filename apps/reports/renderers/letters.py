"""Which characters the vendored typefaces can show."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
_USED = ("LiberationSerif-Regular.ttf", "DejaVuSans.ttf")
_MARKS = ("Mn", "Mc", "Me")
_BYTE_ORDER_MARK = 0xFEFF  # PDF/UA forbids it
_SEGMENTS, _GROUPS = 4, 12  # the two formats of a map from characters to glyphs


def spelled(text: str) -> str:
    """Return text where a character that no typeface has is spelled as its number: [U+4E2D]."""
    if text.isascii():
        return text
    return _unknown().sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


@lru_cache(maxsize=1)
def _unknown() -> re.Pattern[str]:
    codes = sorted(_known())
    ranges = []
    start = before = codes[0]
    for code in [*codes[1:], 0x110000]:
        if code != before + 1:
            ranges.append(f"\\U{start:08x}-\\U{before:08x}")
            start = code
        before = code
    return re.compile(f"[^{''.join(ranges)}]")


def _known() -> set[int]:
    """Return the characters that any typeface has; marks, those that stand on letters of all."""
    faces = [set(_codes((FONTS / name).read_bytes())) for name in _USED]
    common = set.intersection(*faces)
    some = {code for code in set.union(*faces) if unicodedata.category(chr(code)) not in _MARKS}
    return {ord("\n"), *common, *some} - {_BYTE_ORDER_MARK}


def _codes(font: bytes) -> Iterator[int]:
    """Yield the characters that a TrueType font maps to glyphs."""
    table = next(
        struct.unpack_from(">L", font, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
        if font[at : at + 4] == b"cmap"
    )
    for at in range(table + 4, table + 4 + 8 * struct.unpack_from(">H", font, table + 2)[0], 8):
        start = table + struct.unpack_from(">L", font, at + 4)[0]
        shape = struct.unpack_from(">H", font, start)[0]
        if shape == _SEGMENTS:
            yield from _from_segments(font, start)
        elif shape == _GROUPS:
            yield from _from_groups(font, start)


def _from_segments(font: bytes, start: int) -> Iterator[int]:
    doubled = struct.unpack_from(">H", font, start + 6)[0]
    count = doubled // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at)
        for at in (start + 14, *(start + 16 + doubled * part for part in (1, 2, 3)))
    )
    for segment in range(count):
        first, last = starts[segment], min(ends[segment], 0xFFFD)
        # Glyphs in a list of their own, from where the offset itself stands; else by the delta.
        listed = start + 16 + doubled * 3 + 2 * segment + offsets[segment]
        for code in range(first, last + 1):
            glyph = code + deltas[segment]
            if offsets[segment]:
                glyph = struct.unpack_from(">H", font, listed + 2 * (code - first))[0]
            if glyph & 0xFFFF:
                yield code


def _from_groups(font: bytes, start: int) -> Iterator[int]:
    for group in range(struct.unpack_from(">L", font, start + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * group)
        yield from range(first + (glyph == 0), last + 1)
