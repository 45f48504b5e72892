"""Batches in a real worker: killed, forgotten and doubled, each step is done exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.cadres.models import Appointment, Cadre
from apps.imports import services
from apps.imports.models import Batch
from apps.imports.steps.giving_up import forget_old_files
from apps.imports.steps.reading import readings_of
from apps.imports.tasks import attempt, sweep_batches, work_on_batches
from apps.jobs.models import Job
from apps.jobs.services import take_next
from tests.imports.batches import checked, uploaded, workbook, worked
from tests.workers import Worker, empty_queue, eventually
from tests.world import World

NEW = "Nguyễn Thị Mới"
CONTENT = workbook(
    can_bo=[["", "", NEW, "15/08/1980", "Nữ"]],
    chuc_vu=[["", NEW, "", "PTC", "Chuyên viên", "Không", "Đơn vị", "Có", "01/03/2020", ""]],
)
Start = Callable[..., Worker]


def today() -> date:
    return timezone.localdate()


def state(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


def upload(world: World) -> Batch:
    return uploaded(CONTENT, unit=world.interior, by=world.officer, day=today())


def check(world: World) -> Batch:
    return checked(CONTENT, unit=world.interior, by=world.officer, day=today())


def written_once() -> bool:
    return (
        Cadre.objects.filter(full_name=NEW).count(),
        Appointment.objects.filter(cadre__full_name=NEW).count(),
    ) == (1, 1)


@contextmanager
def people_locked() -> Iterator[None]:
    """Hold back whoever wants to write people: it waits in the middle of its work."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE cadres_cadre IN EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


class TestWorker:
    """A real worker on rows that others see."""

    def test_a_batch_goes_from_upload_to_undo(self, live_world: World, live_worker: Worker) -> None:
        batch = upload(live_world)
        work_on_batches.delay()
        eventually(lambda: state(batch) == "read")
        services.read_as(batch=batch, readings=readings_of(batch), by=live_world.officer)
        work_on_batches.delay()
        eventually(lambda: state(batch) == "checked")
        services.confirm(batch=batch, by=live_world.officer)
        work_on_batches.delay()
        eventually(lambda: state(batch) == "applied")
        assert written_once()
        services.undo(batch=batch, by=live_world.officer)
        work_on_batches.delay()
        eventually(lambda: state(batch) == "undone")
        assert not Cadre.objects.filter(full_name=NEW).exists()

    def test_a_worker_killed_while_it_writes_is_made_up_for_exactly_once(
        self, live_world: World, start_worker: Start
    ) -> None:
        batch = check(live_world)
        services.confirm(batch=batch, by=live_world.officer)
        worker = start_worker()
        with people_locked():
            work_on_batches.delay()
            eventually(lambda: Job.objects.filter(kind="import", state="running").exists())
            worker.kill()
        assert not Cadre.objects.filter(full_name=NEW).exists()
        empty_queue()
        Job.objects.update(lease_until=Now() - timedelta(minutes=1))
        start_worker()
        sweep_batches.delay()
        eventually(lambda: state(batch) == "applied")
        assert written_once()

    def test_a_message_delivered_twice_writes_once(
        self, live_world: World, start_worker: Start
    ) -> None:
        batch = check(live_world)
        services.confirm(batch=batch, by=live_world.officer)
        start_worker(concurrency=2)
        for _ in range(4):
            work_on_batches.delay()
        eventually(lambda: state(batch) == "applied")
        assert written_once()

    def test_two_batches_confirmed_at_once_make_one_person(
        self, live_world: World, start_worker: Start
    ) -> None:
        first, second = check(live_world), check(live_world)
        for batch in (first, second):
            services.confirm(batch=batch, by=live_world.officer)
        start_worker(concurrency=2)
        work_on_batches.delay()
        work_on_batches.delay()
        eventually(lambda: {state(first), state(second)} == {"applied", "checked"}, seconds=60)
        assert written_once()
        loser = first if first.state == "checked" else second
        assert loser.reason

    def test_two_officers_who_confirm_at_once_are_one(self, live_world: World) -> None:
        batch = check(live_world)

        def confirm(_place: int) -> bool:
            try:
                services.confirm(batch=batch, by=live_world.officer)
            except services.RuleError:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(confirm, range(4))) == [False, False, False, True]

    def test_how_far_the_writing_is_shows_before_it_is_committed(
        self, live_world: World, live_worker: Worker
    ) -> None:
        batch = check(live_world)
        services.confirm(batch=batch, by=live_world.officer)
        other = connection.copy()
        with other.cursor() as cursor:
            # Posts wait, people are written.
            cursor.execute("BEGIN; LOCK TABLE cadres_appointment IN EXCLUSIVE MODE")
            work_on_batches.delay()
            eventually(lambda: Job.objects.filter(kind="import", done=1, total=2).exists())
            assert not Cadre.objects.filter(full_name=NEW).exists()
            cursor.execute("ROLLBACK")
        other.close()
        eventually(lambda: state(batch) == "applied")


@pytest.mark.django_db
class TestTasks:
    """The tasks themselves, run where the test runs."""

    def test_a_step_that_fails_three_times_is_given_up_and_can_be_tried_again(
        self, world: World
    ) -> None:
        batch = check(world)
        readings = batch.readings
        Batch.objects.filter(pk=batch.pk).update(readings=[{"no": "reading"}])
        services.check_again(batch=batch, by=world.officer)
        for _ in range(3):
            work_on_batches()
            Job.objects.filter(state="queued").update(lease_until=None)
        assert (state(batch), batch.failed_in) == ("failed", "checking")
        Batch.objects.filter(pk=batch.pk).update(readings=readings)
        services.try_again(batch=batch, by=world.officer)
        assert worked(batch, today()).state == "checked"

    def test_a_file_of_which_no_row_is_read_is_refused(self, world: World) -> None:
        batch = worked(upload(world), today())
        readings = [replace(reading, table="") for reading in readings_of(batch)]
        services.read_as(batch=batch, readings=readings, by=world.officer)
        batch = worked(batch, today())
        assert batch.state == "refused"
        assert batch.reason

    def test_a_lost_lease_leaves_the_batch_to_the_other_worker(self, world: World) -> None:
        batch = upload(world)
        job = take_next(kind="import", owner="me")
        Job.objects.update(lease_owner="another", attempts=2)
        attempt(job)
        assert state(batch) == "uploaded"

    def test_the_sweep_picks_up_a_batch_whose_message_was_lost(self, world: World) -> None:
        batch = upload(world)
        sweep_batches()
        assert state(batch) == "read"

    def test_a_job_whose_batch_needs_nothing_is_done(self, world: World) -> None:
        batch = upload(world)
        Batch.objects.filter(pk=batch.pk).update(state="dropped")
        work_on_batches()
        assert Job.objects.get().state == "done"

    def test_batches_left_alone_for_a_month_are_put_away(self, world: World) -> None:
        old, fresh = (worked(upload(world), today()) for _ in range(2))
        Batch.objects.filter(pk=old.pk).update(uploaded_at=Now() - timedelta(days=31))
        with transaction.atomic():
            forget_old_files()
        assert (state(old), state(fresh)) == ("dropped", "read")
        assert (old.file, bool(fresh.file)) == ("", True)
