"""Which characters the vendored typefaces can show."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
_USED = ("LiberationSerif-Regular.ttf", "DejaVuSans.ttf")
_SEGMENTS, _GROUPS = 4, 12  # the two formats of a map from characters to glyphs


def spelled(text: str) -> str:
    """Return text where a character that no typeface has is spelled as its number: [U+4E2D]."""
    if text.isascii():
        return text
    return _unknown().sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


@lru_cache(maxsize=1)
def _unknown() -> re.Pattern[str]:
    known = {"\n", *(chr(code) for name in _USED for code in _codes((FONTS / name).read_bytes()))}
    codes = sorted(map(ord, known))
    ranges = []
    start = before = codes[0]
    for code in [*codes[1:], 0x110000]:
        if code != before + 1:
            ranges.append(f"\\U{start:08x}-\\U{before:08x}")
            start = code
        before = code
    return re.compile(f"[^{''.join(ranges)}]")


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
    ends = struct.unpack_from(f">{doubled // 2}H", font, start + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, start + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFD) + 1)


def _from_groups(font: bytes, start: int) -> Iterator[int]:
    for group in range(struct.unpack_from(">L", font, start + 12)[0]):
        first, last, _ = struct.unpack_from(">LLL", font, start + 16 + 12 * group)
        yield from range(first, last + 1)
