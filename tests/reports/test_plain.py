"""One rule for what a text may hold."""

from apps.reports.renderers.plain import plain
from tests.reports.hostile import CONTROLS, DECOMPOSED, HOSTILE


def test_what_no_format_can_hold_leaves_a_mark_where_it_stood():
    assert plain(CONTROLS) == "a�b�c�d�e�f�g�h"
    assert plain("a\ud800b\U0001fffec\u2066d") == "a�b�c�d"


def test_decomposed_text_comes_out_composed():
    assert len(DECOMPOSED) > len(plain(DECOMPOSED))
    assert plain(DECOMPOSED) == "Nguyễn Thị Hoà Bình – Sở Nội vụ"


def test_breaks_of_every_system_are_one_and_tabs_are_spaces():
    assert plain("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"


def test_every_other_text_stays_as_it_is():
    for text in HOSTILE:
        assert plain(text) == text
