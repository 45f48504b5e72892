"""Rows of real lists in codes, each fault at its cell."""

from datetime import date

import pytest

from apps.imports.workbook import limits
from apps.imports.workbook.columns import read_columns
from apps.imports.workbook.contract import Count, UnreadableError
from apps.imports.workbook.extracting import extract
from tests.imports.workbook.sheets import (
    HEADS,
    book,
    extracted,
    faults,
    notes,
    opened,
    people,
    rows_of,
)

WHO = ("full_name", "born", "gender")


def test_a_list_as_offices_keep_it(tmp_path):
    rows = [
        ["DANH SÁCH CÁN BỘ, CÔNG CHỨC SỞ NỘI VỤ"],
        [],
        ["STT", "Họ và tên", "Ngày sinh", "", "Chức vụ", "Trình độ", "", "Số CCCD", "Xếp loại năm 2024"],
        ["", "", "Nam", "Nữ", "", "Chuyên môn", "LLCT"],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["I", "Lãnh đạo Sở"],
        [1, "NGUYỄN VĂN  HÙNG\u00a0", "15/8/75", "", "Giám đốc", "Thạc sĩ Luật", "CC", 1075001234, "HTXSNV"],
        [2, "Trần Thị Mai ", "", "1979", "Phó Giám đốc", "ĐH", "Trung cấp", "001179001234", "Tốt"],
        ["II", "Phòng Tổ chức"],
        [3, "Tống Văn Cộng", 27621, "", "Chuyên viên", "CĐ", "", "", ""],
        [],
        ["", "Cộng: 3 người"],
        [],
        ["", "", "", "", "", "Hà Nội, ngày 05 tháng 3 năm 2026"],
        ["", "NGƯỜI LẬP BIỂU", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
        ["", "Lê Văn Lập", "", "", "", "Phạm Văn Trưởng"],
    ]  # fmt: skip
    merged = ("A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:G3", "H3:H4", "I3:I4")
    found = extracted(tmp_path, book(rows, merged=merged))
    assert rows_of(found, "cadres.csv", *WHO, "personal_number", "row") == [
        ("Nguyễn Văn Hùng", "1975-08-15", "male", "001075001234", 7),
        ("Trần Thị Mai", "1979", "female", "001179001234", 8),
        ("Tống Văn Cộng", "1975-08-15", "male", "", 10),
    ]
    assert rows_of(found, "appointments.csv", "title", "is_leadership", "is_primary") == [
        ("Giám đốc", "yes", "yes"),
        ("Phó Giám đốc", "yes", "yes"),
        ("Chuyên viên", "no", "yes"),
    ]
    assert rows_of(found, "qualifications.csv", "full_name", "kind", "level", "name") == [
        ("Nguyễn Văn Hùng", "professional", "master", "Luật"),
        ("Trần Thị Mai", "professional", "university", ""),
        ("Tống Văn Cộng", "professional", "college", ""),
        ("Nguyễn Văn Hùng", "political_theory", "advanced", ""),
        ("Trần Thị Mai", "political_theory", "intermediate", ""),
    ]
    assert rows_of(found, "appraisals.csv", "full_name", "year", "rating") == [
        ("Nguyễn Văn Hùng", "2024", "excellent"),
        ("Trần Thị Mai", "2024", "good"),
    ]
    assert faults(found) == []
    assert notes(found) == [
        ("E4", "No column says who leads; the titles decide. Check the result."),
        ("C7", "Years of two digits stand in this column: here 1975 is taken. Check them."),
        (
            "H7",
            "Zeros at the beginning of numbers are missing in this column: here read as 001075001234.",
        ),
    ]
    # Groups (rows 6, 9), the total (12), place and date (14), signatures (15, 16); row 5 numbers.
    assert found.counts == {"Danh sách": Count(read=3, blank=2, subtotal=6, serial_only=1)}
    assert found.letters["Danh sách", "personal_number"] == "H"
    assert found.letters["Danh sách", "born"] == "C"


@pytest.mark.parametrize(
    ("column", "written", "said"),
    [
        (
            2,
            "30/02/1979",
            "This day is not in the calendar. Enter it again, or write only 02/1979.",
        ),
        (2, "không rõ", "“không rõ” is not a date. Write 15/08/1979, 08/1979 or 1979."),
        (2, "1879", "The year is not between 1900 and 2100. Enter it again."),
        (3, "Nuux", "“Nuux” is not known. Did you mean “Nữ”?"),
        (3, "khác", "“khác” is not known. Write one of: Nữ, Nam."),
        (1, "Nguyễn Văn 5", "A name holds no digits. Correct it."),
        (1, "", "The cell must not be empty. Fill it in."),
        (4, "#REF!", "The formula gives an error (#REF!). Type the value itself."),
        (4, "Sở\x07", "A character that cannot be shown stands in the text. Type the text again."),
        (5, "x" * 201, "The text is longer than 200 characters. Shorten it."),
        (6, "có lẽ", "“có lẽ” is not known. Write one of: Có, Không."),
    ],
)
def test_every_fault_stands_at_its_cell_with_what_to_do(tmp_path, column, written, said):
    row: list[object] = [1, "Nguyễn Văn An", "15/08/1979", "Nam", "Sở Nội vụ", "Giám đốc", "có"]
    row[column] = written
    [problem] = extracted(tmp_path, people(row)).problems
    assert (problem.column, problem.row, problem.message) == ("ABCDEFG"[column], 2, said)
    assert problem.heading == HEADS[column]
    assert problem.is_fault


@pytest.mark.parametrize(
    ("written", "number", "fault"),
    [
        ("001079000123", "001079000123", ""),
        ("001 079 000 123", "001079000123", ""),
        (1079000123, "001079000123", ""),
        (36079000123, "036079000123", ""),
        ("36079000123", "036079000123", ""),
        (123456789, "", "Nine digits"),
        (9979000123, "", "12 digits"),
        ("1.079E+09", "", "rounded"),
        ("00107900012x", "", "12 digits"),
        (79123, "", "12 digits"),
    ],
)
def test_personal_numbers_get_their_zeros_back_or_are_refused(tmp_path, written, number, fault):
    heads = ["STT", "Họ và tên", "Số CCCD", "Chức vụ", "Lãnh đạo"]
    found = extracted(tmp_path, people([1, "An", written, "Chuyên viên", "không"], heads=heads))
    assert rows_of(found, "cadres.csv", "personal_number") == [(number,)]
    assert [fault in message for _at, message in faults(found)] == ([True] if fault else [])


def test_an_open_order_is_one_fault_of_the_column_and_the_officers_choice_settles_it(tmp_path):
    sheets = opened(tmp_path, people([1, "An", "1/2/1980"], [2, "Bình", "3/4/1981"]))
    readings = read_columns(sheets)
    found = extract(sheets, readings)
    assert [at for at, _said in faults(found)] == ["C1"]
    for order, days in (
        ("dmy", ["1980-02-01", "1981-04-03"]),
        ("mdy", ["1980-01-02", "1981-03-04"]),
    ):
        readings[0].dates["born"] = (order, "")
        chosen = extract(sheets, readings)
        assert list(chosen.tables["cadres.csv"]["born"]) == days
        assert faults(chosen) == []


def test_real_days_of_excel_are_read_in_both_systems(tmp_path):
    for system in (False, True):
        rows = [HEADS, [1, "An", date(1979, 2, 1)], [2, "Bình", 27621 - 1462 * system]]
        content = book(rows, date_1904=system, default_date_format="dd/mm/yyyy")
        found = extracted(tmp_path, content)
        assert list(found.tables["cadres.csv"]["born"]) == ["1979-02-01", "1975-08-15"]


def test_days_that_show_only_month_or_year_are_taken_as_they_show(tmp_path):
    for shown, expected in (("mm/yyyy", "1979-02"), ("yyyy", "1979")):
        content = book([HEADS, [1, "An", date(1979, 2, 1)]], default_date_format=shown)
        assert list(extracted(tmp_path, content).tables["cadres.csv"]["born"]) == [expected]


def test_ticks_mean_yes_and_their_absence_no(tmp_path):
    rows = [
        [n, "An", "1980", "Nam", "Sở", "Chuyên viên", tick]
        for n, tick in enumerate(["x", "", "✓", 1], 1)
    ]
    found = extracted(tmp_path, people(*rows))
    leads = list(found.tables["appointments.csv"]["is_leadership"])
    assert leads == ["yes", "no", "yes", "yes"]
    # Where no is written, an empty cell is not known to mean no.
    rows[0][6] = "không"
    assert faults(extracted(tmp_path, people(*rows))) == []


def test_a_person_on_several_rows_by_merged_cells_is_one_person(tmp_path):
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Trình độ chuyên môn"],
        [1, "Nguyễn Văn An", "1980", "Cử nhân Luật"],
        ["", "", "", "Thạc sĩ Kinh tế"],
        [2, "Trần Thị Bình", "1981", "ĐH"],
    ]
    found = extracted(tmp_path, book(rows, merged=("A2:A3", "B2:B3", "C2:C3")))
    assert rows_of(found, "cadres.csv", "full_name") == [("Nguyễn Văn An",), ("Trần Thị Bình",)]
    assert rows_of(found, "qualifications.csv", "full_name", "level", "name") == [
        ("Nguyễn Văn An", "university", "Luật"),
        ("Nguyễn Văn An", "master", "Kinh tế"),
        ("Trần Thị Bình", "university", ""),
    ]


