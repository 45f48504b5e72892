"""Lists, read back: each column as its kind, text complete and harmless, one row in hand."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from apps.common.partial import PartialDate
from apps.reports.renderers import lists
from apps.reports.renderers.lists import About, ListColumn, ListRow, Share, harmless
from apps.reports.renderers.plain import printable
from tests.reports import hostile

ABOUT = About(
    "Cán bộ dưới 40 tuổi",
    ("Cán bộ dưới 40 tuổi", "Số liệu tính đến 22/11/2026"),
    "Sở Nội vụ",
    datetime(2026, 11, 22, 19, 10, tzinfo=UTC),
)
COLUMNS = (
    ListColumn("Họ và tên", width=28),
    ListColumn("Số người", "whole"),
    ListColumn("Tỷ lệ", "ratio"),
    ListColumn("Ngày bổ nhiệm", "day"),
    ListColumn("Ngày sinh", "partial"),
)
ROWS: tuple[ListRow, ...] = (
    ("Nguyễn Thị Ánh", 4117, Share(Fraction(1496, 10000), "14,96 %"), date(2024, 3, 5), PartialDate(1985, 6, 14)),
    ("Trần Văn Đức", -3, Share(Fraction(1, 3), "33,3 %"), None, PartialDate(1985, 6)),
    ("0012", 10**15, Share(Fraction(1), "100 %"), date(1899, 1, 2), PartialDate(1985)),
    (None, None, None, None, None),
)  # fmt: skip


def written(rows=ROWS, columns=COLUMNS):
    file = io.BytesIO()
    assert lists.write_xlsx(columns, rows, file, ABOUT) == len(rows)
    return openpyxl.load_workbook(io.BytesIO(file.getvalue()))


def written_csv(rows=ROWS, columns=COLUMNS) -> bytes:
    file = io.BytesIO()
    assert lists.write_csv(columns, rows, file) == len(rows)
    return file.getvalue()


def test_a_workbook_holds_each_column_as_its_kind():
    sheet = written().worksheets[0]
    first, second, third = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=4))
    assert first == ["Nguyễn Thị Ánh", 4117, 0.1496, datetime(2024, 3, 5), datetime(1985, 6, 14)]  # noqa: DTZ001
    assert second == ["Trần Văn Đức", -3, float(Fraction(1, 3)), None, "06/1985"]
    assert third == ["0012", "1000000000000000", 1, "02/01/1899", "1985"]
    assert sheet.max_row == 6  # the empty row has no cells
    formats = [cell.number_format for cell in sheet[4]]
    assert formats == ["@", "#,##0", "0.00%", "dd/mm/yyyy", "dd/mm/yyyy"]
    assert [sheet["C5"].number_format, sheet["C6"].number_format] == ["0.0%", "0%"]


def test_a_workbook_can_be_filtered_under_a_head_that_stays_in_sight():
    sheet = written().worksheets[0]
    assert [cell.value for cell in sheet["A"]][:3] == [
        "Cán bộ dưới 40 tuổi",
        "Số liệu tính đến 22/11/2026",
        "Họ và tên",
    ]
    assert [sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows] == [
        "A3:E7",
        "A4",
        "$3:$3",
    ]
    assert sheet.title == ABOUT.name


def test_a_list_of_nobody_still_has_its_head():
    sheet = written(()).worksheets[0]
    assert [cell.value for cell in sheet[3]] == [column.title for column in COLUMNS]
    assert sheet.auto_filter.ref == "A3:E3"
    assert written_csv(()).count(b"\r\n") == 1


def test_what_does_not_fit_on_a_sheet_goes_on_on_the_next(monkeypatch):
    # Two lines and a head leave two of five rows to each sheet.
    monkeypatch.setattr(lists, "_MOST_ROWS", 5)
    book = written()
    assert book.sheetnames == ["Cán bộ dưới 40 tuổi", "Cán bộ dưới 40 tuổi (2)"]
    assert [[sheet["A4"].value, sheet["A5"].value] for sheet in book] == [
        ["Nguyễn Thị Ánh", "Trần Văn Đức"], ["0012", None],
    ]  # fmt: skip
    assert [sheet.auto_filter.ref for sheet in book] == ["A3:E5", "A3:E5"]


def test_csv_is_what_the_standard_says():
    made = written_csv((*ROWS[:3], ('Phó "Chủ tịch", xã', None, None, None, None)))
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig").split("\r\n") == [
        "Họ và tên,Số người,Tỷ lệ,Ngày bổ nhiệm,Ngày sinh",
        "Nguyễn Thị Ánh,4117,0.149600,2024-03-05,1985-06-14",
        "Trần Văn Đức,-3,0.333333,,1985-06",
        "0012,1000000000000000,1.000000,1899-01-02,1985",
        '"Phó ""Chủ tịch"", xã",,,,',
        "",
    ]


def test_a_ratio_in_csv_stays_on_its_side_of_a_threshold():
    # 14 999 999 of 100 million is short of 15 % by less than the last digit shown: it is cut.
    column = (ListColumn("Tỷ lệ", "ratio"),)
    share = Share(Fraction(1499999999, 10**10), "14,99999999 %")
    assert written_csv(((share,),), column).split()[-1] == b"0.149999"


def test_two_thousand_hostile_texts_are_text_in_a_workbook():
    texts = hostile.many()
    sheet = written([(text,) for text in texts], (ListColumn(texts[0]),)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=4)]
    # The reader leaves the escape of an underscore in texts that stand in their cells.
    found = [cell.value.replace("_x005F_", "_") for cell in cells]
    assert found == [printable(text) for text in texts]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_two_thousand_hostile_texts_are_harmless_in_csv_and_complete():
    texts = hostile.many()
    made = written_csv([(text,) for text in texts], (ListColumn("=1+1"),)).decode("utf-8-sig")
    head, *found = (row[0] for row in csv.reader(io.StringIO(made, newline="")))
    assert head == "'=1+1"
    wanted = [printable(text) for text in texts]
    assert not any(
        text.lstrip()[:1] in tuple("=+-@＝") or text[:1] in tuple("\t\n") for text in found
    )
    for given, text in zip(found, wanted, strict=True):
        assert given in (text, f"'{text}")


def test_no_two_texts_become_the_same():
    for text in ("=1", "'=1", "''=1", " =1", "' =1", "'Hà Nội", "Hà Nội"):
        assert harmless(text).removeprefix("'" if harmless(text) != text else "") == text
    assert len({harmless(text) for text in ("=1", "'=1", "''=1")}) == 3
    assert harmless("'Hà Nội") == "'Hà Nội"


def test_a_list_is_streamed_from_its_rows_to_a_file(tmp_path: Path):
    def many(count: int) -> Iterator[ListRow]:
        for number in range(count):
            yield (f"Nguyễn Văn An {number}" * 20, number, None, date(2024, 3, 5), None)

    tracemalloc.start()
    try:
        assert lists.write_xlsx(COLUMNS, many(5_000), tmp_path / "list.xlsx", ABOUT) == 5_000
        assert lists.write_csv(COLUMNS, many(5_000), tmp_path / "list.csv") == 5_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The rows are 2 MB of text; a list held whole would take more.
    assert peak < 2_000_000
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx", read_only=True).worksheets[0]
    assert sheet.max_row == 5_003


def test_a_file_that_fails_is_left_open_to_its_owner():
    file = io.BytesIO()

    def failing() -> Iterator[ListRow]:
        yield ROWS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        lists.write_csv(COLUMNS, failing(), file)
    assert not file.closed
