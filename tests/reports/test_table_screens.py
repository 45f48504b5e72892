"""The screens of saved tables: begun, changed column by column, tried out, and reported on."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from apps.entry.models import Draft
from apps.reports.bm01 import DEFINITION
from apps.reports.models import Report, TableTemplate
from apps.reports.saving import save_table
from apps.reports.selectors import verified
from apps.reports.services import build_again
from apps.reports.table_columns import assembled, laid_out
from tests.conftest import client_of
from tests.entry.built import sent
from tests.reports.conftest import figures_of, worked_off
from tests.world import World

pytestmark = pytest.mark.django_db
EVERYBODY = {"label": {"vi": "Tổng số", "en": "Total"}, "number": "3", "measure": "people"}
WOMEN = {"label": "Nữ", "number": "4", "condition": {"gender": "female"}}
LEADERS = {"label": "Lãnh đạo", "number": "", "condition": {"is_leadership": True}}


@pytest.fixture
def table(world: World) -> TableTemplate:
    """A table of Bình's department: everybody, and the women among them."""
    return saved(world, EVERYBODY, {"label": "Trong đó", "columns": [WOMEN, LEADERS]})


def saved(world: World, *columns: Any, name: str = "Cán bộ nữ") -> TableTemplate:
    definition = {"title": "Cán bộ nữ năm {year}", "columns": list(columns)}
    return save_table(unit=world.interior, name=name, definition=definition, by=world.officer)


def opened(client: Client, address: str, **said: str) -> QueryDict:
    """Return what the form at an address sends when some inputs were changed."""
    data = sent(client.get(address).content.decode())
    data["do"] = "save"
    for name, value in said.items():
        data[name.replace("__", "-")] = value
    return data


def columns(table: TableTemplate) -> list[str]:
    table.refresh_from_db()
    return [column.label.vi for column in table.form().columns]


def test_columns_laid_out_and_put_together_again_are_the_same() -> None:
    assert assembled(laid_out(DEFINITION["columns"])) == DEFINITION["columns"]


@pytest.mark.parametrize(("start", "count"), [("", 1), ("bm01", 38), ("other", 3)])
def test_a_table_begins_with_what_was_chosen(
    start: str, count: int, officer: Client, table: TableTemplate
) -> None:
    start = f"table:{table.pk}" if start == "other" else start
    address = "/reports/tables/new/"
    answer = officer.post(address, opened(officer, address, name="Biểu mới", start=start))
    made = TableTemplate.objects.get(name="Biểu mới")
    assert answer["Location"] == f"/reports/tables/{made.pk}/"
    assert len(made.form().columns) == count
    assert (made.unit.key, made.saved_by.username) == ("SNV", "officer")
    assert made.form().title.vi.startswith({1: "Biểu mới", 38: "BÁO CÁO", 3: "Cán bộ nữ"}[count])


def test_no_table_is_made_for_a_unit_next_door(officer: Client, table: TableTemplate) -> None:
    address = "/reports/tables/new/"
    officer.post(address, opened(officer, address, name="Biểu mới", unit="SYT"))
    assert not TableTemplate.objects.filter(name="Biểu mới").exists()


def test_a_refused_name_leaves_what_was_typed(officer: Client, table: TableTemplate) -> None:
    address = "/reports/tables/new/"
    answer = officer.post(
        address, opened(officer, address, name="cán bộ NỮ", title="Tiêu đề dài", title_en="Long")
    )
    page = answer.content.decode()
    assert 'value="Tiêu đề dài"' in page
    assert Draft.objects.get().act == "table-new"
    assert "cán bộ NỮ" in officer.get(address).content.decode()


def test_a_column_is_added_at_its_place_under_its_headings(
    officer: Client, table: TableTemplate
) -> None:
    address = f"/reports/tables/{table.pk}/columns/new/"
    data = opened(
        officer, address, label="Trên 40 tuổi, là đảng viên", label_en="Party members over 40",
        number="3=4+6+8", position="2", group_2="Theo tuổi", group_2_en="By age",
        condition__0__mode="all", condition__0_0__field="is_party_member",
        condition__0_0__operator="is", condition__0_1__field="age_below",
        condition__0_1__operator="not-below", condition__0_1__years="41",
    )  # fmt: skip
    # The headings of the column before it are offered.
    assert data["group_1"] == "Trong đó"
    assert officer.post(address, data)["Location"] == f"/reports/tables/{table.pk}/#column-2"
    assert columns(table) == ["Tổng số", "Trên 40 tuổi, là đảng viên", "Nữ", "Lãnh đạo"]
    group = table.definition["columns"][1]
    assert group["label"] == "Trong đó"
    inner = group["columns"][0]
    assert inner["label"] == {"vi": "Theo tuổi", "en": "By age"}
    assert inner["columns"][0] == {
        "label": {"vi": "Trên 40 tuổi, là đảng viên", "en": "Party members over 40"},
        "number": "3=4+6+8",
        "condition": {"all": [{"is_party_member": True}, {"not": {"age_below": 41}}]},
    }


