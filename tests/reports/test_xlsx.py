"""Workbooks, read back: numbers are numbers, dates are dates, and nothing is a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest

from apps.reports.document import (
    Bullets,
    Cell,
    Column,
    Document,
    HeadCell,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    Value,
    Waterfall,
)
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets import kinds
from apps.reports.renderers.sheets.book import sheet_name
from apps.reports.renderers.xlsx import TooLongError, render
from tests.reports import hostile
from tests.reports.sample import party, sample


@pytest.fixture(scope="module", params=["vi", "en"])
def document(request) -> Document:
    return sample(request.param)


@pytest.fixture(scope="module")
def book(document):
    return opened(document)


def opened(document: Document):
    return openpyxl.load_workbook(io.BytesIO(render(document)))


def with_table(
    *rows: tuple[Cell, ...], columns: tuple[Column, ...] = (Column(1),), **given
) -> Document:
    head = tuple(HeadCell(f"Cột {number}") for number, _ in enumerate(columns, start=1))
    table = Table(
        name="Bảng", columns=columns, head=(head,), rows=tuple(Row(row) for row in rows), **given
    )
    return replace(party(), sections=(Section((table,), "Phụ lục", is_annex=True),))


def tables_of(document: Document) -> list[Table]:
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]


def texts_of(sheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def spread(table: Table, row: Row) -> list[Value]:
    """Return the values of a row as a spreadsheet should hold them."""
    return [
        cell.value_of(place)
        for cell, column in zip(row.cells, table.columns, strict=True)
        for place in range(max(1, len(column.spread)))
    ]


def held(value: Value):
    """Return a value as openpyxl reads it."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if isinstance(value, str):
        return printable(value) or None
    return value


def rows_under(sheet) -> list[list]:
    """Return the rows below the head that is repeated in print."""
    last = int(sheet.print_title_rows.rpartition("$")[2])
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=last + 1)]


def test_every_value_of_every_table_is_in_its_place_and_of_its_kind(document, book):
    for table in tables_of(document):
        found = rows_under(book[sheet_name(table.name)])
        for given, made in zip(table.rows, found, strict=False):
            for wanted, value in zip(spread(table, given), made, strict=True):
                if isinstance(wanted, Fraction):
                    assert value == float(wanted)
                else:
                    assert value == held(wanted)
                    assert type(value) is type(held(wanted))


def test_words_stand_on_the_first_sheet(document, book):
    first = book.worksheets[0]
    assert first.title == document.sections[0].name
    found = texts_of(first)
    for block in document.sections[0].blocks:
        if isinstance(block, Paragraph):
            assert "".join(span.text for span in block.words) in found
    assert {document.sections[0].blocks[0].number, "Nguyễn Hữu Khánh"} <= set(found)


def test_a_cell_that_prints_two_figures_is_two_cells(document, book):
    (met, population) = tables_of(document)[0].columns[3].spread
    sheet = book[sheet_name(tables_of(document)[0].name)]
    head = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert head[2][3:5] == [met, population]
    assert head[3][3:5] == ["(4)", None]
    assert {"D4:E4", "D3:G3", "A3:A5", "D6:E6"} <= {
        str(merged) for merged in sheet.merged_cells.ranges
    }


def test_numbers_show_as_many_decimals_as_are_printed():
    formats = {
        "14,96 %": "0.00%",
        "14.9–15.4 %": "0.0%",
        "≥ 15 %": '"≥ "0%',
        "+0,4 %": "+0.0%;-0.0%;0.0%",
    }
    given = {
        "14,96 %": Fraction(1496, 10000),
        "14.9–15.4 %": Fraction(614, 4117),
        "≥ 15 %": Fraction(15, 100),
        "+0,4 %": Fraction(4, 1000),
    }
    assert {text: kinds.ratio(value, text) for text, value in given.items()} == formats
    assert kinds.ratio(Fraction(3, 2), "1,5") == "0.0"
    # 99.97 % stays below 100 %: the format has the two decimals that the printed text took.
    assert kinds.ratio(Fraction(9997, 10000), "99,97 %") == "0.00%"
    assert [kinds.whole(4117, text) for text in ("4.117", "614/4,117", "2026")] == ["#,##0"] * 3
    assert [kinds.whole(2026, "2026"), kinds.whole(12, "+12")] == ["0", "+#,##0;-#,##0;#,##0"]


def test_formats_reach_the_cells():
    day = date(2026, 11, 23)
    row = (Cell("23/11/2026", (day,)), Cell("14,96 %", (Fraction(1496, 10000),)), Cell("4.117", (4117,)), Cell("–", (None,)), Cell("0012"))  # fmt: skip
    sheet = opened(with_table(row, columns=(Column(1),) * 5))["Bảng"]
    assert [cell.number_format for cell in sheet[2]] == [
        "dd/mm/yyyy",
        "0.00%",
        "#,##0",
        "General",
        "@",
    ]
    assert [cell.value for cell in sheet[2]][3:] == [None, "0012"]
    assert sheet["A2"].is_date


def test_what_no_number_or_day_can_hold_stays_as_it_is_printed():
    row = (Cell("1234567890123456", (1234567890123456,)), Cell("02/09/1899", (date(1899, 9, 2),)))
    sheet = opened(with_table(row, columns=(Column(1), Column(1))))["Bảng"]
    assert [cell.value for cell in sheet[2]] == ["1234567890123456", "02/09/1899"]


