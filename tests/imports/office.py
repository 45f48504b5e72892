"""A workbook of 2,000 people as an office keeps it, with what it should come to.

Everything about a person follows from their number from 0 to 1999, so that the figures can be
worked out by hand: see TRUTH.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from apps.imports.workbook.letters import TCVN3

SIZE, OFFICE = 2000, 1400
# Of numbers 0 to 1999. Young (multiples of 4): 500. Leaders (of 10): 200; of them women (of 30):
# 67. Trained (all but multiples of 8): 1750. Not leaders: 1800; of them without a degree (multiples
# of 6: 334) or with little theory (of 9: 223; of both: 112) are 445 less the leaders among those
# (of 30: 67; of 90: 23; of both: 23), which leaves 378, so that 1422 are qualified.
TRUTH = {
    "young": (500, 2000),
    "women": (67, 200),
    "trained": (1750, 2000),
    "qualified": (1422, 1800),
}
_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai".split()
_MEN = "Văn Đức Hữu Quang Minh Công Xuân Tiến Đình Mạnh Quốc Trọng Duy Anh Hoàng Bá".split()
_WOMEN = (
    "Thị|Thu|Thị Thu|Thị Kim|Thị Minh|Thị Hồng|Thị Thanh|Thị Lan|Thị Mai|Thị Ngọc|Thị Bích"
    "|Thị Xuân|Thị Khánh|Thị Phương|Thị Bảo|Thị Hải"
).split("|")
_GIVEN = (
    "An Bình Chi Giang Hà Hạnh Hiếu Hương Khoa Lan Linh Long Nam Nga Phong Phúc Quân Sơn Tâm Thảo"
    " Trang Trung Tuấn Yến"
).split()
_UNDO = {shown: chr(code) for code, shown in reversed(TCVN3.items())}
_DEGREES = ("ĐH", "Thạc sĩ Luật", "Kỹ sư", "Đại học", "ThS")
_RATINGS = ("HTXSNV", "Hoàn thành tốt nhiệm vụ", "HTTNV", "Tốt", "HTNV")


@dataclass(frozen=True)
class Person:
    """One of the people of the workbook."""

    number: int

    @property
    def is_woman(self) -> bool:
        return self.number % 3 == 0

    @property
    def name(self) -> str:
        place = self.number
        middles = _WOMEN if self.is_woman else _MEN
        given = _GIVEN[(place // 256 + 5 * (place % 16)) % len(_GIVEN)]
        return f"{_FAMILIES[place % 16]} {middles[place // 16 % 16]} {given}"

    @property
    def born(self) -> date:
        year = 1995 + self.number % 9 if self.number % 4 == 0 else 1966 + self.number % 18
        return date(year, 1 + self.number % 12, 1 + self.number % 28)

    @property
    def leads(self) -> bool:
        return self.number % 10 == 0

    @property
    def personal_number(self) -> str:
        sign = 2 * (self.born.year >= 2000) + self.is_woman
        return f"001{sign}{self.born:%y}{self.number:06d}"

    def unit(self, units: Sequence[str]) -> str:
        return units[self.number % len(units)]

    def written_name(self) -> str:
        """The name as somebody typed it: in capitals, decomposed, with spaces of all kinds."""
        name = self.name
        if self.number % 5 == 2:
            name = name.upper()
        if self.number % 11 == 5:
            name = unicodedata.normalize("NFD", name)
        if self.number % 17 == 3:
            name = name.replace(" ", "  ", 1)
        return name + ("\u00a0" if self.number % 13 == 4 else "")

    def written_birth(self) -> Any:
        """The birth date as text, a day of Excel's, a serial number or the year alone."""
        born, how = self.born, self.number % 7
        if how == 1:
            return (born - date(1899, 12, 30)).days
        if how == 3:
            return str(born.year)
        if how == 4:
            return datetime(born.year, born.month, born.day)  # noqa: DTZ001
        return f"{born.day}/{born.month}/{born.year}" if how == 5 else f"{born:%d/%m/%Y}"

    def written_number(self) -> Any:
        """The personal number, which Excel keeps as a number without its zeros."""
        return int(self.personal_number) if self.number % 2 else self.personal_number

    def row(self, units: Sequence[str]) -> dict[str, Any]:
        """What the office writes of this person, by column."""
        return {
            "name": self.written_name(),
            "man": "" if self.is_woman else self.written_birth(),
            "woman": self.written_birth() if self.is_woman else "",
            "born": self.written_birth(),
            "tick_man": "" if self.is_woman else "x",
            "tick_woman": 1 if self.is_woman else "",
            "title": "Trưởng phòng" if self.leads else "Chuyên viên",
            "unit": self.unit(units),
            "leads": "x" if self.leads else "",
            "manager": "BTV Đảng ủy trực thuộc" if self.leads else "Sở, ngành",
            "since": datetime(2024, 3, 1) if self.number % 3 else "01/3/2024",  # noqa: DTZ001
            "degree": "Cao đẳng" if self.number % 6 == 0 else _DEGREES[self.number % 5],
            "theory": "Sơ cấp"
            if self.number % 9 == 0
            else ("TC", "Trung cấp", "CC")[self.number % 3],
            "number": self.written_number(),
            "rating": _RATINGS[self.number % 5],
        }


