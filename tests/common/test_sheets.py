"""Words in a worksheet stay words."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from apps.common.sheets import write_words


@pytest.mark.parametrize("is_lean", [True, False])
@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></r>", "<r>&</r>", "<r>", "Nguyễn Văn An", "=1+1", "{=1}"]
)
def test_a_text_is_read_back_as_it_was_written(text: str, is_lean: bool) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": is_lean})
    plain = book.add_format()
    write_words(book.add_worksheet(), 0, 0, text, plain, plain)
    book.close()
    cell = openpyxl.load_workbook(buffer).active["A1"]
    assert cell.value == text
    assert cell.data_type == "s" or text.startswith(("=", "{"))
