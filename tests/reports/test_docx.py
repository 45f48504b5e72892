"""Word files, read back: every text and figure in its place, and all of it in styles."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from apps.reports.document import (
    Bullets,
    Cell,
    Column,
    Document,
    HeadCell,
    Paragraph,
    Row,
    Section,
    Table,
    Waterfall,
)
from apps.reports.renderers.docx import render
from apps.reports.renderers.plain import printable
from tests.reports import hostile
from tests.reports.sample import party, sample


@pytest.fixture(scope="module", params=["vi", "en"])
def document(request) -> Document:
    return sample(request.param)


@pytest.fixture(scope="module")
def word(document):
    return opened(document)


def opened(document: Document):
    return docx.Document(io.BytesIO(render(document)))


def texts_of(word) -> list[str]:
    """Return every paragraph's text, those of cells too, in order."""
    paragraphs = word.element.body.iter(qn("w:p"))
    return [docx.text.paragraph.Paragraph(each, word).text for each in paragraphs]


def figures(word):
    return [table for table in word.tables if table.style.name.startswith("Figures")]


def tables_of(document: Document) -> list[Table]:
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]


def rows_of(table) -> list[list[str]]:
    return [
        [
            "\n".join(docx.text.paragraph.Paragraph(p, table).text for p in cell.p_lst)
            for cell in row.tc_lst
        ]
        for row in table._tbl.tr_lst
    ]


def test_every_cell_of_every_table_is_printed_in_its_place(document, word):
    for given, made in zip(tables_of(document), figures(word), strict=True):
        heads = len(given.head) + bool(given.numbers)
        assert rows_of(made)[heads:] == [
            [printable(cell.text) for cell in row.cells] for row in given.rows
        ]
        if given.numbers:
            assert rows_of(made)[heads - 1] == list(given.numbers)


def test_cells_of_a_head_cover_its_columns_and_rows(word):
    table = figures(word)[0]
    first, second = table._tbl.tr_lst[:2]
    # Five cells down both rows and one across three columns; below, five go on and three begin.
    assert [cell.grid_span for cell in first.tc_lst] == [1, 1, 1, 3, 1, 1]
    assert [cell.vMerge for cell in first.tc_lst] == ["restart"] * 3 + [None] + ["restart"] * 2
    assert [cell.vMerge for cell in second.tc_lst] == ["continue"] * 3 + [None] * 3 + [
        "continue"
    ] * 2


def test_heads_are_repeated_and_rows_are_not_split(document, word):
    for given, made in zip(tables_of(document), figures(word), strict=True):
        heads = len(given.head) + bool(given.numbers)
        rows = made._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [
            number < heads for number in range(len(rows))
        ]
        long = [any(len(cell.text) > 600 for cell in row.cells) for row in given.rows]
        assert [row.find(f".//{qn('w:cantSplit')}") is None for row in rows[heads:]] == long


