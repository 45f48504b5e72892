"""The sheets of the template: which columns, under which headings, with which lists."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from apps.cadres.codes import LADDERS
from apps.common.partial import PartialDate
from apps.imports.workbook.contract import PEOPLE
from apps.imports.workbook.words import offered, shown_word

LISTS = "Danh mục"
GUIDE = "Hướng dẫn"
SERIAL = "STT"


@dataclass(frozen=True)
class Field:
    """A column: its field, its heading, its width, the group of words or list it is chosen from.

    ``above`` is the heading that some columns share.
    """

    name: str
    heading: str
    width: int = 16
    group: str = ""
    above: str = ""
    example: str = ""


@dataclass(frozen=True)
class Layout:
    """A sheet of the template."""

    sheet: str
    table: str
    fields: tuple[Field, ...]


_OWNER = (
    Field("cadre_key", "Số hiệu CBCC", 15, example="SNV-0001"),
    Field("personal_number", "Số định danh cá nhân", 20, example="001079000123"),
    Field("full_name", "Họ và tên", 26, example="Nguyễn Văn Mẫu"),
    Field("born", "Ngày sinh (dd/mm/yyyy)", 22, example="15/08/1979"),
)
_GENDER = Field("gender", "Giới tính", 10, "gender", example="Nam")
_POST = (
    Field("unit", "Đơn vị", 34, "unit", example="Sở Nội vụ / Phòng Tổ chức"),
    Field("title", "Chức vụ", 24, example="Trưởng phòng"),
    Field("is_leadership", "Lãnh đạo, quản lý", 16, "yes_no", example="Có"),
    Field("managed_by", "Diện quản lý", 30, "managed_by", example="Sở, ngành"),
    Field("is_primary", "Chức vụ chính", 14, "yes_no", example="Có"),
    Field("start_on", "Từ ngày (dd/mm/yyyy)", 20, example="01/03/2025"),
    Field("end_on", "Đến ngày (dd/mm/yyyy)", 20),
    Field("decision", "Số quyết định", 18, example="123/QĐ-SNV"),
)
LAYOUTS = (
    Layout("Cán bộ", "cadres.csv", (*_OWNER, _GENDER)),
    Layout("Chức vụ", "appointments.csv", (*_OWNER, *_POST)),
    Layout(
        "Trình độ",
        "qualifications.csv",
        (
            *_OWNER,
            Field("kind", "Loại trình độ", 20, "kind", example="Chuyên môn"),
            Field("level", "Trình độ", 20, "level", example="Thạc sĩ"),
            Field("awarded_on", "Ngày cấp (dd/mm/yyyy)", 20, example="06/2010"),
            Field("name", "Chuyên ngành", 28, example="Luật"),
        ),
    ),
    Layout(
        "Bồi dưỡng",
        "trainings.csv",
        (
            *_OWNER,
            Field("category", "Loại bồi dưỡng", 40, "category", example="Cập nhật kiến thức mới"),
            Field("completed_on", "Ngày hoàn thành (dd/mm/yyyy)", 28, example="20/11/2024"),
            Field("name", "Tên khóa", 34, example="Lớp cập nhật kiến thức năm 2024"),
        ),
    ),
    Layout(
        "Đánh giá",
        "appraisals.csv",
        (
            *_OWNER,
            Field("year", "Năm", 8, example="2024"),
            Field("rating", "Xếp loại", 32, "rating", example="Hoàn thành tốt nhiệm vụ"),
        ),
    ),
)
_LEVELS = (
    Field("professional", "Chuyên môn", 14, "professional", "Trình độ", "Thạc sĩ"),
    Field("professional_name", "Chuyên ngành", 22, "", "Trình độ", "Luật"),
    Field("political_theory", "Lý luận chính trị", 16, "political_theory", "Trình độ", "Cao cấp"),
    Field(
        "state_management",
        "Quản lý nhà nước",
        18,
        "state_management",
        "Trình độ",
        "Chuyên viên chính",
    ),
    Field("it_skills", "Tin học", 12, "it_skills", "Trình độ", "Chứng chỉ"),
    Field("english", "Tiếng Anh", 12, "english", "Trình độ", "Chứng chỉ"),
    Field("other_language", "Ngoại ngữ khác", 14, "other_language", "Trình độ", "Chưa có"),
    Field("minority_language", "Tiếng dân tộc", 13, "minority_language", "Trình độ", "Chưa có"),
    Field("grade", "Ngạch công chức", 20, "grade", example="Chuyên viên chính"),
)
PERSONNEL = Layout(
    "Danh sách cán bộ",
    PEOPLE,
    (
        _OWNER[2],
        _OWNER[3],
        _GENDER,
        *(field for field in _POST if field.name not in ("is_primary", "end_on")),
        *_LEVELS,
        *_OWNER[:2],
    ),
)
# The columns of the frame that fills the one-sheet list.
PERSONNEL_COLUMNS = tuple(field.name for field in PERSONNEL.fields)


def lists(units: list[str], categories: list[str]) -> dict[str, list[str]]:
    """Return what each list offers."""
    groups = {field.group for layout in (*LAYOUTS, PERSONNEL) for field in layout.fields}
    levels = [word for ladder in LADDERS for word in offered(ladder)]
    own = {"unit": units, "category": categories, "level": list(dict.fromkeys(levels))}
    return {group: own.get(group) or offered(group) for group in sorted(groups - {"", *own})} | own


def cells(layout: Layout, frame: pd.DataFrame, categories: dict[str, str]) -> list[list[str]]:
    """Return the rows of a frame in the words and dates of the template."""
    columns = [
        [_cell(field, text, categories) for text in frame[field.name]]
        for field in layout.fields
        if field.name != "level"
    ]
    names = [field.name for field in layout.fields if field.name != "level"]
    if any(field.name == "level" for field in layout.fields):
        levels = zip(frame["kind"], frame["level"], strict=True)
        columns.insert(
            names.index("kind") + 1,
            [shown_word(kind, level) if kind and level else "" for kind, level in levels],
        )
    return [list(row) for row in zip(*columns, strict=True)]


def _cell(field: Field, text: str, categories: dict[str, str]) -> str:
    if not text:
        return ""
    if field.group == "category":
        return categories.get(text, text)
    if field.group and field.group != "unit":
        return shown_word(field.group, text)
    return written_date(text) if "dd/mm/yyyy" in field.heading else text


def written_date(text: str) -> str:
    """Return a partial date as it is written: 15/08/1979, 08/1979 or 1979."""
    day = PartialDate.parse(text)
    parts = [f"{part:02d}" for part in (day.day, day.month) if part is not None]
    return "/".join([*parts, f"{day.year:04d}"])
