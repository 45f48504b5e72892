"""Reading one cell under one field: text in codes, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from apps.cadres.codes import LADDERS
from apps.cadres.personal_numbers import PROVINCES
from apps.imports.workbook import words
from apps.imports.workbook.contract import Value
from apps.imports.workbook.days import NoDateError, partial
from apps.imports.workbook.plain import Letters, proper_name
from apps.imports.workbook.vocabulary import DATES, base

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ERRORS = frozenset("#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM!".split())
_EMPTY = frozenset(("-", "–", "—", "...", "…", "//"))
_NUMBER_SIGNS = re.compile(r"[\s.\-']")
_TWO_DIGITS = re.compile(r"\d{1,2}\s?[/.,\-\s]\s?\d{1,2}\s?[/.,\-\s]\s?\d{2}", re.ASCII)
_YEAR = re.compile(r"(?:năm\s*)?((?:19|20)\d\d)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r".*\[([^\[\]/]{1,50})\]")
_LONGEST = {"cadre_key": 50, "decision": 100}
_GROUPS = {
    "gender": "gender",
    "kind": "kind",
    "managed_by": "managed_by",
    "rating": "rating",
    "is_leadership": "yes_no",
    "is_primary": "yes_no",
    "is_concurrent": "yes_no",
    **{kind: kind for kind in LADDERS if kind != "professional"},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cell says, and the code of what is wrong with it or worth knowing."""

    text: str
    code: str = ""
    about: dict[str, str] = field(default_factory=dict)


EMPTY = Outcome("")
Convert = Callable[[Value, str], Outcome]


class CellReader:
    """Reads the cells of a column, each distinct one once."""

    def __init__(self, name: str, letters: Letters, *, order: str, is_1904: bool) -> None:
        self.letters = letters
        self.known: dict[object, Outcome] = {}
        self.convert = _converter(name, order=order, is_1904=is_1904)

    def read(self, value: Value, font: str = "") -> Outcome:
        """Return what a cell says."""
        if value is None:
            return EMPTY
        mark = (value, font) if font else value
        outcome = self.known.get(mark)
        if outcome is None:
            outcome = self.known[mark] = self._read(value, font)
        return outcome

    def _read(self, value: Value, font: str) -> Outcome:
        text = self.letters.text(value, font)
        if not text or text in _EMPTY:
            return EMPTY
        if text in _ERRORS:
            return Outcome("", "formula_error")
        if _CONTROL.search(text):
            return Outcome("", "control_character")
        return self.convert(value, text)


def _converter(name: str, *, order: str, is_1904: bool) -> Convert:
    field_name, _, code = name.partition(":")
    if field_name in DATES:
        is_birth = field_name == "born"

        def convert(value: Value, text: str) -> Outcome:
            return _date(value, text, order, is_birth=is_birth, is_1904=is_1904)

        return convert
    if code and field_name != "rating":
        return _tick(code)
    if field_name in _GROUPS:
        return _word(_GROUPS[field_name])
    return _OTHERS.get(field_name) or _text(_LONGEST.get(field_name, 200))


def _date(value: Value, text: str, order: str, *, is_birth: bool, is_1904: bool) -> Outcome:
    try:
        day = partial(value, text, order, is_birth=is_birth, is_1904=is_1904)
    except NoDateError as error:
        return Outcome("", error.code, error.about)
    if _TWO_DIGITS.fullmatch(text):
        return Outcome(day, "two_digit_year", {"year": day[:4]})
    return Outcome(day)


def _tick(code: str) -> Convert:
    def convert(_value: Value, text: str) -> Outcome:
        said = words.code_of("yes_no", text)
        if said == "no":
            return EMPTY
        # Anything written in such a column, a year or a subject, says as much as a tick.
        return Outcome(code) if said == "yes" or len(text) > 1 else Outcome("", "not_a_tick")

    return convert


def _word(group: str) -> Convert:
    def convert(_value: Value, text: str) -> Outcome:
        return coded(group, text)

    return convert


def coded(group: str, text: str) -> Outcome:
    """Return the code of a word, or the nearest known word as advice."""
    code = words.code_of(group, text)
    if code is not None:
        return Outcome(code)
    near = words.nearest(group, text)
    if near:
        return Outcome("", "unknown_word_near", {"near": near})
    return Outcome("", "unknown_word", {"words": ", ".join(words.offered(group))})


def _text(longest: int) -> Convert:
    def convert(_value: Value, text: str) -> Outcome:
        if len(text) > longest:
            return Outcome("", "too_long", {"limit": str(longest)})
        return Outcome(text)

    return convert


def _name(_value: Value, text: str) -> Outcome:
    if len(text) > 200:
        return Outcome("", "too_long", {"limit": "200"})
    if any(sign.isdigit() for sign in text):
        return Outcome("", "digits_in_name")
    return Outcome(proper_name(text))


def _cadre_key(_value: Value, text: str) -> Outcome:
    if "/" in text:
        return Outcome("", "slash_in_key")
    return Outcome(text) if len(text) <= 50 else Outcome("", "too_long", {"limit": "50"})


def _personal_number(_value: Value, text: str) -> Outcome:
    """Return twelve digits; Excel drops the zeros that a number begins with."""
    digits = _NUMBER_SIGNS.sub("", text)
    if "e+" in digits.lower():
        return Outcome("", "rounded_number")
    if not (digits.isascii() and digits.isdigit()):
        return Outcome("", "not_a_personal_number")
    whole = digits.zfill(12)
    if len(digits) == 12:
        return Outcome(digits)
    if 10 <= len(digits) < 12 and whole[:3] in PROVINCES:
        return Outcome(whole, "zeros_missing", {"number": whole})
    # Nobody's number begins with 000: nine digits are an identity card from before 2016.
    return Outcome("", "old_identity_card" if len(digits) == 9 else "not_a_personal_number")


def _calendar_year(_value: Value, text: str) -> Outcome:
    found = _YEAR.fullmatch(text)
    return Outcome(found[1]) if found else Outcome("", "not_a_year")


def _category(_value: Value, text: str) -> Outcome:
    """Return the key that a list offered in brackets, or what is written."""
    found = _IN_BRACKETS.fullmatch(text)
    if found:
        return Outcome(found[1].strip())
    return Outcome(text) if len(text) <= 200 else Outcome("", "too_long", {"limit": "200"})


def _degree(_value: Value, text: str) -> Outcome:
    found = words.degree_of(text)
    if found is None:
        return coded("professional", text)
    return Outcome(found[0], about={"subject": found[1]})


def level(kind: str, text: str) -> Outcome:
    """Return the code of a level on the ladder of a kind."""
    if kind == "professional":
        return _degree(None, text)
    return coded(kind, text)


def is_tick_field(name: str) -> bool:
    """Tell whether a field holds yes or no, where an empty cell can mean no."""
    return _GROUPS.get(base(name)) == "yes_no"


_OTHERS: dict[str, Convert] = {
    "full_name": _name,
    "family_name": _name,
    "given_name": _name,
    "cadre_key": _cadre_key,
    "personal_number": _personal_number,
    "year": _calendar_year,
    "category": _category,
    "professional": _degree,
}