def test_columns_keep_widths_that_fill_the_page(document, word):
    widths = [
        Mm(252 if section.is_landscape else 165)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    for width, made in zip(widths, figures(word), strict=True):
        assert not made.autofit
        assert abs(sum(column.width for column in made.columns) - width) < Mm(0.5)


def test_a_figure_that_would_break_widens_its_column(word):
    # "5.673/12.356" in bold needs 60 points; its share, 2.3 of 18.4 of 165 mm, is 58.
    assert figures(word)[0].columns[3].width.pt > 60


def test_what_is_printed_follows_styles(document, word):
    styles = {
        paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.text
    }
    said = {block.text: f"Heading {block.level}" for section in document.sections
            for block in section.blocks if hasattr(block, "level")}  # fmt: skip
    said |= {table.caption: "Caption" for table in tables_of(document) if table.caption}
    assert {text: styles[text] for text in said} == said
    used = {paragraph.style.name for table in word.tables for row in table.rows
            for cell in row.cells for paragraph in cell.paragraphs}  # fmt: skip
    assert used >= {"Agency", "Agency above", "National heading", "Motto", "Place and day",
                    "Document number", "Recipients", "Recipients title", "Signature office",
                    "Signature name", "Table text", "Table text small", "Table text tiny",
                    "Table head"}  # fmt: skip


def test_the_body_is_times_new_roman_14_for_every_script(document, word):
    style = word.styles["Normal"]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    names = ("ascii", "hAnsi", "eastAsia", "cs")
    assert [fonts.get(qn(f"w:{name}")) for name in names] == ["Times New Roman"] * 4
    assert style.font.size.pt == 14
    language = style.element.rPr.find(qn("w:lang")).get(qn("w:val"))
    assert language == {"vi": "vi-VN", "en": "en-GB"}[document.language]


def test_pages_are_those_of_the_decree(document, word):
    for given, made in zip(document.sections, word.sections, strict=True):
        edges = (Mm(297), Mm(210)) if given.is_landscape else (Mm(210), Mm(297))
        found = (made.page_width, made.page_height)
        assert all(abs(one - other) < Mm(0.1) for one, other in zip(found, edges, strict=True))
        assert (made.orientation == WD_ORIENT.LANDSCAPE) == given.is_landscape
        margins = (made.top_margin, made.bottom_margin, made.left_margin, made.right_margin)
        wanted = (Mm(20), Mm(20), Mm(30), Mm(15))
        assert all(abs(one - other) < Mm(0.1) for one, other in zip(margins, wanted, strict=True))


def test_pages_are_counted_anew_in_each_annex_and_first_pages_bear_no_number(document, word):
    for section in word.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
        assert section.header.paragraphs[0].style.name == "Header"


def test_a_section_that_is_no_annex_goes_on_counting():
    document = party()
    further = Section(document.sections[0].blocks, "II", is_landscape=True)
    word = opened(replace(document, sections=(*document.sections, further)))
    assert word.sections[1]._sectPr.find(qn("w:pgNumType")) is None
    assert not word.sections[1].different_first_page_header_footer


def test_every_page_says_which_figures_it_shows(document, word):
    wanted = f"{document.footer.left}\t{document.footer.right}"
    for section in word.sections:
        assert section.footer.paragraphs[0].text == wanted
        assert section.first_page_footer.paragraphs[0].text == wanted
        edge = section.page_width - section.left_margin - section.right_margin
        tab = section.footer.paragraphs[0].paragraph_format.tab_stops[0].position
        assert abs(tab - edge) < Mm(0.2)


def test_each_chart_is_a_picture_that_is_described(document, word):
    pictures = word.element.body.iter(qn("wp:docPr"))
    charts = [
        block for block in document.sections[0].blocks if isinstance(block, Bullets | Waterfall)
    ]
    assert [picture.get("descr") for picture in pictures] == [it.description for it in charts]
    assert len(charts) == 2
    assert all(abs(shape.width - Mm(165)) < Mm(0.1) for shape in word.inline_shapes)


def test_a_party_agency_has_an_asterisk_and_no_line():
    texts = [text for text in texts_of(opened(party())) if text]
    assert texts[:4] == ["THÀNH ỦY HÀ NỘI", "BAN TỔ CHỨC", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"]


def test_what_closes_a_document_stays_with_what_is_before_it(word):
    body = list(word.element.body)
    closing = next(at for at, each in enumerate(body) if b"RecipientsTitle" in etree.tostring(each))
    before = body[closing - 2 : closing]
    assert all(each.find(f".//{qn('w:keepNext')}") is not None for each in before)
    assert body[closing].find(f".//{qn('w:cantSplit')}") is not None


def test_the_file_says_what_it_is(document, word):
    properties = word.core_properties
    assert (properties.title, properties.author) == (document.title, document.author)
    # 02:10 in Hà Nội is 19:10 of the day before in UTC.
    assert properties.created.replace(tzinfo=None) == datetime(2026, 11, 22, 19, 10)  # noqa: DTZ001
    assert properties.language == {"vi": "vi-VN", "en": "en-GB"}[document.language]


def test_the_same_document_gives_the_same_bytes(document):
    made = render(document)
    assert made == render(document)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2026, 11, 22, 19, 10, 0)}
        assert not any("custom" in name or "thumbnail" in name for name in file.namelist())


def test_two_thousand_hostile_texts_come_out_as_text_and_complete():
    texts = hostile.many()
    assert len(texts) == 2_000
    table = Table(
        name=texts[0],
        columns=(Column(1),),
        head=((HeadCell(texts[1]),),),
        rows=tuple(Row((Cell(text),)) for text in texts),
        caption=texts[2],
    )
    blocks = (*(Paragraph.of(text) for text in texts), table)
    document = replace(party(), title=texts[3], sections=(Section(blocks, texts[4]),))
    word = opened(document)
    wanted = [printable(text) for text in texts]
    assert [paragraph.text for paragraph in word.paragraphs][: len(texts)] == wanted
    assert [row[0] for row in rows_of(figures(word)[0])[1:]] == wanted
    assert word.core_properties.title == printable(texts[3])
