"""Lists taken out: the rows of the screen, whole, for those who may, entered in the log before."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre, Qualification
from apps.jobs.models import Job
from apps.jobs.services import take_next
from apps.metrics.services import refresh
from apps.reports import tasks
from apps.reports.giving_up import give_up_lists
from apps.reports.lists import keeping
from apps.reports.lists.places import for_export
from apps.reports.models import LongList
from apps.units.models import Membership
from tests.conftest import client_of
from tests.factories import a_cadre, a_member, appoint
from tests.reports import hostile
from tests.reports.test_confirming import written
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = "day=2025-06-30"
CADRES = f"/reports/lists/cadres/?{DAY}"
WHO = f"/reports/lists/units/SNV/targets/young/?{DAY}&plan=KH-01"
UNITS = f"/reports/lists/units/TINH/?{DAY}&plan=KH-01"
PERSONAL_NUMBER = "001085000001"


def taken(client: Client, address: str) -> bytes:
    """Return the file at an address, asked for in English."""
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def of_city(an: Client, by: Client, address: str) -> list[list[str]]:
    """Return the lines of a list of the whole province, once another confirmed it."""
    an.cookies["django_language"] = "en"
    made = written(an, by, f"{address}&format=csv")
    return list(csv.reader(io.StringIO(b"".join(keeping.bytes_of(made)).decode("utf-8-sig"))))


def rows(client: Client, address: str) -> list[list[str]]:
    """Return the lines of the CSV: the first says what it is, then head and rows."""
    made = taken(client, f"{address}&format=csv")
    assert made.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def sheet(client: Client, address: str) -> Any:
    """Return the sheet of the workbook."""
    made = taken(client, f"{address}&format=xlsx")
    return openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]


def named(lines: list[list[str]]) -> list[str]:
    """Return the given names of the rows below the head."""
    return [line[0].split()[-1] for line in lines[2:]]


def test_the_list_of_cadres_is_the_screens_in_its_order(
    published: World, an: Client, coordinator: Client
) -> None:
    assert named(of_city(an, coordinator, CADRES)) == (
        "An Bình Chi Dũng Giang Hạnh Khoa Lan Minh Oanh Phúc Quân".split()
    )
    narrowed = rows(an, f"{CADRES}&unit=SNV&gender=male&order=-name&q=M")
    # Khoa's middle name holds no m; his family name, Phạm, does.
    assert named(narrowed) == ["Minh", "Khoa"]
    assert narrowed[0][0].startswith(
        "List of cadres · Unit: Sở Nội vụ · Records as they stand on: 30/06/2025"
        " · Filters: Search: M; Gender: Male · Taken out by Nguyễn Văn An (an) at "
    )
    assert narrowed[0][0].endswith("2 rows")


def test_the_columns_chosen_come_first_and_the_rest_after_them(
    published: World, an: Client, coordinator: Client
) -> None:
    head, first = of_city(an, coordinator, f"{CADRES}&col=gender&col=key&q=minh+bui")[1:]
    assert head == [
        "Full name", "Gender", "Staff number", "Post", "Unit", "Born", "Degree",
        "Political theory", "State management", "Managed by", "Leads or manages",
    ]  # fmt: skip
    assert first == [
        "Bùi Quang Minh", "Male", "minh", "Chuyên viên", "Phòng Tổ chức", "1985", "College",
        "Intermediate", "", "The unit itself", "No",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("group", "people"),
    [("met", "Lan Giang"), ("not_met", "Bình Khoa"), ("unknown", "Minh"), ("outside", "")],
)
def test_each_list_behind_a_figure_gives_its_people_in_the_screens_order(
    group: str, people: str, published: World, officer: Client
) -> None:
    lines = rows(officer, f"{WHO}&group={group}")
    assert named(lines) == people.split()
    screen = officer.get(f"/units/SNV/targets/young/people/?{DAY}&plan=KH-01&group={group}")
    shown = screen.context["listed"].rows
    assert [line[0] for line in lines[2:]] == [row.cadre.full_name for row in shown]
    assert [line[6] for line in lines[2:]] == [row.reason for row in shown]


def test_a_list_says_of_what_it_is_and_why_each_is_in_it(published: World, officer: Client) -> None:
    about, head, lan, giang = rows(officer, f"{WHO}&group=met")
    assert about[0].startswith(
        "Cán bộ trẻ · Unit: Sở Nội vụ, with the units below it · Figures of: 30/06/2025"
        " · Plan: KH-01 · Target: Cán bộ trẻ · List: Met · Filters: none · Taken out by Vũ Giang"
    )
    assert lan == [
        "Hoàng Thị Lan", "lan", "Chuyên viên", "Phòng Tổ chức", "1985-07-01", "Female",
        "39 years 11 months on the day of calculation", "2025-07-01", "before the due date", "",
    ]  # fmt: skip
    assert head[6:] == ["Why they count as met", "Reaches 40", "Note", "Record"]
    assert giang[4:6] == ["1988-02-29", ""]


def test_who_only_has_a_concurrent_post_is_told_apart(published: World, an: Client) -> None:
    visitor = a_cadre("visitor", unit=published.health, name="Khách Mời")
    appoint(visitor, published.interior, is_primary=False)
    lines = rows(an, f"{WHO}&group=outside")
    assert lines[2][6] == "Only a concurrent post here; the primary post is in Sở Y tế"


def test_reasons_of_conditions_in_parts_are_those_of_the_page(
    published: World, an: Client, coordinator: Client
) -> None:
    address = f"/reports/lists/units/TINH/targets/qualified/?{DAY}&plan=KH-01"
    an.cookies["django_language"] = "en"
    for group in ("met", "not_met", "unknown", "outside"):
        screen = an.get(
            f"/units/TINH/targets/qualified/people/?{DAY}&plan=KH-01&group={group}"
        ).context["listed"]
        assert screen.rows
        lines = of_city(an, coordinator, f"{address}&group={group}")
        assert [(line[0], line[6]) for line in lines[2:]] == [
            (row.cadre.full_name, row.reason) for row in screen.rows
        ]


def test_the_table_of_units_gives_every_count_as_a_number(published: World, an: Client) -> None:
    made = sheet(an, UNITS)
    cells = [[cell.value for cell in row] for row in made.iter_rows()]
    head = next(i for i, row in enumerate(cells) if row[0] == "Unit")
    assert cells[head][:8] == [
        "Unit", "Key", "Kind", "Cán bộ trẻ: people counted", "Cán bộ trẻ: met",
        "Cán bộ trẻ: not met", "Cán bộ trẻ: unknown", "Cán bộ trẻ: ratio",
    ]  # fmt: skip
    # Of the tree's 12, 6/5/1 are young; of the unit's own two, 1/1/0; see tests/world.py.
    total, own, *below = cells[head + 1 :]
    assert total[:8] == ["All of the unit", "TINH", "City", 12, 6, 5, 1, 0.5]
    assert own[:8] == ["The unit's own posts", "TINH", "City", 2, 1, 1, 0, 0.5]
    # By persons short of young people: Sở Nội vụ is undetermined, Sở Y tế met.
    assert [row[0] for row in below] == ["Sở Nội vụ", "Sở Y tế"]
    assert below[0][3:12] == [5, 2, 2, 1, 0.4, "Undetermined", 1, 1, 0]
    assert below[0][-2:] == [2, 4]


def test_the_table_of_units_follows_the_filters_and_the_order(published: World, an: Client) -> None:
    named_first = rows(an, f"{UNITS}&sort=name&show=department")
    assert [line[0] for line in named_first[4:]] == ["Sở Nội vụ", "Sở Y tế"]
    assert "Filters: Departments and agencies · " in named_first[0][0]
    nobody = rows(an, f"{UNITS}&show=commune")
    assert len(nobody) == 4


def test_dates_are_dates_and_partial_ones_stay_as_known(published: World, an: Client) -> None:
    made = sheet(an, f"{CADRES}&unit=SNV&order=born")
    head = next(row for row in made.iter_rows() if row[0].value == "Full name")
    born = next(cell.column for cell in head if cell.value == "Born")
    cells = [made.cell(row, born) for row in range(head[0].row + 1, made.max_row + 1)]
    assert [cell.is_date for cell in cells] == [True, False, True, True, True]
    assert cells[1].value == "1985"
    assert cells[0].value.date() == date(1980, 7, 1)
    assert made.auto_filter.ref.startswith(f"A{head[0].row}:")


def test_hostile_text_stays_text(published: World, an: Client) -> None:
    for number, text in enumerate(hostile.HOSTILE):
        a_cadre(f"=x{number}", unit=published.empty, name=text[:200], title=text[:200])
    made = sheet(an, f"{CADRES}&unit=PKH")
    assert not any(
        cell.data_type == "f" or cell.hyperlink for row in made.iter_rows() for cell in row
    )
    lines = rows(an, f"{CADRES}&unit=PKH")
    assert len(lines) == 2 + len(hostile.HOSTILE)
    assert not any(cell[:1] in tuple("=+-@\t\r") for line in lines for cell in line)


def test_no_list_holds_a_personal_number(published: World, an: Client) -> None:
    khoa = published.cadres["khoa"]
    Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, PERSONAL_NUMBER))
    khoa.refresh_from_db()
    for address in (f"{CADRES}&unit=SNV", f"{WHO}&group=not_met"):
        text = taken(an, f"{address}&format=csv").decode()
        assert "Khoa" in text
        assert PERSONAL_NUMBER not in text
        assert khoa.personal_number not in text


@pytest.mark.parametrize(
    ("address", "kind", "key", "count"),
    [(f"{CADRES}&unit=SNV&q=thi", "cadres", "SNV", 2),
     (f"{WHO}&group=met&q=lan", "population", "SNV KH-01 young", 1),
     (UNITS, "units", "TINH", 4)],
)  # fmt: skip
def test_who_takes_what_is_logged(
    address: str, kind: str, key: str, count: int, published: World, an: Client
) -> None:
    an.cookies["django_language"] = "en"
    answer = an.get(f"{address}&format=csv")
    # Nothing of the answer has been read yet.
    entry = AccessLog.objects.get()
    assert (entry.username, entry.act, entry.kind, entry.key) == ("an", "export", kind, key)
    assert (entry.detail["count"], entry.detail["format"]) == (count, "csv")
    assert entry.detail["day"] == "2025-06-30"
    said = str(entry.detail)
    assert ("'q': 'thi'" in said) == (kind == "cadres")
    assert ("'words': 'lan'" in said) == (kind == "population")
    answer.close()


def test_the_log_says_in_words_what_was_taken(
    published: World, an: Client, auditor: Client
) -> None:
    taken(an, f"{UNITS}&show=department&unmet=1&sort=name")
    auditor.cookies["django_language"] = "en"
    page = auditor.get("/log/").content.decode()
    assert "the table of units" in page
    for words in ("Kind: Departments and agencies", "Only not met: Yes", "Order: by name"):
        assert words in page


def test_whoever_may_not_take_out_sees_no_way_to(
    published: World, binh: Client, officer: Client, coordinator: Client
) -> None:
    pages = [f"/cadres/?{DAY}", f"/units/SNV/targets/young/?{DAY}", f"/units/SNV/?{DAY}"]
    for address in pages:
        assert "/reports/lists/" in officer.get(address).content.decode()
        assert "/reports/lists/" not in binh.get(address).content.decode()
    assert "/reports/lists/" not in coordinator.get(pages[2]).content.decode()
    for address in (CADRES, WHO, UNITS):
        assert binh.get(address).status_code == coordinator.get(address).status_code == 403


def test_only_people_of_units_whose_data_may_be_taken_out_are_in_the_file(
    published: World,
) -> None:
    both = client_of(a_member("both", Role.HEAD, published.province))
    Membership.objects.create(
        user=both.user, role=Role.OFFICER, unit=published.health, start_on=date(2020, 1, 1)
    )
    assert both.get(f"/cadres/?{DAY}").context["listed"].page.paginator.count == 12
    assert named(rows(both, CADRES)) == ["Chi", "Hạnh", "Oanh", "Phúc", "Quân"]
    assert for_export(both.user, published.day, "SNV") == []
    assert both.get(WHO).status_code == 404
    assert "/reports/lists/" not in both.get(f"/units/TINH/?{DAY}").content.decode()
    assert "/reports/lists/" in both.get(f"/units/SYT/?{DAY}").content.decode()


def test_a_day_without_figures_and_a_unit_not_there_have_their_pages(
    world: World, an: Client
) -> None:
    assert "attachment" not in an.get(WHO).get("Content-Disposition", "")
    refresh(day=world.day)
    closed = an.get(f"/reports/lists/units/PDT/?{DAY}")
    assert "attachment" not in closed.get("Content-Disposition", "")
    assert an.get(f"/reports/lists/units/SNV/targets/none/?{DAY}").status_code == 404


# Long lists.


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take three rows for too many to be waited for."""
    monkeypatch.setattr(keeping, "AT_ONCE", 3)


