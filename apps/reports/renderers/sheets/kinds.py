"""How a spreadsheet shows a number: as it is printed, with no decimal fewer."""

from __future__ import annotations

import re
from fractions import Fraction

DAY = "dd/mm/yyyy"
TEXT = "@"
# A float holds fifteen digits; a longer number would change.
GREATEST = 10**15
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_COMPARED = re.compile(r"[<>≤≥]\s*")
_MOST_DECIMALS = 8


def whole(value: int, printed: str) -> str:
    """Return the format of a whole number: with its thousands apart, unless printed together."""
    digits = str(abs(value))
    figure = "0" if len(digits) > 3 and digits in _NUMERAL.findall(printed) else "#,##0"
    return _signed(figure, printed)


def ratio(value: Fraction, printed: str) -> str:
    """Return the format of a ratio, with the decimals that it is printed with."""
    numerals = set(_NUMERAL.findall(printed))
    for scale, sign in ((100, "%"), (1, "")):
        for decimals in range(_MOST_DECIMALS + 1):
            if numerals & _said(abs(value) * scale, decimals):
                return _signed(_figure(decimals) + sign, printed)
    longest = max((len(_after_mark(numeral)) for numeral in numerals), default=1)
    return _signed(_figure(longest) + ("%" if "%" in printed or not numerals else ""), printed)


def _said(value: Fraction, decimals: int) -> set[str]:
    """Return a number rounded half up, as both languages write it."""
    scaled = (2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator)
    units, rest = divmod(scaled, 10**decimals)
    if not decimals:
        return {str(units)}
    return {f"{units}{mark}{rest:0{decimals}d}" for mark in ",."}


def _after_mark(numeral: str) -> str:
    return re.split("[.,]", numeral)[-1] if re.search("[.,]", numeral) else ""


def _figure(decimals: int) -> str:
    return f"0.{'0' * decimals}" if decimals else "0"


def _signed(figure: str, printed: str) -> str:
    if compared := _COMPARED.match(printed):
        return f'"{compared.group()}"{figure}'
    return f"+{figure};-{figure};{figure}" if printed.lstrip().startswith("+") else figure
