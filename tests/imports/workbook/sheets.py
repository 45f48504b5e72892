"""Workbooks of offices, written for the tests, and what reading them gives."""

import io
from pathlib import Path

import xlsxwriter

from apps.imports.workbook.columns import read_columns
from apps.imports.workbook.contract import Extract, SheetReading, Sheets
from apps.imports.workbook.extracting import extract
from apps.imports.workbook.opening import open_workbook


def book(rows: list[list[object]], *, name: str = "Danh sách", merged: tuple[str, ...] = (),
         font: str = "", start: int = 1, **options: object) -> bytes:  # fmt: skip
    """A workbook of one sheet; a merged area takes the value of its first cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, **options}) as written:
        sheet = written.add_worksheet(name)
        form = written.add_format({"font_name": font}) if font else None
        for area in merged:
            sheet.merge_range(area, "")
        for number, row in enumerate(rows, start):
            for column, value in enumerate(row):
                if value not in ("", None):
                    sheet.write(number - 1, column, value, form)
    return out.getvalue()


def opened(folder: Path, content: bytes, name: str = "a.xlsx") -> Sheets:
    path = folder / "upload"
    path.write_bytes(content)
    return open_workbook(path, name=name)


def reading(folder: Path, content: bytes, name: str = "a.xlsx", **kwargs: object) -> SheetReading:
    return read_columns(opened(folder, content, name), **kwargs)[0]


def extracted(folder: Path, content: bytes, name: str = "a.xlsx") -> Extract:
    sheets = opened(folder, content, name)
    return extract(sheets, read_columns(sheets))


def rows_of(found: Extract, table: str, *names: str) -> list[tuple[object, ...]]:
    return list(found.tables[table][list(names)].itertuples(index=False, name=None))


def faults(found: Extract) -> list[tuple[str, str]]:
    return [(f"{p.column}{p.row}", p.message) for p in found.faults]


def notes(found: Extract) -> list[tuple[str, str]]:
    return [(f"{p.column}{p.row}", p.message) for p in found.problems if not p.is_fault]


HEADS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Chức vụ", "Lãnh đạo"]


def people(*rows: list[object], heads: list[object] | None = None) -> bytes:
    return book([heads or HEADS, *rows])
