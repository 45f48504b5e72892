"""Scheduled reports: one draft for each schedule and period, whatever is lost, late or doubled."""

from __future__ import annotations

import threading
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.roles import Role
from apps.common.errors import RuleError
from apps.jobs.models import Job
from apps.notices.models import Notice
from apps.reports.asking import Imprint
from apps.reports.models import Report, Schedule, Turn
from apps.reports.periods import ended
from apps.reports.scheduling import (
    ask_due,
    change_schedule,
    next_period,
    pause_schedule,
    remove_schedule,
    resume_schedule,
    set_up_schedule,
)
from apps.reports.services import throw_away
from apps.reports.tasks import ask_scheduled, sweep_reports
from apps.units.models import Membership
from tests.reports.conftest import asked, worked_off
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def scheduled(world: World, *, period: str = "quarter", on: date | None = None, **changes):
    """Return a schedule of Bình's department that its officer set up on a day of June 2025."""
    return set_up_schedule(
        asked=asked(world, period=period, **changes), by=world.officer, today=on or world.day
    )


def made(schedule: Schedule) -> list[date]:
    return list(schedule.turns.order_by("ends_on").values_list("ends_on", flat=True))


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("user__username", "code"))


def test_the_first_report_is_that_of_the_period_that_runs(world: World) -> None:
    schedule = scheduled(world)
    # On 30 June the second quarter runs to the day's end; the first ended on 31 March.
    assert schedule.covered_until == date(2025, 3, 31)
    assert next_period(schedule).last == date(2025, 6, 30)
    assert ask_due(date(2025, 6, 30)) == 0
    assert ask_due(date(2025, 7, 1)) == 1
    assert made(schedule) == [date(2025, 6, 30)]


def test_in_the_morning_the_draft_is_there_and_those_concerned_know(world: World) -> None:
    scheduled(world)
    ask_due(date(2025, 7, 1))
    worked_off()
    report = Report.objects.get()
    assert report.state == "draft", report.reason
    assert (report.period, report.day, report.before) == (
        "quarter",
        date(2025, 6, 30),
        date(2025, 3, 31),
    )
    assert report.imprint["agency"] == "SỞ NỘI VỤ"
    assert report.files.count() == 3
    # The officer answers for it; Bình heads the very unit. An, who leads the province, is spared.
    assert told() == {
        (world.officer.username, "report_ready"),
        (world.binh.username, "report_ready"),
    }
    assert set(Notice.objects.values_list("link", flat=True)) == {f"/reports/{report.pk}/"}


def test_a_head_reads_the_scheduled_draft_but_no_other(world: World) -> None:
    scheduled(world)
    ask_due(date(2025, 7, 1))
    report = Report.objects.get()
    other = Report.objects.get(pk=report.pk)
    other.pk = None
    other.save()
    assert list(Report.objects.visible_to(world.binh, world.day)) == [report]
    assert list(Report.objects.visible_to(world.chi, world.day)) == []
    assert not Report.objects.made_by(world.binh, world.day).exists()


def test_three_months_off_are_made_up_for_each_once(world: World) -> None:
    schedule = scheduled(world, period="month")
    assert ask_due(date(2025, 9, 3)) == 3
    assert made(schedule) == [date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31)]
    assert ask_due(date(2025, 9, 3)) == 0
    assert ask_due(date(2025, 9, 30)) == 0
    assert ask_due(date(2025, 10, 1)) == 1
    assert Report.objects.count() == Job.objects.filter(kind="report").count() == 4


def test_days_off_over_the_end_of_a_period_lose_nothing(world: World) -> None:
    schedule = scheduled(world)
    for day in (29, 30):
        assert ask_due(date(2025, 6, day)) == 0
    # The machine was off from 1 to 3 July.
    assert ask_due(date(2025, 7, 4)) == 1
    assert made(schedule) == [date(2025, 6, 30)]


def test_two_beats_at_once_ask_once(world: World) -> None:
    for period in ("month", "quarter", "half_year"):
        scheduled(world, period=period)
    counts = []

    def ask() -> None:
        try:
            counts.append(ask_due(date(2025, 7, 1)))
        finally:
            connection.close()

    beats = [threading.Thread(target=ask) for _beat in range(4)]
    for beat in beats:
        beat.start()
    for beat in beats:
        beat.join()
    assert sum(counts) == 3
    assert Turn.objects.count() == Report.objects.count() == 3


def test_a_message_that_was_lost_is_found_by_the_sweep(world: World, monkeypatch) -> None:
    today = timezone.localdate()
    schedule = scheduled(world, on=today)
    last = ended("quarter", today)
    Schedule.objects.update(covered_until=last.before)
    monkeypatch.setattr("apps.reports.tasks.MORNING", time(23, 59, 59, 999_999))
    sweep_reports()
    assert made(schedule) == []  # the morning has not come
    monkeypatch.setattr("apps.reports.tasks.MORNING", time(0))
    for _minute in range(2):
        sweep_reports()
        ask_scheduled()
    assert made(schedule) == [last.last]
    assert Report.objects.get().state in ("draft", "failed")


