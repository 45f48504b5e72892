"""Headings as offices write them, and what each column is taken for."""

import pytest

from apps.imports.workbook.columns import choose_table, read_columns
from apps.imports.workbook.contract import SheetReading
from tests.imports.workbook.sheets import book, opened, people, reading

AN = [1, "Nguyễn Văn An", "15/08/1979", "Nam", "Sở Nội vụ", "Giám đốc", "x"]


@pytest.mark.parametrize("above", range(5))
def test_headings_may_stand_on_any_of_the_first_rows(tmp_path, above):
    titles = [["UBND THÀNH PHỐ HÀ NỘI"], ["SỞ NỘI VỤ"], ["DANH SÁCH CÁN BỘ"], ["Năm 2025"]]
    rows = [*titles[:above], ["TT", "HỌ VÀ TÊN", "Năm sinh", "Nữ", "Chức vụ"], AN[:5]]
    read = reading(tmp_path, book(rows))
    assert (read.table, read.first_heading, read.last_heading) == ("people", above + 1, above + 1)
    assert read.columns == {1: "serial", 2: "full_name", 3: "born", 5: "title"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ tên khai sinh", "full_name"),
        ("HỌ TÊN CÁN BỘ", "full_name"),
        ("Ngày, tháng, năm sinh", "born"),
        ("Ngày sinh (dd/mm/yyyy)", "born"),
        ("Số CCCD", "personal_number"),
        ("Số định danh cá nhân", "personal_number"),
        ("Số hiệu CBCC", "cadre_key"),
        ("Chức vụ hiện nay", "title"),
        ("Đơn vị công tác", "unit"),
        ("LLCT", "political_theory"),
        ("Trình độ lý luận chính trị", "political_theory"),
        ("QLNN", "state_management"),
        ("Trình độ chuyên môn", "professional"),
        ("Trình độ chuyên môn cao nhất", "professional"),
        ("Diện quản lý", "managed_by"),
        ("Đánh giá, xếp loại năm 2024", "rating:2024"),
        ("Ngày bổ nhiệm", "start_on"),
        ("Gender", "gender"),
        # These only look like known ones.
        ("Ngày vào Đảng", ""),
        ("Chức vụ Đảng", ""),
        ("Đơn vị tính", ""),
        ("Ghi chú", ""),
    ],
)
def test_synonyms_are_known_and_what_only_looks_alike_is_not(tmp_path, heading, field):
    heads = ["STT", "Name", "Giới", "Phòng", "Vị trí việc làm", heading]
    full = field in ("full_name", "unit", "title", "gender")
    if full:
        heads = [
            h
            for h in heads
            if h
            != {"full_name": "Name", "unit": "Phòng", "title": "Vị trí việc làm", "gender": "Giới"}[
                field
            ]
        ]
        heads += ["Số thẻ căn cước", "Trình độ chuyên môn"]
    read = reading(tmp_path, book([heads, [1, "a", "b", "c", "d", "e", "f"]]))
    assert read.columns.get(heads.index(heading) + 1, "") == field


def test_two_rows_of_merged_headings_are_read_together(tmp_path):
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "", "Trình độ", "", "", "Giới tính"],
        ["", "", "Nam", "Nữ", "Chuyên môn", "LLCT", "QLNN", ""],
        [1, "Nguyễn Văn An", "15/08/1979", "", "ĐH", "CC", "CVC", ""],
    ]
    read = reading(tmp_path, book(rows, merged=("A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2")))
    assert (read.first_heading, read.last_heading) == (1, 2)
    assert list(read.columns.values()) == [
        *("serial", "full_name", "born:male", "born:female"),
        *("professional", "political_theory", "state_management", "gender"),
    ]
    assert read.headings[6] == "Trình độ › LLCT"


