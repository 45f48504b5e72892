"""The same workbook back, with faulty cells marked."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from apps.imports.workbook import limits
from apps.imports.workbook.contract import Problem, UnreadableError
from apps.imports.workbook.marking import mark_faults
from tests.imports.workbook.packing import packed, parts, sheet, workbook
from tests.imports.workbook.sheets import book

RED, YELLOW = "FFC7CE", "FFEB9C"
PROBLEMS = [
    Problem("Danh sách", 3, "C", "Ngày sinh", "30/02/1979", "Ngày không có trong lịch.", True),
    Problem("Danh sách", 3, "C", "Ngày sinh", "30/02/1979", "Kiểm tra lại.", False),
    Problem("Danh sách", 4, "B", "Họ và tên", "", "Ô này không được để trống.", True),
    Problem("Danh sách", 3, "D", "Số CCCD", "1", "Thiếu số 0 ở đầu.", False),
    Problem("Không có", 1, "A", "", "", "Trang không có.", True),
]
ROWS = [["DANH SÁCH"], ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"],
        [1, "=cmd|' /C calc'!A0", "30/02/1979", 1079000123], [2, "", date(1980, 5, 6), "x"]]  # fmt: skip


def marked(folder, content: bytes, name: str = "a.xlsx") -> openpyxl.Workbook:
    path = folder / "upload"
    path.write_bytes(content)
    whole = mark_faults(path, name=name, problems=PROBLEMS)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        inside = b"".join(archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n)
    assert b"<f>" not in inside
    return openpyxl.load_workbook(io.BytesIO(whole))


@pytest.mark.parametrize("in_place", [True, False])
def test_faults_are_filled_and_said_in_comments_and_all_else_is_kept(
    tmp_path, monkeypatch, in_place
):
    if not in_place:
        monkeypatch.setattr(limits, "MARK_IN_PLACE", 0)
    content = book(ROWS, merged=("A1:D1",), default_date_format="dd/mm/yyyy")
    copy = marked(tmp_path, content)["Danh sách"]
    assert [[c.value for c in row] for row in copy.iter_rows(min_row=2)] == [
        ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"],
        [1, "=cmd|' /C calc'!A0", "30/02/1979", 1079000123],
        [2, None, copy["C4"].value, "x"],
    ]
    assert copy["C4"].value.date() == date(1980, 5, 6)
    assert copy["B3"].data_type == "s"
    assert {at: copy[at].fill.fgColor.rgb[-6:] for at in ("C3", "B4", "D3")} == {
        "C3": RED,
        "B4": RED,
        "D3": YELLOW,
    }
    assert copy["C3"].comment.text.endswith("Ngày không có trong lịch.\nKiểm tra lại.")
    assert copy["B4"].comment.text.endswith("Ô này không được để trống.")
    assert copy["A3"].comment is None
    if in_place:
        assert [str(area) for area in copy.merged_cells.ranges] == ["A1:D1"]


def test_formulas_give_way_to_the_values_that_they_had(tmp_path):
    rows = '<row r="3"><c r="C3"><f>1+1</f><v>2</v></c></row>'
    held = {
        **parts(),
        "xl/workbook.xml": workbook("Danh sách"),
        "xl/worksheets/sheet1.xml": sheet(rows),
    }
    assert marked(tmp_path, packed(held))["Danh sách"]["C3"].value == 2


def test_text_files_come_back_as_workbooks_of_the_same_cells(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes("STT;Họ tên\n1;=1+1\n".encode())
    problem = Problem("CSV", 2, "B", "Họ tên", "=1+1", "Sai.", True)
    whole = mark_faults(path, name="a.csv", problems=[problem])
    copy = openpyxl.load_workbook(io.BytesIO(whole))["CSV"]
    assert [[c.value for c in row] for row in copy.iter_rows()] == [
        ["STT", "Họ tên"],
        ["1", "=1+1"],
    ]
    assert copy["B2"].data_type == "s"
    assert copy["B2"].comment.text.endswith("Sai.")


def test_a_file_that_cannot_be_read_is_not_marked(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UnreadableError):
        mark_faults(path, name="a.xlsx", problems=PROBLEMS)