def test_names_in_two_columns_are_put_together(tmp_path):
    rows = [
        ["STT", "Họ và tên", "", "Giới tính", "Chức vụ"],
        [1, "Nguyễn Văn", "An", "Nam", "Kế toán"],
    ]
    found = extracted(tmp_path, book(rows, merged=("B1:C1",)))
    assert rows_of(found, "cadres.csv", "full_name") == [("Nguyễn Văn An",)]
    apart = [
        ["STT", "Họ đệm", "Tên", "Giới tính", "Chức vụ"],
        [1, "Nguyễn Văn", "An", "Nam", "Kế toán"],
    ]
    assert rows_of(extracted(tmp_path, book(apart)), "cadres.csv", "full_name") == [
        ("Nguyễn Văn An",)
    ]


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times", ""])
def test_old_letters_become_unicode(tmp_path, font):
    rows = {
        "VNI": [["TT", "Hoï vaø teân", "Giôùi tính", "Chöùc vuï"], [1, "Nguyeãn Vaên Huøng", "Nam", "Keá toaùn"]],
        "": [["TT", "Hä vµ tªn", "Giíi tÝnh", "Chøc vô"], [1, "NguyÔn V¨n Hïng", "Nam", "KÕ to¸n"]],
    }["VNI" if font.startswith("VNI") else ""]  # fmt: skip
    found = extracted(tmp_path, book(rows, font=font))
    assert rows_of(found, "cadres.csv", "full_name", "gender") == [("Nguyễn Văn Hùng", "male")]
    title = rows_of(found, "appointments.csv", "title")[0][0]
    assert title == ("KẾ TOÁN" if font == ".VnTimeH" else "Kế toán")


