"""The twelve digits: their shape, what they say, and where they disagree with the record."""

import pytest

from apps.cadres.personal_numbers import contradictions, gender_of, masked, parse, year_of
from apps.common.partial import PartialDate


def test_spaces_dots_and_dashes_are_left_out() -> None:
    assert parse(" 001 185-012.345") == "001185012345"


@pytest.mark.parametrize(
    "text", ["", "1185012345", "0011850123456", "00118501234x", "٠٠١١٨٥٠١٢٣٤٥"]
)
def test_anything_but_twelve_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        parse(text)


@pytest.mark.parametrize(
    ("number", "gender", "year"),
    [
        ("001085012345", "male", 1985),
        ("001185012345", "female", 1985),
        ("001203012345", "male", 2003),
        ("001303012345", "female", 2003),
    ],
)
def test_the_fourth_digit_is_century_and_gender(number: str, gender: str, year: int) -> None:
    assert (gender_of(number), year_of(number)) == (gender, year)


def test_only_the_province_and_the_last_three_digits_are_shown() -> None:
    assert masked("001185012345") == "001••••••345"


def test_what_agrees_or_is_not_recorded_contradicts_nothing() -> None:
    assert contradictions("001185012345", PartialDate(1985, 8), "female") == []
    assert contradictions("001185012345", None, "") == []


def test_every_disagreement_is_named() -> None:
    # 003 was no province; 185 is a woman born in 1985.
    found = contradictions("003185012345", PartialDate(1986), "male")
    assert found == ["province", "gender", "born"]


def test_a_birth_registered_abroad_has_the_code_of_a_country() -> None:
    assert contradictions("101185012345", PartialDate(1985), "female") == []
