"""The personal identification number: twelve digits that say where, when and as what sex a birth
was registered (Circular 59/2021/TT-BCA, article 4). Pure: no Django.

There is no check digit, and numbers are corrected and issued again, so a contradiction is a
reason to look, never a reason to refuse.
"""

from __future__ import annotations

import re
from typing import Literal

from apps.common.partial import PartialDate

LENGTH = 12
# Places of registration before the mergers of 2025 (annex of Circular 07/2016/TT-BCA); numbers
# once issued keep theirs.
PROVINCES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035"
    " 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072"
    " 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096".split()
)
_SEPARATORS = re.compile(r"[\s.\-]")

Contradiction = Literal["province", "gender", "born"]


def parse(text: str) -> str:
    """Return the twelve digits without spaces, dots and dashes; raise ValueError for others."""
    digits = _SEPARATORS.sub("", text)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"not {LENGTH} digits")
    return digits


def masked(number: str) -> str:
    """Return the number with only the place of registration and the last three digits."""
    return f"{number[:3]}••••••{number[-3:]}"


def gender_of(number: str) -> str:
    """Return the gender that the number was issued for."""
    return "female" if int(number[3]) % 2 else "male"


def year_of(number: str) -> int:
    """Return the year of birth that the number was issued for."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def contradictions(number: str, born: PartialDate | None, gender: str) -> list[Contradiction]:
    """Return what in the number disagrees with what is recorded of the person."""
    found: list[Contradiction] = []
    # Births abroad are registered under codes of countries, from 100 on.
    if number[:3] not in PROVINCES and int(number[:3]) < 100:
        found.append("province")
    if gender and gender != gender_of(number):
        found.append("gender")
    if born and born.year != year_of(number):
        found.append("born")
    return found