def long_list(client: Client, address: str = f"{CADRES}&unit=SNV&format=csv") -> LongList:
    """Ask for a list as its page does."""
    assert b'<form method="post"' in client.get(address).content
    answer = client.post(address)
    assert answer.status_code == 302
    return LongList.objects.latest("pk")


def test_a_long_list_is_written_by_a_worker_and_is_the_same(
    published: World, officer: Client, few_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer.cookies["django_language"] = "en"
    monkeypatch.setattr(keeping, "_PART", 100)
    asked = long_list(officer)
    assert b"<progress" in officer.get(f"/reports/lists/{asked.pk}/").content
    assert officer.get(f"/reports/lists/{asked.pk}/file/").status_code == 404
    assert not AccessLog.objects.filter(act="export").exists()
    tasks.work_on_reports()
    asked.refresh_from_db()
    assert (asked.state, asked.rows) == ("ready", 5)
    assert asked.parts.count() == -(-asked.size // 100) > 1
    got = officer.get(f"/reports/lists/{asked.pk}/file/")
    entry = AccessLog.objects.get(act="export")
    assert (entry.kind, entry.detail["count"], entry.detail["list"]) == ("cadres", 5, asked.pk)
    made = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    monkeypatch.setattr(keeping, "AT_ONCE", 10)
    now = taken(officer, f"{CADRES}&unit=SNV&format=csv")
    assert made.splitlines()[1:] == now.splitlines()[1:]
    assert asked.title.encode() in officer.get("/reports/").content


def test_a_workbook_of_a_long_list_can_be_read(
    published: World, an: Client, few_at_once: None
) -> None:
    asked = long_list(an, f"{UNITS}&format=xlsx&show=")
    tasks.work_on_reports()
    asked.refresh_from_db()
    content = b"".join(keeping.bytes_of(asked))
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_column == 41


def test_a_long_list_is_for_whoever_asked_and_as_long_as_they_may(
    published: World, officer: Client, an: Client, few_at_once: None
) -> None:
    asked = long_list(officer)
    tasks.work_on_reports()
    address = f"/reports/lists/{asked.pk}/file/"
    assert an.get(address).status_code == 404
    assert officer.get(address).status_code == 200
    # The right moves from the department to one of its divisions.
    published.officer.memberships.update(unit=published.organisation)
    assert client_of(published.officer).get(address).status_code == 404
    published.officer.memberships.update(role=Role.HEAD)
    assert client_of(published.officer).get(address).status_code == 403


def test_a_list_whose_worker_was_stopped_says_that_it_failed(
    published: World, officer: Client, few_at_once: None
) -> None:
    asked = long_list(officer)
    Job.objects.filter(kind="list").update(state="failed", finished_at=timezone.now())
    assert give_up_lists() == 1
    asked.refresh_from_db()
    assert asked.state == "failed"
    page = officer.get(f"/reports/lists/{asked.pk}/").content.decode()
    assert asked.reason in page


def test_a_second_attempt_writes_the_whole_list_anew(
    published: World, officer: Client, few_at_once: None
) -> None:
    asked = long_list(officer)
    job = take_next(kind=keeping.JOB, owner="first", in_order=False)
    asked.parts.create(number=7, content=b"left by an attempt that was stopped")
    keeping.write_list(job)
    assert [part.number for part in asked.parts.all()] == [0]
    # A job that comes again finds nothing to do.
    Job.objects.update(state="queued", lease_until=None, finished_at=None)
    keeping.write_list(take_next(kind=keeping.JOB, owner="second", in_order=False))
    asked.refresh_from_db()
    assert asked.state == "ready"


def test_nobody_has_many_lists_written_at_once(
    published: World, officer: Client, few_at_once: None
) -> None:
    for number in range(5):
        long_list(officer, f"{CADRES}&unit=SNV&format=csv&order={number}")
    answer = officer.post(f"{CADRES}&unit=SNV&format=csv", follow=True)
    assert answer.status_code == 200
    assert LongList.objects.count() == 5


def test_long_lists_are_gone_after_a_week(
    published: World, officer: Client, few_at_once: None
) -> None:
    asked = long_list(officer)
    tasks.work_on_reports()
    today = timezone.localdate()
    assert keeping.expire_lists(today + timedelta(days=7)) == 0
    assert keeping.expire_lists(today + timedelta(days=8)) == 1
    assert officer.get(f"/reports/lists/{asked.pk}/").status_code == 404


def test_a_list_shows_a_degree_by_its_word(
    published: World, an: Client, coordinator: Client
) -> None:
    Qualification.objects.filter(cadre__key="an", kind="professional").update(level="doctorate")
    line = of_city(an, coordinator, f"{CADRES}&q=van+an")[2]
    assert "Doctoral" in line