def test_a_column_comes_back_as_it_was(officer: Client, world: World) -> None:
    table = save_table(
        unit=world.interior, name="BM01", definition=dict(DEFINITION), by=world.officer
    )
    for number in (1, 2, 6, 27, 35, 38):
        address = f"/reports/tables/{table.pk}/columns/{number}/"
        assert officer.post(address, opened(officer, address)).status_code == 302
    table.refresh_from_db()
    assert table.definition == DEFINITION


def test_a_column_may_count_everybody_or_posts(officer: Client, table: TableTemplate) -> None:
    address = f"/reports/tables/{table.pk}/columns/2/"
    # The rows of the condition are left empty, and nobody minds.
    data = opened(officer, address, measure="assigned_posts", condition__0_0__field="")
    assert officer.post(address, data).status_code == 302
    table.refresh_from_db()
    column = laid_out(table.definition["columns"])[1].column
    assert column == {"label": "Nữ", "number": "4", "measure": "assigned_posts"}


def test_a_faulty_condition_is_marked_and_kept(officer: Client, table: TableTemplate) -> None:
    address = f"/reports/tables/{table.pk}/columns/2/"
    data = opened(
        officer, address, label="Dưới 40", condition__0_0__field="age_below",
        condition__0_0__operator="below", condition__0_0__years="bốn mươi",
    )  # fmt: skip
    page = officer.post(address, data).content.decode()
    assert 'value="bốn mươi"' in page
    assert 'id="condition-0_0-years_error"' in page
    assert columns(table) == ["Tổng số", "Nữ", "Lãnh đạo"]


def test_whoever_comes_second_is_told_once_and_then_decides(
    officer: Client, table: TableTemplate, world: World
) -> None:
    address = f"/reports/tables/{table.pk}/columns/2/"
    mine = opened(officer, address, label="Phụ nữ")
    other = client_of(world.an)
    assert other.post(address, opened(other, address, label="Chị em")).status_code == 302
    page = officer.post(address, mine).content.decode()
    assert world.an.full_name in page
    assert 'value="Phụ nữ"' in page
    assert columns(table)[1] == "Chị em"
    again = sent(page)
    again["do"] = "save"
    assert officer.post(address, again).status_code == 302
    assert columns(table)[1] == "Phụ nữ"


def test_a_change_of_another_column_bothers_nobody(
    officer: Client, table: TableTemplate, world: World
) -> None:
    address = f"/reports/tables/{table.pk}/columns/2/"
    mine = opened(officer, address, label="Phụ nữ")
    other, theirs = client_of(world.an), f"/reports/tables/{table.pk}/columns/3/"
    other.post(theirs, opened(other, theirs, label="Quản lý"))
    assert officer.post(address, mine).status_code == 302
    assert columns(table) == ["Tổng số", "Phụ nữ", "Quản lý"]


def test_columns_are_moved_and_removed(officer: Client, table: TableTemplate) -> None:
    def do(act: str, number: int, seen: str = "") -> Any:
        page = officer.get(f"/reports/tables/{table.pk}/")
        said = {"act": act, "number": number, "seen": seen or page.context["mark"]}
        return officer.post(f"/reports/tables/{table.pk}/act/", said)

    assert do("up", 3)["Location"].endswith("#column-2")
    assert columns(table) == ["Tổng số", "Lãnh đạo", "Nữ"]
    do("down", 3)
    do("remove", 2)
    assert columns(table) == ["Tổng số", "Nữ"]
    # From a page that shows what is there no more.
    do("remove", 1, seen="old")
    assert columns(table) == ["Tổng số", "Nữ"]
    do("remove", 1)
    do("remove", 1)
    assert columns(table) == ["Nữ"]
    assert do("burn", 1).status_code == 404
    assert do("up", -1).status_code == 404


