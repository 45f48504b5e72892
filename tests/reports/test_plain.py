"""One rule for what a text may hold."""

from apps.reports.renderers.plain import printable
from tests.reports.hostile import CONTROLS, DECOMPOSED, HOSTILE


def test_what_no_format_can_hold_leaves_a_sign_where_it_stood():
    assert printable(CONTROLS) == "a␀b␇c␛d␡e�f�g�h"
    assert printable("a\ud800b\uffffc\u2066d") == "a�b�c�d"


def test_decomposed_text_comes_out_composed():
    assert len(DECOMPOSED) > len(printable(DECOMPOSED))
    assert printable(DECOMPOSED) == "Nguyễn Thị Hoà Bình – Sở Nội vụ"


def test_breaks_of_every_system_are_one():
    assert printable("a\r\nb\rc\u2028d\ne") == "a\nb\nc\nd\ne"


def test_every_other_text_stays_as_it_is():
    for text in HOSTILE:
        assert printable(text) == text
