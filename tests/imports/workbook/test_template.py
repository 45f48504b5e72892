"""The template and the one-sheet list: what is filled in comes back exactly."""

import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY, RATINGS
from apps.imports.workbook.columns import read_columns
from apps.imports.workbook.contract import IDENTIFICATION, PEOPLE, Extract
from apps.imports.workbook.extracting import extract
from apps.imports.workbook.layout import LISTS, PERSONNEL_COLUMNS
from apps.imports.workbook.tables import OWN
from apps.imports.workbook.template import write_personnel_list, write_template
from tests.imports.workbook.sheets import faults, opened

UNITS = ["Sở Nội vụ", "Sở Nội vụ / Phòng Tổ chức"]
CATEGORIES = {"cap-nhat": "Cập nhật kiến thức mới", "quoc-phong": "Quốc phòng, an ninh"}

NAMES = st.lists(
    st.sampled_from("Nguyễn Văn Thị An Bình Hoà Đức Ước Tống".split()), min_size=2, max_size=4
).map(" ".join)
WORDS = st.lists(
    st.sampled_from("Luật Kinh tế =1+1 @SUM(A1) -2+3 +84 https://a.vn 1.234 x".split()),
    min_size=1,
    max_size=3,
).map(" ".join)
DAYS = st.one_of(
    st.just(""),
    st.dates(pd.Timestamp(1940, 1, 1).date(), pd.Timestamp(2030, 1, 1).date()).map(str),
    st.tuples(st.integers(1940, 2030), st.integers(1, 12)).map(
        lambda pair: f"{pair[0]}-{pair[1]:02d}"
    ),
    st.integers(1940, 2030).map(str),
)
NUMBERS = st.one_of(st.just(""), st.integers(0, 10**9 - 1).map(lambda n: f"001{n:09d}"))
LEVELS = st.sampled_from([(kind, level) for kind, levels in LADDERS.items() for level in levels])
YES_NO = st.sampled_from(["yes", "no"])
OWNER = (st.integers(1, 9999).map(lambda n: f"NV{n:04d}"), NUMBERS, NAMES, DAYS)
OWNS = {
    "cadres.csv": st.tuples(st.just(""), st.sampled_from(["", *GENDERS])),
    "appointments.csv": st.tuples(
        *(st.just(""), NAMES, YES_NO, st.sampled_from(MANAGED_BY), YES_NO, DAYS, DAYS),
        *(st.sampled_from(["", "12/QĐ-SNV"]), st.sampled_from([*UNITS, "Phòng mới"])),
    ),
    "qualifications.csv": st.tuples(LEVELS, DAYS, WORDS).map(lambda row: (*row[0], *row[1:])),
    "trainings.csv": st.tuples(st.sampled_from([*CATEGORIES, "khác"]), DAYS, WORDS),
    "appraisals.csv": st.tuples(st.integers(2000, 2030).map(str), st.sampled_from(RATINGS)),
}


def frames(table: str) -> st.SearchStrategy[pd.DataFrame]:
    rows = st.lists(st.tuples(st.tuples(*OWNER), OWNS[table]), max_size=6)
    return rows.map(lambda rows: frame(table, rows))


def frame(table: str, rows: list) -> pd.DataFrame:
    columns = [*IDENTIFICATION, *OWN[table]]
    held = pd.DataFrame([owner + own for owner, own in rows], columns=columns, dtype=object)
    if table == "cadres.csv":
        held["key"] = held["cadre_key"]
    return held


def read_back(folder, content: bytes) -> Extract:
    sheets = opened(folder, content)
    return extract(sheets, read_columns(sheets))


@settings(max_examples=25)
@given(st.fixed_dictionaries({table: frames(table) for table in OWNS}))
def test_a_filled_template_reads_back_as_exactly_what_filled_it(tmp_path, tables):
    found = read_back(tmp_path, write_template(UNITS, CATEGORIES, tables=tables))
    assert faults(found) == []
    for table, held in tables.items():
        read = found.tables[table][list(held.columns)]
        assert read.to_dict("list") == held.to_dict("list"), table


PERSON = st.fixed_dictionaries(
    {
        "full_name": NAMES,
        "born": DAYS,
        "gender": st.sampled_from(["", *GENDERS]),
        "unit": st.sampled_from(UNITS),
        "title": NAMES,
        "is_leadership": YES_NO,
        "managed_by": st.sampled_from(MANAGED_BY),
        "start_on": DAYS,
        "decision": st.sampled_from(["", "1/QĐ"]),
        "professional_name": WORDS,
        **{ladder: st.sampled_from(levels) for ladder, levels in LADDERS.items()},
        "cadre_key": OWNER[0],
        "personal_number": NUMBERS,
    }
)


@settings(max_examples=25)
@given(st.lists(PERSON, max_size=6))
def test_a_filled_personnel_list_reads_back_as_exactly_what_filled_it(tmp_path, rows):
    people = pd.DataFrame(rows, columns=list(PERSONNEL_COLUMNS), dtype=object)
    found = read_back(tmp_path, write_personnel_list(UNITS, people=people))
    assert faults(found) == []
    for table, names in {
        "cadres.csv": ["cadre_key", "personal_number", "full_name", "born", "gender"],
        "appointments.csv": [
            "unit",
            "title",
            "is_leadership",
            "managed_by",
            "start_on",
            "decision",
        ],
    }.items():
        assert found.tables[table][names].to_dict("list") == people[names].to_dict("list")
    levels = found.tables["qualifications.csv"]
    for ladder in LADDERS:
        own = levels[levels["kind"] == ladder]
        assert list(own["level"]) == list(people[ladder])
        assert list(own["full_name"]) == list(people["full_name"])
    degrees = levels[levels["kind"] == "professional"]
    assert list(degrees["name"]) == list(people["professional_name"])


@pytest.mark.parametrize(
    "content", [write_template(UNITS, CATEGORIES), write_personnel_list(UNITS)]
)
def test_an_empty_template_has_no_people_its_example_is_not_read(tmp_path, content):
    sheets = opened(tmp_path, content)
    readings = read_columns(sheets)
    found = extract(sheets, readings)
    assert all(held.empty for held in found.tables.values())
    assert found.problems == []
    assert {r.table for r in readings} - {""} in ({*OWN}, {PEOPLE})


def test_the_template_offers_lists_in_words_and_holds_no_formula_and_no_link():
    content = write_template(UNITS, CATEGORIES)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        "Hướng dẫn",
        "Cán bộ",
        "Chức vụ",
        "Trình độ",
        "Bồi dưỡng",
        "Đánh giá",
        LISTS,
    ]
    assert book[LISTS].sheet_state == "hidden"
    words = {cell.value for row in book[LISTS].iter_rows() for cell in row}
    assert {"Nữ", "Thạc sĩ", "Cập nhật kiến thức mới [cap-nhat]", *UNITS} <= words
    posts = book["Chức vụ"]
    assert posts.freeze_panes == "A2"
    assert len(posts.data_validations.dataValidation) == 4
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = b"".join(archive.read(n) for n in archive.namelist() if "worksheets/" in n)
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_dates_and_numbers_are_text_so_that_excel_leaves_them_alone():
    book = openpyxl.load_workbook(io.BytesIO(write_template(UNITS, CATEGORIES)))
    people = book["Cán bộ"]
    assert {people[f"{letter}2"].number_format for letter in "BCDE"} == {"@"}
