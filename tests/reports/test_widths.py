"""How long words are, how wide columns, how high heads: measured as print measures them."""

import json

import pytest
import typst

from apps.reports.document import Cell, Column, HeadCell, Row, Table
from apps.reports.renderers import content, heads, letters, paper, widths


def table(columns: tuple[Column, ...], head: tuple[HeadCell, ...], *rows: tuple[str, ...]) -> Table:
    return Table(
        name="Bảng",
        columns=columns,
        head=(head,),
        rows=tuple(Row(tuple(Cell(text) for text in row)) for row in rows),
    )


def test_words_are_as_long_as_their_letters_in_times_new_roman():
    # S 556, o 500, space 250, 1 500 thousandths: at 10 points 18.06.
    assert paper.length("So 1", 10) == pytest.approx(18.06)
    # Marks take no room; a horn a little.
    assert paper.length("Số 1", 10) == paper.length("So 1", 10)
    assert paper.length("Sơ 1", 10) == pytest.approx(18.06 + 0.45)
    assert paper.length("đ", 10, is_bold=True) == pytest.approx(5.56)


def test_words_go_on_in_the_next_line_where_they_do_not_fit():
    # Each "aaaa" is 4 of 444 thousandths of 10 points: 17.76; with a space 20.26.
    assert paper.lines("aaaa aaaa aaaa", 40, 10) == 2
    assert paper.lines("aaaa aaaa aaaa", 39, 10) == 2
    assert paper.lines("aaaa aaaa aaaa", 30, 10) == 3
    assert paper.lines("aaaa\naaaa", 100, 10) == 2
    # One word of 177.6 points in lines of 40 takes five.
    assert paper.lines("a" * 40, 40, 10) == 5
    assert paper.lines("", 40, 10) == 1


def test_columns_keep_their_shares_where_nothing_would_break():
    given = table((Column(1), Column(3)), (HeadCell("a"), HeadCell("b")), ("1", "chữ"))
    assert widths.fitted(given, 400, 6) == [100, 300]


def test_a_figure_that_would_break_takes_room_from_the_others():
    # Eleven digits and marks of 500 and 250 in 11 points: "614.000/4.117.000" needs some 80.
    figure = "614.000/4.117.000"
    given = table((Column(1, "right"), Column(9)), (HeadCell("a"), HeadCell("b")), (figure, "chữ"))
    first, second = widths.fitted(given, 500, 6)
    assert first > paper.length(figure, 11) + 6
    assert first + second == pytest.approx(500)


def test_no_word_takes_more_than_a_fifth():
    given = table((Column(1), Column(19)), (HeadCell("a"), HeadCell("b")), ("x" * 2_000, "chữ"))
    assert widths.fitted(given, 500, 6)[0] == pytest.approx(100)


def test_columns_that_all_lack_room_share_what_there_is():
    columns = tuple(Column(1, "right") for _ in range(10))
    given = table(columns, tuple(HeadCell("a") for _ in columns), ("1.234.567.890",) * 10)
    assert widths.fitted(given, 300, 6) == pytest.approx([30] * 10)
    assert sum(widths.raised(given, 300, 6)) > 300


def test_cells_of_a_head_stand_where_those_above_leave_room():
    rows = (
        (HeadCell("TT", down=2), HeadCell("Kết quả", across=2), HeadCell("Số", down=2)),
        (HeadCell("Đạt"), HeadCell("Tỷ lệ")),
    )
    found = [(row, column, cell.text) for row, column, cell in heads.positions(rows)]
    assert found == [(0, 0, "TT"), (0, 1, "Kết quả"), (0, 3, "Số"), (1, 1, "Đạt"), (1, 2, "Tỷ lệ")]


def test_words_that_fit_in_no_line_are_turned_and_have_the_height_they_need():
    head = heads.placed(((HeadCell("Chuyên viên"), HeadCell("Tổng số")),), [12, 100], 10)
    assert [cell.is_turned for cell in head.cells] == [True, False]
    # One line of "Chuyên viên" is all that 12 points hold: it stands as high as it is long.
    assert head.heights[0] > paper.length("Chuyên viên", 10, is_bold=True)


@pytest.mark.parametrize("is_bold", [False, True])
def test_no_word_is_printed_longer_than_it_is_taken_for(is_bold: bool):
    # A row that is held for one line high is not measured in print, so it must not be higher.
    words = [
        "◐ Chưa xác định",
        "△ 12",
        "● Đạt",
        "≥ 17,5 %",
        "51,9–67,8 %",
        "Phường Văn Miếu - Quốc Tử Giám",
        "Ban Quản lý Khu Công nghệ cao “Hòa Lạc” … 2 × 3 · Ước mơ",
    ]
    longest = [paper.length(word, 9, is_bold=is_bold) * widths.SAFETY for word in words]
    source = f"""
        #let faces = ((name: "DejaVu Sans", covers: regex("[●△◐]")), "Liberation Serif")
        #set text(font: faces, size: 9pt, weight: "{"bold" if is_bold else "regular"}")
        #let given = json(bytes(sys.inputs.given))
        #context for (word, longest) in given {{
          assert(measure(word).width <= longest * 1pt, message: word)
        }}"""
    given = json.dumps(list(zip(words, longest, strict=True)))
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[letters.FONTS]
    )
    assert typst.compile(
        source.encode(), font_paths=fonts, format="svg", sys_inputs={"given": given}
    )


def test_a_row_is_held_for_one_line_only_where_every_cell_fits():
    # "aaaa" is 17.76 points at size 10; the columns leave 20, 18 and 40.
    def is_low(*texts: str, role: str = "plain") -> bool:
        row = Row(tuple(Cell(text) for text in texts), role)
        return content._is_low(row, [20, 18, 40], 10)

    assert is_low("aaaa", "aaa", "aaaa aaaa")
    assert not is_low("aaaa", "aaaa", "")
    assert not is_low("aaaa", "aaa", "a\na")
    assert not is_low("a", "", "", role="group")
