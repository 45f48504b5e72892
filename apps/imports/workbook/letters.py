"""Vietnamese from before Unicode: TCVN3 (fonts .VnTime) and VNI (fonts VNI-Times).

Text in such a font holds other characters than it shows: "NguyÔn" reads "Nguyễn" in .VnTime and
"Nguyeãn" does in VNI-Times.
"""

from __future__ import annotations

import re
import unicodedata

_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"


def _composed(letter: str, *marks: str) -> str:
    return unicodedata.normalize("NFC", letter + "".join(marks))


def _tcvn3() -> dict[int, str]:
    """Return the table of TCVN 5712:1993, upper half, by code."""
    table = dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    # Groups of a letter with its five tones, in the order grave, hook, tilde, acute, dot.
    groups = {
        "a": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9),
        "ă": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6),
        "â": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
        "e": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1),
        "ê": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6),
        "i": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
        "o": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4),
        "ô": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9),
        "ơ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
        "u": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4),
        "ư": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9),
        "y": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
    }
    for letter, codes in groups.items():
        for code, tone in zip(codes, (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), strict=True):
            table[code] = _composed(letter, tone)
    return table


# After a letter: the marks that the character adds to it.
_VNI_MARKS = {
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ù": _ACUTE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "á": _CIRCUMFLEX + _ACUTE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "é": _BREVE + _ACUTE,
    "ë": _BREVE + _DOT,
}
_VNI_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_TONES = [
    mark for mark, tone in _VNI_MARKS.items() if tone in (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)
]

TCVN3 = _tcvn3()
_VNI_PAIR = re.compile(
    f"([aAeEoO])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])"
    f"|([uUyYôÔöÖ])([{''.join(_TONES)}{''.join(_TONES).upper()}])"
    f"|([{''.join(_VNI_SINGLE)}{''.join(_VNI_SINGLE).upper()}])"
)
# What stands inside words in the one and never in Vietnamese written in Unicode: signs, a capital
# after a small letter, and marks that VNI has only after vowels after a consonant.
_TCVN3_SIGNS = re.compile(
    r"(?<=[a-zA-Z])[\xa8-\xbe\xd7\xdf]|[\xae\xa7](?=[a-zA-Z\xa8-\xfe])|[a-z][\xc0-\xd6\xd8-\xde]"
    r"|[\xc7\xe7\xde\xfe\xdf]|(?<=[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ])[åäëøûüï]"
)
_VNI_SIGNS = re.compile(
    r"[aAeE][àáãèéúÀÁÃÈÉÚ]|[aAeEoO][øûïåäëüØÛÏÅÄËÜ]"
    r"|[uUyYôÔöÖ][øûïùõØÛÏÙÕ]|[aAeEoO][âêùõÂÊÙÕ](?=\b|[a-zA-Z])|[ñÑæÆ]"
)
_UNICODE_SIGNS = re.compile("[ăĂđĐơƠưƯ\u0128\u0129\u0168\u0169\u1ea0-\u1ef9\u0300-\u0323]")


def encoding_of_font(font: str) -> str:
    """Return the encoding that text in a font is written in."""
    low = font.lower()
    if low.startswith(".vn"):
        return "tcvn3"
    return "vni" if low.startswith("vni") else "unicode"


def is_unicode(text: str) -> bool:
    """Tell whether text has letters that only Unicode has, whatever its font says."""
    return bool(_UNICODE_SIGNS.search(unicodedata.normalize("NFC", text)))


def guess(texts: list[str]) -> tuple[str, str]:
    """Return the encoding that the characters of the texts speak for, and a text that shows it."""
    votes = {"unicode": 0, "tcvn3": 0, "vni": 0}
    shown: dict[str, str] = {}
    signs = (("unicode", _UNICODE_SIGNS), ("tcvn3", _TCVN3_SIGNS), ("vni", _VNI_SIGNS))
    for text in texts:
        if text.isascii():
            continue
        composed = unicodedata.normalize("NFC", text)
        for name, pattern in signs:
            if pattern.search(composed):
                votes[name] += 1
                shown.setdefault(name, text)
                break
    best = max(votes, key=lambda name: votes[name])
    return (best, shown[best]) if best != "unicode" and votes[best] else ("unicode", "")


def decoded(text: str, encoding: str, font: str = "") -> str:
    """Return text of an encoding in Unicode, NFC; a capital font (.VnTimeH) shows capitals."""
    if encoding == "tcvn3":
        text = text.translate(TCVN3)
        if font.lower().startswith(".vn") and font.endswith("H"):
            text = text.upper()
    elif encoding == "vni":
        text = _VNI_PAIR.sub(_vni, text)
    return unicodedata.normalize("NFC", text)


def _vni(found: re.Match[str]) -> str:
    if found[5]:
        single = _VNI_SINGLE[found[5].lower()]
        return single.upper() if found[5].isupper() else single
    letter, mark = (found[1], found[2]) if found[1] else (found[3], found[4])
    base = _VNI_SINGLE.get(letter.lower(), letter.lower())
    whole = _composed(base, _VNI_MARKS[mark.lower()])
    return whole.upper() if letter.isupper() else whole