def test_a_report_that_a_worker_builds_twice_tells_once(world: World) -> None:
    scheduled(world)
    ask_due(date(2025, 7, 1))
    worked_off()
    worked_off()
    assert Notice.objects.count() == 2
    assert Report.objects.count() == 1


def test_a_draft_that_was_thrown_away_does_not_come_again(world: World) -> None:
    schedule = scheduled(world)
    ask_due(date(2025, 7, 1))
    worked_off()
    throw_away(report=Report.objects.get())
    Schedule.objects.update(covered_until=date(2025, 3, 31))
    assert ask_due(date(2025, 7, 1)) == 0
    assert made(schedule) == [date(2025, 6, 30)]
    assert not Report.objects.exists()


def test_while_paused_nothing_is_made_and_nothing_made_up_for(world: World) -> None:
    schedule = scheduled(world)
    pause_schedule(schedule=schedule)
    assert ask_due(date(2025, 10, 1)) == 0
    resume_schedule(schedule=schedule, by=world.an, today=date(2025, 10, 2))
    schedule.refresh_from_db()
    assert (schedule.is_active, schedule.made_by) == (True, world.an)
    assert ask_due(date(2025, 10, 2)) == 0
    assert ask_due(date(2026, 1, 1)) == 1
    assert made(schedule) == [date(2025, 12, 31)]


def test_pausing_and_resuming_at_once_loses_no_period(world: World) -> None:
    schedule = scheduled(world)
    pause_schedule(schedule=schedule)
    resume_schedule(schedule=schedule, by=world.officer, today=world.day)
    assert ask_due(date(2025, 7, 1)) == 1


def test_a_schedule_is_removed_and_its_reports_stay(world: World) -> None:
    schedule = scheduled(world)
    ask_due(date(2025, 7, 1))
    remove_schedule(schedule=schedule)
    assert Report.objects.count() == 1
    assert ask_due(date(2025, 10, 1)) == 0
    with pytest.raises(RuleError):
        pause_schedule(schedule=schedule)


def test_a_unit_has_a_schedule_once_in_a_language(world: World) -> None:
    scheduled(world)
    with pytest.raises(RuleError):
        scheduled(world)
    scheduled(world, language="en")
    scheduled(world, period="year")


def test_who_may_not_take_reports_out_schedules_none(world: World) -> None:
    for user in (world.binh, world.chi):
        with pytest.raises(RuleError) as caught:
            set_up_schedule(asked=asked(world, period="month"), by=user, today=world.day)
        assert caught.value.field == "unit"


def test_rights_lost_before_the_morning_stop_the_schedule_and_say_so(world: World) -> None:
    schedule = scheduled(world)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=world.officer).update(end_on=yesterday)
    deputy = world.chi
    Membership.objects.create(
        user=deputy, role=Role.OFFICER, unit=world.interior, start_on=date(2020, 1, 1)
    )
    assert ask_due(date(2025, 7, 1)) == 0
    schedule.refresh_from_db()
    assert schedule.state == "stopped"
    assert not Report.objects.exists()
    assert told() == {
        (world.officer.username, "schedule_stopped"),
        (deputy.username, "schedule_stopped"),
    }
    assert ask_due(date(2025, 7, 1)) == 0
    assert Notice.objects.count() == 2
    resume_schedule(schedule=schedule, by=deputy, today=date(2025, 7, 1))
    assert ask_due(date(2025, 10, 1)) == 1


def test_rights_lost_between_the_asking_and_the_building_stop_it_too(world: World) -> None:
    schedule = scheduled(world)
    ask_due(date(2025, 7, 1))
    world.officer.is_active = False
    world.officer.save()
    worked_off()
    schedule.refresh_from_db()
    assert schedule.state == "stopped"
    report = Report.objects.get()
    assert report.state == "failed"
    assert report.reason
    assert told() == set()  # the account is closed, and nobody else could start it again


def test_a_draft_asked_for_by_hand_tells_its_asker_alone(world: World, built) -> None:
    built()
    assert told() == {(world.officer.username, "report_ready")}


def test_a_report_that_could_not_be_made_tells_its_asker(world: World, built) -> None:
    report = built(unit=world.closed, by=world.an)
    assert report.state == "failed"
    assert told() == {(world.an.username, "report_failed")}


def test_other_words_for_coming_reports_and_back_to_the_usual(world: World) -> None:
    schedule = scheduled(world)
    change_schedule(
        schedule=schedule, style="party", imprint=Imprint(agency="BAN TỔ CHỨC"), by=world.an
    )
    ask_due(date(2025, 7, 1))
    report = Report.objects.get()
    assert (report.style, report.imprint["agency"], report.asked_by) == (
        "party",
        "BAN TỔ CHỨC",
        world.an,
    )


def test_the_usual_words_are_not_kept(world: World) -> None:
    from apps.reports.schedule_forms import ChangeForm

    schedule = scheduled(world)
    form = ChangeForm.of_schedule(schedule)
    said = {k: "\n".join(v) if isinstance(v, tuple) else v for k, v in form.initial.items()}
    again = ChangeForm(said)
    assert again.is_valid(), again.errors
    change_schedule(schedule=schedule, style="state", imprint=again.imprint(), by=world.officer)
    schedule.refresh_from_db()
    assert schedule.imprint == {}
