"""The benchmark at sizes too small to measure: every path still gives its floor's rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import (
    access,
    importing,
    loading,
    refreshing,
    reorganising,
    reports,
    roster,
    screens,
    storage,
)
from bench.database import fill, fresh_database, one_template
from bench.measure import INFORMATION, Line, ratio
from bench.serving import BARE, served
from tests.migrated import copied


@pytest.fixture(scope="module")
def template(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), one_template(of=copied()):
        yield


@pytest.fixture
def unblocked(template: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_the_refreshes_agree_with_plain_sql(unblocked: None) -> None:
    with fresh_database("refresh"):
        fill(300, sizes=(1, 3, 8))
        lines = [*refreshing.full(300, 1), *refreshing.incremental(300, 20, 1)]
    assert [len(line.values) for line in lines] == [1, 1]


def test_a_loaded_folder_has_every_row(unblocked: None) -> None:
    lines = list(loading.load(200, 1, sizes=(1, 3, 8)))
    assert all(value > 0 for line in lines for value in line.values)


def test_published_nights_are_read_back(unblocked: None, tmp_path: Path) -> None:
    with fresh_database("screens"):
        client = screens.prepare(nights=3)
        (trend,) = storage.reading(screens.User.objects.get(), 3, 1)
        counts = list(screens.queries(client))
        with served(BARE, tmp_path) as bare:
            assert b"U000002" in bare.get("/row/U000002")
    assert trend.values
    assert all(line.is_met for line in counts)


def test_a_roster_is_the_same_each_time() -> None:
    units = roster.tree((1, 3, 8))
    first, again = (next(roster.parts(50, units)) for _time in range(2))
    assert first.appointments.equals(again.appointments)
    assert first.cadres.equals(again.cadres)


def test_a_line_is_judged_by_its_median() -> None:
    # 2/1, 4/1 and 9/1: the median is 4.
    line = ratio("x", [2, 4, 9], [1, 1, 1], 4)
    assert (line.median, line.is_met) == (4, True)
    assert not Line("x", (4.1,), 4).is_met
    assert Line("x", (1e9,), INFORMATION).as_json()["target"] is None


def test_an_import_is_written_whole_and_taken_back(
    unblocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "QUIET", 2)
    monkeypatch.setattr(importing, "PAUSE", 0)
    lines = list(importing.importing(200, 40, 1, sizes=(1, 3, 8)))
    assert all(value >= 0 for line in lines for value in line.values)


def test_reports_and_lists_are_made_and_the_lists_have_the_rows_of_a_plain_query(
    unblocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process each: one kind of document and of list is enough to see that they work.
    monkeypatch.setattr(reports, "DOCUMENTS", ("docx",))
    monkeypatch.setattr(reports, "LISTS", ("csv",))
    lines = list(reports.reports(200, 1, sizes=(1, 3, 8)))
    assert all(value > 0 for line in lines for value in line.values)


def test_the_access_log_finds_the_lines_of_a_plain_query(unblocked: None) -> None:
    lines = list(access.access(1, lines=2_000))
    assert all(line.is_met for line in lines)


def test_a_reorganisation_drops_nobody(unblocked: None) -> None:
    lines = list(reorganising.reorganising(200, 1, sizes=(1, 3, 8)))
    assert len(lines) == 3
    assert all(line.is_met for line in lines)
