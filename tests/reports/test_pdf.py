"""A document as PDF: read back, every figure and every odd text is there, and a reader finds it."""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from apps.reports.document import Bullets, Document, Heading, Paragraph, Section, Table, Waterfall
from apps.reports.renderers import pdf
from apps.reports.renderers.letters import spelled
from apps.reports.renderers.plain import printable
from tests.reports.hostile import CONTROLS, DECOMPOSED, FORMULAS, LONG_NAME, LONG_SENTENCE, MARKUP
from tests.reports.sample import party, sample

LANGUAGES = ("vi", "en")
A4 = (595, 842)


@pytest.fixture(scope="module", params=LANGUAGES)
def document(request: pytest.FixtureRequest) -> Document:
    return sample(request.param)


@pytest.fixture(scope="module")
def read(document: Document) -> PdfReader:
    return read_back(document)


def read_back(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(document)))


def squeezed(text: str) -> str:
    """Return text without any space: a line may break anywhere in a cell."""
    return re.sub(r"\s", "", text)


def bodies(reader: PdfReader, document: Document) -> list[str]:
    """Return the words of each page between its number and its foot, squeezed."""
    foot = squeezed(document.footer.left + document.footer.right)
    texts = [squeezed(page.extract_text()) for page in reader.pages]
    assert all(text.count(foot) == 1 for text in texts)
    return [re.sub(r"^\d(?=\D)", "", text.replace(foot, "")) for text in texts]


def nodes(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Yield the elements of the structure, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop(0).get_object()
        if isinstance(node, list):
            waiting[:0] = node
        elif isinstance(node, dict):
            yield node
            waiting[:0] = [node["/K"]] if "/K" in node else []


def test_every_cell_of_every_table_is_there_in_order(document: Document, read: PdfReader) -> None:
    words = "".join(bodies(read, document))
    for section in document.sections[:3]:
        for table in (block for block in section.blocks if isinstance(block, Table)):
            at = words.index(squeezed("".join(cell.text for cell in table.rows[0].cells)))
            for row in table.rows:
                at = words.index(squeezed("".join(cell.text for cell in row.cells)), at)


def test_the_chart_says_its_ratios_and_verdicts(document: Document, read: PdfReader) -> None:
    words = "".join(bodies(read, document))
    chart = next(it for it in document.sections[0].blocks if isinstance(it, Bullets))
    at = words.index(squeezed(chart.caption))
    for bar in chart.bars:
        at = words.index(squeezed(bar.label + bar.text + bar.verdict), at)
    figures = [node for node in nodes(read) if node.get("/S") == "/Figure"]
    fall = next(it for it in document.sections[0].blocks if isinstance(it, Waterfall))
    assert [figure["/Alt"] for figure in figures] == [chart.description, fall.description]
    at = words.index(squeezed(fall.caption))
    for step in fall.steps:
        at = words.index(squeezed(step.label + step.text), at)


def test_odd_texts_come_out_as_text_and_complete(document: Document, read: PdfReader) -> None:
    heads = {squeezed("#=cmd|' /C calc'!A0")}
    words = "".join(bodies(read, document)[-4:])
    for head in heads:
        words = words.replace(head, "")
    for text in (*FORMULAS, *MARKUP, LONG_NAME, LONG_SENTENCE, DECOMPOSED, CONTROLS):
        # Once in a paragraph and once in a cell.
        assert words.count(squeezed(spelled(printable(text)))) >= 2, text[:40]
    for text in ("Привет, Ελλάδα", "Emoji 😀[U+1F44D]", "[U+4E2D][U+6587]", "[U+1F1FB]"):
        assert words.count(squeezed(text)) == 2


def test_letters_from_right_to_left_are_there(read: PdfReader) -> None:
    words = "".join(page.extract_text() for page in read.pages)
    for word in ("שלום", "עולם"):
        assert words.count(word) + words.count(word[::-1]) == 2


def test_a_reader_is_told_language_title_author_and_day(
    document: Document, read: PdfReader
) -> None:
    root = read.trailer["/Root"]
    assert root["/Lang"].startswith(document.language)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == (document.title, document.author)
    assert read.metadata.creation_date == document.made_at
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_bookmarks_are_the_sections_and_their_headings(document: Document, read: PdfReader) -> None:
    found = [(item.title, read.get_destination_page_number(item)) for item in flat(read.outline)]
    names = [section.name for section in document.sections]
    headings = [
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading)
    ]
    assert sorted(title for title, _page in found) == sorted([*names, *headings])
    pages = [page for title, page in found if title in names]
    # The report has two pages, the form of forty columns two, the first annex one.
    assert pages == [0, 2, 4, 5]