def test_the_head_is_changed_and_the_table_removed(officer: Client, table: TableTemplate) -> None:
    address = f"/reports/tables/{table.pk}/head/"
    data = opened(
        officer, address, name="Phụ nữ", title_en="Women, {year}", orientation="portrait",
        size="small",
    )  # fmt: skip
    assert officer.post(address, data).status_code == 302
    table.refresh_from_db()
    form = table.form()
    assert (table.name, form.title.en) == ("Phụ nữ", "Women, {year}")
    assert (form.orientation, form.size) == ("portrait", "small")
    # What was sent before is stale now.
    assert officer.post(address, data | {"name": "Nữ giới"}).status_code == 200
    officer.post(f"/reports/tables/{table.pk}/act/", {"act": "drop"})
    assert not TableTemplate.objects.exists()


def test_the_preview_counts_a_unit_and_those_below(officer: Client, table: TableTemplate) -> None:
    asked = {"unit": "SNV", "day": "30/06/2025"}
    answer = officer.get(f"/reports/tables/{table.pk}/preview/", asked)
    rows = [[cell.text for cell in row.cells] for row in answer.context["effects"].table.rows]
    # People, women, leaders: Bình and Giang of their own; Khoa, Lan and Minh in PTC.
    assert [row[2:] for row in rows] == [["2", "1", "1"], ["3", "1", "1"], ["5", "2", "2"]]
    assert "2025" in answer.context["effects"].title
    early = officer.get(f"/reports/tables/{table.pk}/preview/", asked | {"day": "32/13/2025"})
    assert "effects" not in early.context
    assert b"fault" in early.content


def test_a_column_is_tried_out_while_it_is_typed(officer: Client, table: TableTemplate) -> None:
    address = f"/reports/tables/{table.pk}/columns/new/"
    data = opened(
        officer, address, label="Nam", condition__0_0__field="gender",
        condition__0_0__operator="is", condition__0_0__gender="male", unit="SNV", day="30/06/2025",
    )  # fmt: skip
    data["do"] = "preview"
    answer = officer.post(address, data, headers={"HX-Request": "true"})
    rows = [[cell.text for cell in row.cells] for row in answer.context["effects"].table.rows]
    # Men: nobody of their own (Bình is a woman, Giang's gender not recorded); Khoa and Minh.
    assert [row[2] for row in rows] == ["0", "2", "2"]
    data["do"] = "preview-condition-0"
    said = officer.post(address, data, headers={"HX-Request": "true"}).content.decode()
    assert "là nam" in said


def test_a_table_of_the_province_is_used_below_and_changed_above(
    officer: Client, world: World
) -> None:
    table = save_table(
        unit=world.province, name="Toàn tỉnh", by=world.an,
        definition={"title": "Toàn tỉnh", "columns": [EVERYBODY]},
    )  # fmt: skip
    assert b"To\xc3\xa0n t\xe1\xbb\x89nh" in officer.get("/reports/tables/").content
    page = officer.get(f"/reports/tables/{table.pk}/").content.decode()
    assert "/head/" not in page
    assert officer.get(f"/reports/tables/{table.pk}/head/").status_code == 404
    assert officer.get(f"/reports/tables/{table.pk}/columns/1/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_report_says_what_the_table_said_when_it_was_asked_for(
    world: World, officer: Client, table: TableTemplate
) -> None:
    asked = {
        "unit": "SNV", "kind": f"table:{table.pk}", "plan": "KH-01", "period": "day",
        "day": "30/06/2025", "language": "vi", "style": "state",
    }  # fmt: skip
    assert officer.post("/reports/ask/", asked).status_code == 302
    worked_off()
    report = Report.objects.get()
    save_table(
        unit=world.interior, name="Khác", by=world.officer, template=table,
        definition={"title": "Khác", "columns": [EVERYBODY]},
    )  # fmt: skip
    table.delete()
    build_again(report=report, by=world.officer)
    worked_off()
    report.refresh_from_db()
    assert report.get_kind_display() in ("Table: Cán bộ nữ", "Biểu mẫu: Cán bộ nữ")
    # Of their own, in PTC, all: people, women, leaders.
    assert figures_of(report) == [[2, 1, 1], [3, 1, 1], [5, 2, 2]]
    today = timezone.localdate()
    answer = officer.post(
        f"/reports/{report.pk}/issue/", {"number": "7", "issued_on": f"{today:%d/%m/%Y}"}
    )
    assert answer.status_code == 302
    worked_off()
    report.refresh_from_db()
    assert report.is_issued
    assert verified(report) == []
