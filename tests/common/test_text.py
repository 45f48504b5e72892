"""Vietnamese text: one form, searching, sorting."""

import unicodedata

import pytest

from apps.common.text import clean, search_key, sort_key


def test_text_is_kept_in_one_form_with_single_spaces():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hòa")
    assert clean(f"  {decomposed}\u00a0 \tBình\u200b \r\n") == "Nguyễn Thị Hòa Bình"


@pytest.mark.parametrize(
    "name",
    ["Hòa", "Hoà", "HÒA", "hoa", unicodedata.normalize("NFD", "Hòa")],
)
def test_a_name_is_found_without_accents_however_they_are_placed(name):
    assert search_key(name) == "hoa"


@pytest.mark.parametrize("letter", ["đ", "Đ", "\u00d0", "\u0189"])
def test_look_alikes_of_the_letter_are_one_letter(letter):
    assert search_key(f"{letter}ức") == "duc"


def shuffled(names: list[str]) -> list[str]:
    return names[1::2] + names[::2]


def test_names_sort_by_given_then_middle_then_family_name():
    expected = [
        "Nguyễn Văn An",
        "Trần Thị Ánh",
        "Lê Bình",
        "Lê Thị Bình",
        "Phạm Thị Bình",
        "Lê Văn Bình",
        "Trần Cường",
        "Vũ Dũng",
        "Vũ Đạt",
        "Ngô Sơn",
    ]
    assert sorted(shuffled(expected), key=sort_key) == expected


def test_tones_come_in_the_vietnamese_order():
    # Level, falling, asking, tumbling, rising, heavy.
    tones = ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"]
    assert sorted(shuffled(tones), key=sort_key) == tones
    # A letter with a mark comes after the letter without: a ă â, e ê, o ô ơ, u ư, d đ.
    letters = ["Lê Tam", "Lê Tăm", "Lê Tâm", "Lê Tem", "Lê Têm", "Lê Tom", "Lê Tôm", "Lê Tơm"]
    assert sorted(shuffled(letters), key=sort_key) == letters


def test_a_single_name_and_an_empty_one_have_keys():
    assert sort_key("Bình")
    assert isinstance(sort_key(""), str)