def test_both_columns_of_birth_filled_is_a_fault(tmp_path):
    rows = [
        ["STT", "Họ và tên", "Năm sinh", "", "Chức vụ"],
        ["", "", "Nam", "Nữ"],
        [1, "An", 1980, 1981, "Kế toán"],
    ]
    found = extracted(tmp_path, book(rows, merged=("C1:D1",)))
    assert [at for at, _said in faults(found)] == ["C3"]


def test_sheets_of_facts_need_to_say_of_whom(tmp_path):
    heads = ["STT", "Số hiệu CBCC", "Họ và tên", "Loại bồi dưỡng", "Ngày hoàn thành"]
    content = book(
        [heads, [1, "", "", "Cập nhật [cap-nhat]", "2024"], [2, "A1", "", "QP", "6/2024"]],
        name="Bồi dưỡng",
    )
    found = extracted(tmp_path, content)
    assert [at for at, _said in faults(found)] == ["C2"]
    assert rows_of(found, "trainings.csv", "cadre_key", "category", "completed_on") == [
        ("", "cap-nhat", "2024"),
        ("A1", "QP", "2024-06"),
    ]


def test_a_list_of_too_many_people_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_PEOPLE", 2)
    rows = [[n, "An", "1980"] for n in range(1, 4)]
    with pytest.raises(UnreadableError, match="more than 2 people"):
        extracted(tmp_path, people(*rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1258", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_files_are_read_in_their_encodings(tmp_path, encoding, sign):
    lines = [
        "STT|Họ và tên|Ngày sinh|Giới tính|Chức vụ",
        "1|Nguyễn Thị Hồng Đào|15/08/1979|Nữ|Kế toán",
    ]
    text = "\r\n".join(lines).replace("|", sign)
    content = _in_1258(text) if encoding == "cp1258" else text.encode(encoding)
    found = extracted(tmp_path, content, "a.csv")
    assert rows_of(found, "cadres.csv", *WHO) == [("Nguyễn Thị Hồng Đào", "1979-08-15", "female")]


def _in_1258(text: str) -> bytes:
    """Windows-1258 has tones as marks of their own after letters with hats."""
    import unicodedata

    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(m for m in parts[1:] if m in "\u0300\u0301\u0303\u0309\u0323")
            rest = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += rest.encode("cp1258") + tone.encode("cp1258")
    return out
