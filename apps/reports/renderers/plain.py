"""What a text may hold in any format: one rule for all renderers."""

import re
import unicodedata

# Neither XML nor PDF can hold control characters, surrogates and noncharacters; marks that turn
# the direction of writing would show a figure other than the one that is stored.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")


def plain(text: str) -> str:
    """Return text in NFC, where what no format can hold became "�" and tabs became spaces."""
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNFIT.sub("\ufffd", text))
