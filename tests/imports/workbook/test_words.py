"""Words of offices for codes."""

import pytest

from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY, RATINGS
from apps.imports.workbook.words import CODES, code_of, degree_of, nearest, offered, shown_word


@pytest.mark.parametrize(
    ("group", "word", "code"),
    [
        ("gender", "Nữ", "female"),
        ("gender", "NAM ", "male"),
        ("professional", "ĐH", "university"),
        ("professional", "Thạc sỹ", "master"),
        ("professional", "ThS.", "master"),
        ("political_theory", "Cao cấp LLCT", "advanced"),
        ("political_theory", "Cử nhân chính trị", "bachelor"),
        ("political_theory", "TC", "intermediate"),
        ("political_theory", "Chưa có", "none"),
        ("state_management", "CVC", "principal"),
        ("state_management", "Chuyên viên cao cấp & TĐ", "senior"),
        ("state_management", "Chuyên viên và tương đương", "specialist"),
        ("managed_by", "Diện Ban Thường vụ Thành uỷ quản lý", "city_standing_committee"),
        ("managed_by", "BTV Đảng ủy", "subordinate_standing_committee"),
        ("rating", "HTXSNV", "excellent"),
        ("rating", "Hoàn thành tốt", "good"),
        ("rating", "Không HTNV", "not_completed"),
        ("yes_no", "✓", "yes"),
        ("yes_no", "x", "yes"),
        ("yes_no", "1", "yes"),
        ("yes_no", "không", "no"),
        ("yes_no", "-", "no"),
        ("rating", "rất tốt", None),
    ],
)
def test_words_are_known_without_accents_case_and_fillers(group, word, code):
    assert code_of(group, word) == code


@pytest.mark.parametrize(
    ("text", "level", "subject"),
    [
        ("Thạc sĩ Luật", "master", "Luật"),
        ("Cử nhân ngành Kinh tế", "university", "Kinh tế"),
        ("ĐH Luật Hà Nội", "university", "Luật Hà Nội"),
        ("Tiến sĩ", "doctorate", ""),
        ("Kỹ sư xây dựng", "university", "xây dựng"),
        ("Cao đẳng sư phạm", "college", "sư phạm"),
    ],
)
def test_a_degree_says_its_level_and_its_subject(text, level, subject):
    assert degree_of(text) == (level, subject)


def test_what_is_offered_reads_back_as_every_code():
    codes = {
        "gender": GENDERS,
        "managed_by": MANAGED_BY,
        "rating": RATINGS,
        "kind": tuple(LADDERS),
        "yes_no": ("yes", "no"),
        **LADDERS,
    }
    for group, known in codes.items():
        assert {code_of(group, word) for word in offered(group)} == set(known)
        assert set(CODES[group].values()) == set(known)
        for code in known:
            assert code_of(group, shown_word(group, code)) == code
            assert code_of(group, code) == code


def test_the_nearest_word_is_given_as_advice():
    assert nearest("professional", "Đại hc") == "Đại học"
    assert nearest("rating", "Hoàn thành tôt nhiêm vu") == "Hoàn thành tốt nhiệm vụ"
    assert nearest("gender", "không xác định") == ""