def test_heads_stay_in_sight_and_are_repeated_in_print(document, book):
    sheet = book[sheet_name(tables_of(document)[0].name)]
    # A caption, the measure, three rows of head and one of numbers: the figures begin in row 7.
    assert sheet.freeze_panes == "A7"
    assert sheet.print_title_rows == "$3:$6"
    assert sheet.auto_filter.ref is None


def test_sheets_print_on_pages_of_their_sections(document, book):
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                sheet = book[sheet_name(block.name)]
                wanted = "landscape" if section.is_landscape else "portrait"
                assert (sheet.page_setup.orientation or "portrait") == wanted
                assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
                assert sheet.sheet_properties.pageSetUpPr.fitToPage
                assert sheet.oddFooter.right.text == document.footer.right
                assert sheet.oddFooter.left.text == document.footer.left


def test_what_stands_around_a_table_of_an_annex_is_on_its_sheet(document, book):
    form = texts_of(book["BM01"])
    assert form[0] == "BM01/BNV"
    assert form[-1] == "Phạm Văn Đức"


def test_words_in_several_manners_are_one_text_in_one_cell():
    blocks = (Paragraph((Span("Chưa đạt.", is_bold=True), Span(" Thiếu 62."))),)
    sheet = opened(replace(party(), sections=(Section(blocks, "Một"),))).worksheets[0]
    assert sheet["A1"].value == "Chưa đạt. Thiếu 62."


def test_names_of_sheets_are_such_as_a_workbook_takes():
    sections = tuple(
        Section((Paragraph.of("x"),), name)
        for name in ("a/b*c", "A B C", "'History'", "", "Biểu thống kê số lượng, chất lượng công chức", "Biểu thống kê số lượng, chất lượng viên chức")
    )  # fmt: skip
    names = opened(replace(party(), sections=sections)).sheetnames
    assert names == [
        "a b c", "A B C (2)", "History (2)", "-", "Biểu thống kê số lượng, chất lư",
        "Biểu thống kê số lượng, cha (2)".replace("cha", "chấ"),
    ]  # fmt: skip


def test_a_text_that_no_cell_can_hold_is_refused_and_says_where():
    document = with_table((Cell("đ" * 32_767),), (Cell("đ" * 32_768),))
    with pytest.raises(TooLongError) as refused:
        render(document)
    assert (refused.value.sheet, refused.value.row, refused.value.column) == ("Bảng", 2, 0)
    assert opened(with_table((Cell("đ" * 32_767),)))["Bảng"]["A2"].value == "đ" * 32_767


def test_a_long_paragraph_goes_on_in_the_next_row_and_is_complete():
    text = hostile.LONG_SENTENCE * 4
    sheet = opened(replace(party(), sections=(Section((Paragraph.of(text),), "Một"),))).worksheets[
        0
    ]
    found = texts_of(sheet)
    assert len(found) > 1
    assert "".join(found) == text


def test_two_thousand_hostile_texts_are_text_and_complete():
    texts = hostile.many()
    document = with_table(*((Cell(text),) for text in texts), caption=texts[0], note=texts[5])
    sheet = opened(document)["Bảng"]
    found = [row[0].value for row in sheet.iter_rows(min_row=3, max_row=2002)]
    assert found == [printable(text) for text in texts]
    assert not any(
        cell.data_type == "f" or cell.hyperlink for row in sheet.iter_rows() for cell in row
    )


def test_the_file_says_what_it_is_and_is_the_same_each_time(document, book):
    made_at = datetime(2026, 11, 22, 19, 10)  # noqa: DTZ001 - 02:10 in Hà Nội, in UTC
    assert (book.properties.title, book.properties.creator) == (document.title, document.author)
    assert book.properties.created == made_at
    assert render(document) == render(document)


def test_the_chart_draws_the_figures_that_stand_above_it(book, document):
    chart = next(it for it in document.sections[0].blocks if isinstance(it, Bullets))
    sheet = next(sheet for sheet in book if sheet._charts)
    series = [one for part in (sheet._charts[0]._charts) for one in part.series]
    drawn = [
        [cell.value for row in sheet[one.val.numRef.f.rpartition("!")[2]] for cell in row]
        for one in series
    ]
    wanted = [
        [float(value) for value in values]
        for values in (
            [bar.met for bar in chart.bars],
            [bar.possible - bar.met for bar in chart.bars],
            [bar.threshold for bar in chart.bars],
        )
    ]
    assert drawn == [pytest.approx(values) for values in wanted]
    with zipfile.ZipFile(io.BytesIO(render(document))) as parts:
        said = parts.read("xl/drawings/drawing1.xml").decode()
    assert chart.description in said


def test_the_waterfall_floats_on_the_figures_that_stand_above_it(book, document):
    # 16, three more, two fewer, 17: the bars float from 16 to 19 and from 17 to 19.
    sheet = next(sheet for sheet in book if sheet._charts)
    series = [one for part in sheet._charts[1]._charts for one in part.series]
    drawn = [
        [cell.value for row in sheet[one.val.numRef.f.rpartition("!")[2]] for cell in row]
        for one in series
    ]
    assert drawn == [
        [16, 16, 17, 17],
        [None, 3, None, None],
        [None, None, 2, None],
        [16, 19, 17, 17],
    ]
    fall = next(it for it in document.sections[0].blocks if isinstance(it, Waterfall))
    with zipfile.ZipFile(io.BytesIO(render(document))) as parts:
        assert fall.description in parts.read("xl/drawings/drawing1.xml").decode()
