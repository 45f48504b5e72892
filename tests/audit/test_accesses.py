"""Who saw this person's record, and what did this account see: found by index, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from apps.audit.accesses import PAGE, Search, found
from apps.audit.models import AccessLog, Shown
from apps.audit.services import log_access

pytestmark = pytest.mark.django_db
Act = AccessLog.Act


def at(day: int, month: int = 6, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def logged(moment: datetime, people: tuple[int, ...] = (), **fields: str) -> int:
    """Enter a line as if it had been written at a moment."""
    said = {"username": "an", "act": Act.READ, "kind": "cadre", "key": "khoa", **fields}
    log_access(people=people, **said)
    row = AccessLog.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.retention TO 'on'")
    AccessLog.objects.filter(pk=row.pk).update(at=moment)
    Shown.objects.filter(access=row.pk).update(month=moment.year * 12 + moment.month)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.retention TO 'off'")
    return row.pk


def ids(search: Search, **place: int) -> list[int]:
    return [line.access.pk for line in found(search, **place).lines]


def test_whoever_saw_a_person_is_found_by_page_and_by_list():
    page = logged(at(1))
    listed = logged(at(2, 4), (7, 8), act=Act.LIST, kind="cadres", key="SNV", username="binh")
    taken = logged(at(3), tuple(range(2500)), act=Act.EXPORT, kind="cadres", key="*")
    logged(at(4), (9,), act=Act.LIST, kind="cadres", key="SYT")
    logged(at(5), key="lan")
    person = Search(keys=("khoa",), person=7)
    assert ids(person) == [taken, page, listed]
    assert [line.people for line in found(person).lines] == [2500, 0, 2]
    assert Shown.objects.filter(access=taken).count() == 3
    assert ids(Search(keys=("khoa",), person=7, usernames=("binh",))) == [listed]


def test_what_an_account_saw_between_two_moments():
    lines = [logged(at(day), username="binh") for day in range(1, 8)]
    logged(at(3))
    between = Search(usernames=("binh",), since=at(3), until=at(6))
    assert ids(between) == lines[2:5][::-1]
    assert ids(Search(usernames=("binh", "an"), since=at(3), until=at(4))) != []


def test_lines_are_narrowed_by_act_and_kind():
    number = logged(at(1), kind="number")
    file = logged(at(2), act=Act.EXPORT, kind="cadres")
    assert ids(Search(kind="number")) == [number]
    assert ids(Search(act="export")) == [file]
    assert ids(Search(act="export", kind="number")) == []


@pytest.mark.parametrize("person", [None, 7])
def test_pages_follow_one_another_both_ways_without_a_gap(person: int | None):
    # Three pages of lines, several of them at one moment, spread over three months.
    start = at(1, 4)
    every = [
        logged(start + timedelta(days=n // 3), (7,) if n % 2 else (), key="x")
        for n in range(2 * PAGE + 20)
    ][::-1]
    search = Search(keys=("x",), person=person)
    first = found(search)
    second = found(search, older=first.lines[-1].access.pk)
    third = found(search, older=second.lines[-1].access.pk)
    seen = [line.access.pk for page in (first, second, third) for line in page.lines]
    assert seen == every
    ends = [(page.has_later, page.has_earlier) for page in (first, second, third)]
    assert ends == [(False, True), (True, True), (True, False)]
    back = found(search, newer=third.lines[0].access.pk)
    assert [line.access.pk for line in back.lines] == every[PAGE : 2 * PAGE]
    assert found(search, newer=second.lines[0].access.pk).has_later is False


def test_an_empty_log_has_no_lines():
    assert found(Search(person=7, keys=("khoa",))).lines == []
    assert found(Search(), older=3).lines == []
