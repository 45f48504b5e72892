"""Vietnamese text: one form at every door, keys for searching and for sorting."""

import re
import unicodedata
from functools import lru_cache

from vn_collate import collate_key

# NFD leaves these letters whole; the two look-alikes come from old converters.
_STROKES = str.maketrans({"đ": "d", "Đ": "d", "\u00d0": "d", "\u0189": "d", "\u0256": "d"})
_SPACES = re.compile(r"[\s\u00a0\u200b]+")


def clean(text: str) -> str:
    """Return text in NFC with single ordinary spaces and none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


# Anything that ``clean`` takes away, in texts that NUL parts.
_UNCLEAN = re.compile("[^\\S ]|\u200b|  | \0|\0 |^ | $")


def clean_all(texts: list[str]) -> list[str]:
    """Clean many texts; all are looked at together first, as mostly none needs it."""
    together = "\0".join(texts)
    if unicodedata.is_normalized("NFC", together) and not _UNCLEAN.search(together):
        return texts
    return [clean(text) for text in texts]


@lru_cache(maxsize=65536)
def search_key(text: str) -> str:
    """Return text without accents or case, so that "hòa", "hoà" and "HOA" are found alike."""
    bare = unicodedata.normalize("NFD", text.translate(_STROKES).lower())
    return clean("".join(c for c in bare if not unicodedata.combining(c)))


@lru_cache(maxsize=65536)
def _order(text: str) -> str:
    return collate_key(text)


def sort_key(full_name: str) -> str:
    """Return a key that sorts names by given name, then middle, then family, in ICU vi order.

    The key is hexadecimal text, to be compared byte by byte (collation "C").
    """
    words = clean(full_name).split(" ")
    family = words[0] if len(words) > 1 else ""
    return ".".join((_order(words[-1]), _order(" ".join(words[1:-1])), _order(family)))
