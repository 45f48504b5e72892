"""Form BM01/BNV and tables of offices as documents: their heads, figures, notes and ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from apps.cadres.models import Cadre
from apps.reports.asking import Asked, Imprint, Standing
from apps.reports.bm01 import BM01
from apps.reports.builders import tables
from apps.reports.document import Closing, Document, FormHead, HeadCell, Signer, Table
from apps.reports.table_form import read_form
from apps.units.headcount import assign_headcount
from tests.reports.hostile import HOSTILE
from tests.world import World

pytestmark = pytest.mark.django_db
STANDING = Standing(datetime(2025, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=7))))


def asked(world: World, **changes: Any) -> Asked:
    said: dict[str, Any] = {
        "kind": "bm01",
        "unit": world.province,
        "day": world.day,
        "language": "vi",
        "imprint": Imprint("", "UBND TỈNH SÔNG HỒNG", "BC-UBND", "Sông Hồng", signer="Lê Văn Tám"),
    }
    return Asked(**(said | changes))


def made(world: World, **changes: Any) -> Document:
    question = asked(world, **changes)
    return tables.compose(tables.compute(question), question, STANDING)


def parts(document: Document) -> tuple[FormHead, Table, Closing]:
    (section,) = document.sections
    assert section.is_landscape
    head, table, closing = section.blocks
    assert isinstance(head, FormHead)
    assert isinstance(table, Table)
    assert isinstance(closing, Closing)
    return head, table, closing


def texts(lines: tuple[Any, ...]) -> list[str]:
    return ["".join(span.text for span in words) for words in lines]


def grid(head: tuple[tuple[HeadCell, ...], ...], width: int) -> list[list[str]]:
    """Lay the cells of a head out as a reader sees them; every place is covered once."""
    seen = [["" for _ in range(width)] for _ in head]
    for row, cells in enumerate(head):
        for cell in cells:
            start = seen[row].index("")
            for down in range(cell.down):
                for across in range(cell.across):
                    assert seen[row + down][start + across] == ""
                    seen[row + down][start + across] = cell.text
    assert all(text for line in seen for text in line)
    return seen


def test_the_form_has_forty_columns_under_the_head_that_the_circular_prints(world: World) -> None:
    _head, table, _closing = parts(made(world))
    assert table.numbers == tuple(str(number) for number in range(1, 41))
    assert len(table.columns) == 40
    laid = grid(table.head, 40)
    assert len(laid) == 4
    above = ["/".join(dict.fromkeys(row[place] for row in laid)) for place in range(40)]
    assert above[:5] == [
        "STT" if above[0] == "STT" else above[0],
        above[1],
        "Tổng số biên chế được giao",
        "Tổng số công chức hiện có",
        "Trong đó/Nữ",
    ]
    assert above[13] == "Chia theo trình độ đào tạo/Chuyên môn/Tiến sĩ"
    assert above[26] == "Chia theo trình độ đào tạo/Ngoại ngữ/Tiếng Anh/Chứng chỉ (A, B, C)"
    assert above[37] == "Chia theo độ tuổi/Từ 51 đến 60/Nữ từ 51 đến 55"
    assert above[39] == "Chia theo độ tuổi/Trên tuổi nghỉ hưu"


def test_rows_are_the_units_and_their_sum(world: World) -> None:
    assign_headcount(unit=world.interior, posts=6, start_on=date(2025, 1, 1), by=world.coordinator)
    _head, table, _closing = parts(made(world))
    assert [row.role for row in table.rows] == ["plain", "plain", "plain", "total"]
    assert [row.cells[1].text for row in table.rows[1:3]] == ["Sở Nội vụ", "Sở Y tế"]
    # Posts, people, women: see tests/world.py.
    cells = [[cell.text for cell in row.cells[2:5]] for row in table.rows]
    assert cells == [["–", "2", "0"], ["6", "5", "2"], ["–", "5", "3"], ["6", "12", "5"]]
    assert [cell.values for cell in table.rows[3].cells[2:5]] == [(6,), (12,), (5,)]
    assert table.rows[0].cells[2].values == (None,)


def test_what_is_not_known_stands_below_by_column(world: World) -> None:
    Cadre.objects.update(is_party_member=True, is_minority=False, is_religious=False)
    _head, table, _closing = parts(made(world, language="en"))
    # Giang's gender and theory; everybody's grade, skills, languages and state management.
    assert "(5): 1; (9): 12; (10): 12;" in table.note
    assert "(20): 1;" in table.note
    assert "(6)" not in table.note
    # Nothing is assigned to any of the five units with people on the day.
    assert table.note.endswith("Units without assigned posts on record: 5.")


def test_the_head_says_whose_form_it_is_and_who_reports_to_whom(world: World) -> None:
    head, _table, closing = parts(made(world, day=date(2025, 2, 5)))
    assert texts(head.left)[0] == "BM01/BNV"
    centre = texts(head.centre)
    assert centre[0] == "BÁO CÁO SỐ LƯỢNG, CHẤT LƯỢNG CÔNG CHỨC TỪ CẤP HUYỆN TRỞ LÊN NĂM 2025"
    assert "ngày 05 tháng 02 năm 2025" in centre[2]
    assert "UBND TỈNH SÔNG HỒNG" in texts(head.right)[0]
    assert "Bộ Nội vụ" in texts(head.right)[1]
    assert isinstance(closing.left, Signer)
    assert closing.right.name == "Lê Văn Tám"
    assert closing.right.place_and_day == "Sông Hồng, ngày … tháng … năm …"


def test_the_form_reads_in_english(world: World) -> None:
    head, table, closing = parts(made(world, language="en"))
    assert texts(head.centre)[-1] == "As of 30 June 2025"
    assert table.rows[0].cells[1].text == "Tỉnh Sông Hồng, without the units below"
    assert table.rows[-1].cells[1].text == "Total"
    assert closing.right.offices == ("HEAD OF AGENCY",)
    words = [cell.text for row in table.head for cell in row]
    assert "Past the age of retirement" in words


def test_figures_are_kept_by_unit_and_column(world: World) -> None:
    flat = tables.flatten(tables.compute(asked(world)))
    assert flat["TINH||name"] == "Tỉnh Sông Hồng"
    # By the printed numbers of the columns: 3 posts, 4 people, 5 women.
    assert (flat["TINH|4|met"], flat["TINH|4|own.met"], flat["SNV|4|met"]) == (12, 2, 5)
    assert flat["SNV|5|unknown"] == 1
    assert flat["TINH|3|met"] is None


def test_a_table_of_an_office_is_set_by_the_same_code(world: World) -> None:
    form = read_form(
        {
            "title": "Cán bộ trẻ năm {year}",
            "columns": [
                {"label": "Tổng số", "number": "3=4+5", "measure": "people"},
                {
                    "label": HOSTILE[0],
                    "columns": [
                        {"label": "Dưới 40", "number": "4", "condition": {"age_below": 40}},
                        {
                            "label": "Từ 40",
                            "number": "5",
                            "condition": {"not": {"age_below": 40}},
                        },
                    ],
                },
            ],
        }
    )
    question = asked(world, unit=world.interior)
    head, table, _closing = parts(tables.compose(tables.fill(form, question), question, STANDING))
    assert texts(head.centre)[0] == "Cán bộ trẻ năm 2025"
    assert table.numbers == ("1", "2", "3=4+5", "4", "5")
    assert table.size == "normal"
    # Lan and Giang are under forty, Bình and Khoa not, of Minh it is not known.
    assert [cell.text for cell in table.rows[-1].cells[2:]] == ["5", "2", "2"]
    assert "(4): 1; (5): 1" in table.note
    assert grid(table.head, 5)[0][3] == HOSTILE[0]


def test_the_measures_of_the_form_are_thirty_eight(world: World) -> None:
    assert len(BM01.columns) == 38
    assert BM01.depth == 4
