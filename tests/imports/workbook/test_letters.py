"""Text from before Unicode, worked examples: what stands in the file and what it shows."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.imports.workbook.letters import TCVN3, decoded, encoding_of_font, guess
from apps.imports.workbook.plain import Letters, key, proper_name, tidy

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng"),
        ("TrÇn ThÞ Mai H\xad¬ng", "Trần Thị Mai Hương"),
        ("§µo Quèc Tr\xadëng", "Đào Quốc Trưởng"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Phßng Tæ chøc c¸n bé", "Phòng Tổ chức cán bộ"),
        ("Së Néi vô", "Sở Nội vụ"),
    ],
)
def test_text_in_vntime_reads_as_it_shows(written, shown):
    assert decoded(written, "tcvn3", ".VnTime") == shown
    assert guess([written])[0] == "tcvn3"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
        ("Traàn Thò Mai Höông", "Trần Thị Mai Hương"),
        ("ÑAØO QUOÁC TRÖÔÛNG", "ĐÀO QUỐC TRƯỞNG"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Phoøng Toå chöùc caùn boä", "Phòng Tổ chức cán bộ"),
        ("Sôû Noäi vuï", "Sở Nội vụ"),
    ],
)
def test_text_in_vni_times_reads_as_it_shows(written, shown):
    assert decoded(written, "vni", "VNI-Times") == shown
    assert guess([written])[0] == "vni"


def test_a_font_whose_name_ends_in_h_shows_capitals():
    assert decoded("NguyÔn v¨n hïng", "tcvn3", ".VnTimeH") == "NGUYỄN VĂN HÙNG"


def test_tcvn3_has_every_small_letter_of_the_alphabet():
    assert set(TCVN3.values()) >= {letter for letter in VOWELS if not letter.isascii()}


def test_the_font_tells_the_encoding():
    assert [encoding_of_font(f) for f in (".VnArial", "VNI-Helve", "Times New Roman")] == [
        *("tcvn3", "vni", "unicode")
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["Nguyễn Văn Hùng", "Trần Thị Mai"],
        ["Bùi Hùng", "Lò Thân", "Tô Hoài", "Cao Bá Quát"],
        ["Hoà", "Quý", "thuở", "Thuỵ Uý", "khoái", "xoài", "Hoè"],
        ["Nguyen Van A", "Le B"],
    ],
)
def test_names_in_unicode_are_left_alone(names):
    assert guess(names) == ("unicode", "")


@given(st.text(VOWELS + "bcdghklmnpqrstvx ", max_size=30))
def test_unicode_text_is_never_changed_by_fonts_of_old(text):
    text = unicodedata.normalize("NFC", text)
    has_sign = any(letter in text for letter in "đạảắăơưừ")
    if has_sign:
        assert Letters("tcvn3", is_by_font=True).text(text, ".VnTime") == tidy(text)


@given(st.text(max_size=60))
def test_tidied_text_stays_as_it_is(text):
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()
    assert "\u00a0" not in once
    assert "\u200b" not in once


def test_look_alikes_nfd_and_what_cannot_be_seen_are_put_right():
    assert tidy("\u00d0ào\u00a0\u200b V\u0103n\u00ad  Tua\u0302\u0301n\ufeff ") == "Đào Văn Tuấn"
    assert tidy(unicodedata.normalize("NFD", "Nguyễn Hữu Thắng")) == "Nguyễn Hữu Thắng"
    assert key("  ĐƠN-VỊ công tác: ") == "don vi cong tac"


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("NGUYỄN VĂN HÙNG", "Nguyễn Văn Hùng"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y-BLOK", "Y-Blok"),
        ("Lê thị Hà", "Lê thị Hà"),
    ],
)
def test_only_names_all_in_capitals_are_rewritten(name, proper):
    assert proper_name(name) == proper