PEOPLE = [Person(number) for number in range(SIZE)]
# A dozen slips of the pen: whose, in which column, and what stands there.
SLIPS: dict[int, dict[str, Any]] = {
    7: {"man": "31/02/1979"},
    21: {"unit": "Phòng Tổ chứcc"},
    33: {"man": "12/4/1970"},
    50: {"unit": "Sở Y tế"},
    64: {"degree": "Đại hc"},
    77: {"number": "012345678"},
    101: {"name": "Trần Văn 5"},
    150: {"title": ""},
    222: {"since": "01/03/2205"},
    301: {"rating": "Hoàn thành tuyệt vời"},
    402: {"theory": "Trung cáp LL"},
    1500: {"tick_man": "x", "tick_woman": "x"},
    1601: {"manager": "Ban Bí mật"},
}
_LIST = [
    ("", "Số TT", None),
    ("", "Họ và tên khai sinh", "name"),
    ("Ngày, tháng, năm sinh", "Nam", "man"),
    ("Ngày, tháng, năm sinh", "Nữ", "woman"),
    ("", "Chức danh hiện tại", "title"),
    ("", "Đơn vị công tác", "unit"),
    ("", "Lãnh đạo", "leads"),
    ("", "Thuộc diện quản lý", "manager"),
    ("", "Ngày bổ nhiệm", "since"),
    ("Trình độ", "Chuyên môn", "degree"),
    ("Trình độ", "LLCT", "theory"),
    ("", "Số CCCD", "number"),
    ("", "Xếp loại năm 2024", "rating"),
]
_OLD = [
    ("", "TT", None),
    ("", "Họ tên", "name"),
    ("", "Ngày sinh", "born"),
    ("Giới tính", "Nam", "tick_man"),
    ("Giới tính", "Nữ", "tick_woman"),
    *_LIST[4:],
]


def messy(
    units: Sequence[str], *, with_slips: bool, known: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return the workbook for some units; ``known`` are names and births of recorded men."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    slips = SLIPS if with_slips else {}
    rows = [person.row(units) | slips.get(person.number, {}) for person in PEOPLE]
    doubtful = [{"name": name, "man": born} for name, born in known]
    _List(book, "Khối văn phòng", _LIST).write([*rows[:OFFICE], *doubtful])
    _List(book, "Khối trực thuộc", _OLD, font=".VnTime").write(rows[OFFICE:])
    _courses(book)
    book.close()
    return buffer.getvalue()


class _List:
    """A sheet of people: titles, headings on rows 3 and 4, groups, totals, a signature."""

    def __init__(
        self, book: xlsxwriter.Workbook, name: str, columns: list[tuple[str, str, str | None]],
        font: str = "",
    ) -> None:  # fmt: skip
        self.sheet, self.columns, self.font = book.add_worksheet(name), columns, font
        self.plain = book.add_format({"font_name": font}) if font else None
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._headings()
        number, line = 0, 5
        for number, row in enumerate(rows):
            if number % 100 == 0:
                self._put(line, 0, "I" * (1 + number // 100 % 3))
                self._put(line, 1, f"Nhóm {number // 100 + 1}")
                line += 1
            self._put(line, 0, number + 1)
            for column, (_above, _heading, name) in enumerate(self.columns):
                self._put(line, column, row.get(name or "", ""))
            line += 1
            if number % 100 == 99:
                self._put(line, 1, "Cộng: 100 người")
                line += 2
        self._put(line + 1, 8, "Hà Nội, ngày 05 tháng 3 năm 2026")
        self._put(line + 2, 1, "NGƯỜI LẬP BIỂU")
        self._put(line + 6, 1, "Phạm Văn Lập")

    def _headings(self) -> None:
        self._put(0, 1, "Danh sách cán bộ, công chức, viên chức")
        above = [column[0] for column in self.columns]
        for column, (over, heading, _name) in enumerate(self.columns):
            if not over:
                self.sheet.merge_range(2, column, 3, column, self._text(heading), self.plain)
                continue
            if above.index(over) == column:
                last = column + above.count(over) - 1
                self.sheet.merge_range(2, column, 2, last, self._text(over), self.plain)
            self._put(3, column, heading)
        for column in range(len(self.columns)):
            self._put(4, column, f"({column + 1})")

    def _put(self, line: int, column: int, value: Any) -> None:
        if isinstance(value, datetime):
            self.sheet.write_datetime(line, column, value, self.day)
        elif value != "":
            self.sheet.write(line, column, self._text(value), self.plain)

    def _text(self, value: Any) -> Any:
        if not self.font or not isinstance(value, str):
            return value
        whole = unicodedata.normalize("NFC", value)
        if whole.isupper() and not whole.isascii():
            whole = whole.title()
        return "".join(_UNDO.get(letter, letter) for letter in whole)


def _courses(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Cập nhật kiến thức")
    sheet.write_row(
        1, 0, ["STT", "Họ tên", "Số CCCD", "Nội dung bồi dưỡng", "Thời gian hoàn thành"]
    )
    trained = [person for person in PEOPLE if person.number % 8]
    for line, person in enumerate(trained):
        done = f"{1 + person.number % 12:02d}/2023"
        number = person.written_number()
        said = [line + 1, person.written_name(), number, "Cập nhật kiến thức mới", done]
        sheet.write_row(line + 2, 0, said)