def flat(outline: list[Any]) -> list[Any]:
    return [it for item in outline for it in (flat(item) if isinstance(item, list) else [item])]


def test_tables_have_heads_and_charts_words_for_those_who_cannot_see(read: PdfReader) -> None:
    kinds = [node.get("/S") for node in nodes(read)]
    assert kinds.count("/Table") == kinds.count("/THead") == 4
    assert kinds.count("/Caption") == 4
    assert kinds.count("/H1") == 4
    heads = [node for node in nodes(read) if node.get("/S") == "/TH"]
    assert all(node["/A"][0]["/Scope"] == "/Column" for node in heads)
    # Head cells of the four tables, with the printed numbers of two: 10 + 8, 36 + 40 + 6, 5, 2.
    assert len(heads) == 18 + 43 + 40 - 1 + 5 + 2


def test_every_typeface_is_inside_the_file(read: PdfReader) -> None:
    names = set()
    for page in read.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"].get_object()
            names.add(font.get_object()["/BaseFont"].split("+")[1])
    assert {"LiberationSerif", "LiberationSerif-Bold"} <= names
    assert all(name.startswith(("LiberationSerif", "DejaVuSans")) for name in names)


def test_pages_lie_or_stand_as_their_sections_do(read: PdfReader) -> None:
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in read.pages]
    assert sizes == [A4, A4, A4[::-1], A4[::-1], A4, *[A4] * (len(sizes) - 5)]


def test_pages_are_numbered_from_the_second_and_annexes_anew(read: PdfReader) -> None:
    numbers = [re.match(r"\d+(?=\n)", page.extract_text()) for page in read.pages]
    shown = [number.group() if number else "" for number in numbers]
    assert shown[:6] == ["", "2", "", "2", "", ""]
    assert shown[6:] == [str(at) for at in range(2, len(shown) - 4)]


def test_a_section_that_is_no_annex_goes_on_counting() -> None:
    whole = sample()
    lying = replace(whole.sections[1], is_annex=False)
    reader = read_back(replace(whole, sections=(whole.sections[0], lying)))
    assert [page.extract_text()[:2] for page in reader.pages][1:] == ["2\n", "3\n", "4\n"]


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    whole = sample(units=150)
    reader = read_back(replace(whole, sections=(whole.sections[2],)))
    assert len(reader.pages) == 4
    assert all("Đạt/tổng số" in page.extract_text() for page in reader.pages)


def test_the_same_document_is_the_same_bytes(document: Document) -> None:
    assert pdf.render(document) == pdf.render(document)


def test_a_partys_document_has_its_own_head() -> None:
    words = read_back(party()).pages[0].extract_text()
    assert words.index("BAN TỔ CHỨC") < words.index("*") < words.index("Số 12-BC/BTCTU")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in words
    assert "Độc lập" not in words


@pytest.mark.parametrize("lines", range(22, 30))
def test_no_heading_stands_alone_and_no_closing_without_words(lines: int) -> None:
    whole = sample()
    filling = [Paragraph.of(f"Đoạn {number}.") for number in range(lines)]
    end = (Heading("Kết luận"), Paragraph.of("Câu cuối cùng."), whole.sections[0].blocks[-1])
    reader = read_back(replace(whole, sections=(Section((*filling, *end), "Báo cáo"),)))
    pages = [page.extract_text() for page in reader.pages]
    last = next(page for page in pages if "Câu cuối cùng." in page)
    assert "Kết luận" in last
    assert "PHÓ GIÁM ĐỐC" in last
    assert "Nguyễn Hữu Khánh" in last


def test_an_empty_heading_is_left_out() -> None:
    whole = sample()
    reader = read_back(
        replace(whole, sections=(Section((Heading(""), Paragraph.of("Hết.")), "Báo cáo"),))
    )
    assert reader.outline == []


def test_a_picture_of_the_chart_has_200_dots_an_inch(document: Document) -> None:
    chart = next(it for it in document.sections[0].blocks if isinstance(it, Bullets))
    picture = pdf.picture(chart, document.language)
    assert picture.startswith(b"\x89PNG")
    # 165 mm of paper: 165 / 25.4 * 200 = 1299.2 dots.
    assert struct.unpack(">L", picture[16:20])[0] in (1299, 1300)