def test_columns_of_ticks_say_their_level(tmp_path):
    rows = [
        ["STT", "Họ và tên", "Giới tính", "", "Trình độ chuyên môn", "", ""],
        ["", "", "Nam", "Nữ", "ĐH", "Thạc sỹ", "Khác"],
        [1, "Nguyễn Văn An", "x", "", "", "x", ""],
    ]
    read = reading(tmp_path, book(rows, merged=("C1:D1", "E1:G1")))
    assert read.columns == {
        1: "serial",
        2: "full_name",
        3: "gender:male",
        4: "gender:female",
        5: "professional:university",
        6: "professional:master",
    }


def test_a_sheet_without_known_headings_is_left_out(tmp_path):
    assert reading(tmp_path, book([["Số liệu", "Quý I"], ["Thu", 5]])).table == ""
    assert read_columns(opened(tmp_path, book([])))[0].table == ""


def test_the_proof_of_the_order_of_dates_is_a_cell(tmp_path):
    read = reading(tmp_path, people([1, "An", "1/2/1980"], [2, "Bình", "20/8/1979"]))
    assert read.dates == {"born": ("dmy", "Day first: cell C3 (20/8/1979) has no other reading.")}


def test_a_column_that_fits_both_orders_asks_the_officer(tmp_path):
    read = reading(tmp_path, people([1, "An", "1/2/1980"]))
    order, proof = read.dates["born"]
    assert order == ""
    assert "C2 (1/2/1980)" in proof


def test_a_reading_survives_being_stored_and_is_remembered(tmp_path):
    sheets = opened(tmp_path, people([1, "An", "1/2/1980"]))
    [read] = read_columns(sheets)
    read.columns[5] = ""
    read.columns = {number: name for number, name in read.columns.items() if name}
    read.dates["born"] = ("mdy", "")
    stored = SheetReading.from_json(read.to_json())
    [again] = read_columns(sheets, remembered=[stored])
    assert again.is_remembered
    assert again.columns == read.columns
    assert again.dates["born"][0] == "mdy"
    # A file with other headings is not what was corrected.
    other = opened(tmp_path, people([1, "An"], heads=["TT", "Họ tên", "Ngày sinh", "Chức vụ"]))
    assert not read_columns(other, remembered=[stored])[0].is_remembered


def test_what_was_chosen_does_not_stand_against_a_proof(tmp_path):
    [read] = read_columns(opened(tmp_path, people([1, "An", "1/2/1980"])))
    read.dates["born"] = ("mdy", "")
    proved = opened(tmp_path, people([1, "An", "15/2/1980"]))
    assert read_columns(proved, remembered=[read])[0].dates["born"][0] == "dmy"


def test_another_table_may_be_chosen_for_a_sheet(tmp_path):
    sheets = opened(tmp_path, people(AN))
    [read] = read_columns(sheets)
    chosen = choose_table(read, sheets.sheets[0], "cadres.csv")
    assert chosen.columns == {1: "serial", 2: "full_name", 3: "born", 4: "gender"}


@pytest.mark.parametrize("spoilt", [{}, {"sheet": "a"}, None, []])
def test_what_is_no_reading_is_refused(spoilt):
    with pytest.raises(ValueError, match="not a reading"):
        SheetReading.from_json(spoilt)


def test_fonts_and_characters_of_old_tell_the_encoding(tmp_path):
    rows = [["TT", "Hä vµ tªn", "Ngµy sinh", "Chøc vô"], [1, "NguyÔn V¨n Hïng", "1979", "Gi¸m ®èc"]]
    by_font = reading(tmp_path, book(rows, font=".VnTime"))
    assert by_font.encoding == ("tcvn3", "Font .VnTime in cell A1.") or "B1" in by_font.encoding[1]
    assert by_font.columns == {1: "serial", 2: "full_name", 3: "born", 4: "title"}
    by_signs = reading(tmp_path, book(rows))
    assert by_signs.encoding[0] == "tcvn3"
    assert by_signs.columns == by_font.columns
