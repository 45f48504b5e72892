"""The nightly work and the sweep: one finished run for each day, whatever is lost or doubled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.cadres.models import Cadre, ChangedCadre
from apps.jobs.models import Job
from apps.jobs.services import ask
from apps.metrics.models import Run
from apps.metrics.services import refresh
from apps.metrics.tasks import attempt, refresh_nightly, refresh_saved, sweep, work
from apps.targets.models import TargetVersion
from apps.units.services import move_unit
from tests.figures import counts_at
from tests.workers import Worker, empty_queue, eventually
from tests.world import World


def today() -> date:
    return timezone.localdate()


def days_ago(count: int) -> date:
    return today() - timedelta(days=count)


def nights() -> list[date]:
    """Return the day of every nightly run in the order of publishing."""
    return list(Run.objects.filter(reason="night").order_by("pk").values_list("as_of", flat=True))


def states() -> dict[date, str]:
    return dict(Job.objects.filter(kind="night").values_list("day", "state"))


def expire() -> None:
    Job.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(minutes=1))


class TestNightly:
    """The tasks themselves, run where the test runs."""

    def test_the_first_night_is_yesterdays(self, world):
        refresh_nightly()
        assert nights() == [days_ago(1)]
        assert states() == {days_ago(1): "done"}

    def test_two_beats_make_one_job_and_one_run(self, world):
        refresh_nightly()
        refresh_nightly()
        assert nights() == [days_ago(1)]
        assert Job.objects.count() == 1

    def test_after_three_days_off_every_day_is_made_up_for_in_order(self, world):
        ask(kind="night", days=[days_ago(4)])
        work("night")
        refresh_nightly()
        assert nights() == [days_ago(4), days_ago(3), days_ago(2), days_ago(1)]
        assert set(states().values()) == {"done"}

    def test_a_failed_night_leaves_the_last_good_figures_and_says_why(self, world):
        good = refresh(day=days_ago(2))
        # A criterion that nobody can read, written past every check.
        TargetVersion.objects.filter(pk=world.young.pk).update(criterion={"age": 40})
        refresh_nightly()
        job = Job.objects.get()
        assert (job.state, job.attempts) == ("queued", 1)
        assert "$.age" in job.error
        assert list(Run.objects.all()) == [good]

    def test_a_night_that_fails_three_times_is_parked_and_the_next_goes_on(self, world):
        ask(kind="night", days=[days_ago(2)])
        TargetVersion.objects.filter(pk=world.young.pk).update(criterion={"age": 40})
        for _attempt in range(3):
            work("night")
            expire()
        TargetVersion.objects.filter(pk=world.young.pk).update(criterion={"age_below": 40})
        refresh_nightly()
        assert states() == {days_ago(2): "failed", days_ago(1): "done"}
        assert nights() == [days_ago(1)]

    def test_a_lost_lease_is_no_failure_of_the_night(self, world):
        ask(kind="night", days=[days_ago(1)])
        job = Job.objects.get()
        Job.objects.update(
            state="running", lease_owner="another", lease_until=Now() + timedelta(minutes=2)
        )
        attempt(job)
        assert not Run.objects.exists()
        assert (Job.objects.get().state, Job.objects.get().error) == ("running", "")

    def test_a_day_that_was_asked_for_is_published_as_asked(self, world):
        ask(kind="day", days=[world.day], by="an")
        work("day")
        run = Run.objects.get()
        assert (run.as_of, run.reason) == (world.day, "asked")

    def test_the_sweep_takes_in_changes_that_nobody_heard(self, world):
        sweep()
        assert not ChangedCadre.objects.exists()
        Cadre.objects.filter(key="an").update(gender="female")
        sweep()
        run = Run.objects.first()
        assert (run.as_of, run.reason) == (today(), "change")
        assert counts_at(run, world.province, world.women).met == 4

    def test_the_sweep_picks_up_a_job_whose_lease_expired(self, world):
        ask(kind="night", days=[days_ago(1)])
        Job.objects.update(
            state="running",
            lease_owner="dead",
            attempts=1,
            lease_until=Now() - timedelta(minutes=1),
        )
        sweep()
        assert states()[days_ago(1)] == "done"
        assert nights()[-1] == days_ago(1)

    def test_the_sweep_with_nothing_to_do_does_nothing(self, world):
        sweep()
        count = Run.objects.count()
        sweep()
        assert Run.objects.count() == count


@contextmanager
def runs_locked() -> Iterator[None]:
    """Hold back whoever wants to publish: it waits in the middle of its work."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE metrics_run IN EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def settled() -> bool:
    """Whether every change has been taken in."""
    return not ChangedCadre.objects.exists()


Start = Callable[..., Worker]


class TestWithAWorker:
    """Real workers, the test database, a queue of their own."""

    def test_a_task_delivered_many_times_at_once_ends_in_one_run(
        self, live_world: World, start_worker: Start
    ):
        ask(kind="night", days=[days_ago(3)])
        start_worker(concurrency=2)
        for _message in range(4):
            work.delay("night")
            refresh_nightly.delay()
        eventually(lambda: list(states().values()) == ["done"] * 3)
        eventually(settled)
        assert nights() == [days_ago(3), days_ago(2), days_ago(1)]

    def test_a_worker_killed_in_the_middle_leaves_no_trace_and_the_sweep_recovers(
        self, live_world: World, start_worker: Start
    ):
        ask(kind="night", days=[days_ago(2), days_ago(1)])
        worker = start_worker()
        eventually(settled)
        before = list(Run.objects.values_list("pk", flat=True))
        with runs_locked():
            work.delay("night")
            eventually(lambda: "running" in states().values())
            worker.kill()
        assert states() == {days_ago(2): "running", days_ago(1): "queued"}
        assert list(Run.objects.values_list("pk", flat=True)) == before
        empty_queue()
        start_worker()
        # While the dead worker's lease lasts nobody takes its day, nor a later one.
        Cadre.objects.filter(key="an").update(full_name="Nguyễn An")
        sweep.delay()
        eventually(settled)
        assert states() == {days_ago(2): "running", days_ago(1): "queued"}
        expire()
        sweep.delay()
        eventually(lambda: set(states().values()) == {"done"})
        assert nights() == [days_ago(2), days_ago(1)]
        assert Job.objects.get(day=days_ago(2)).attempts == 2

    def test_a_child_killed_in_the_middle_is_replaced_by_its_worker(
        self, live_world: World, start_worker: Start
    ):
        ask(kind="night", days=[days_ago(1)])
        worker = start_worker()
        eventually(settled)
        with runs_locked():
            work.delay("night")
            eventually(lambda: "running" in states().values())
            worker.kill_children()
            expire()
        # The message comes back to a new child by itself; whoever is late, the sweep would find.
        eventually(lambda: states() == {days_ago(1): "done"})
        assert nights() == [days_ago(1)]

    def test_a_redis_that_forgets_everything_loses_no_night(
        self, live_world: World, start_worker: Start
    ):
        ask(kind="night", days=[days_ago(2), days_ago(1)])
        work.delay("night")
        empty_queue()
        start_worker()
        eventually(settled)
        assert nights() == []
        sweep.delay()
        eventually(lambda: set(states().values()) == {"done"})
        assert nights() == [days_ago(2), days_ago(1)]

    def test_a_redis_that_forgets_everything_under_a_working_worker_is_used_again(
        self, live_world: World, live_worker: Worker
    ):
        eventually(settled)
        empty_queue()
        ask(kind="night", days=[days_ago(1)])
        work.delay("night")
        eventually(lambda: states() == {days_ago(1): "done"})

    def test_a_saved_change_is_in_the_figures_within_two_seconds(
        self, live_world: World, live_worker: Worker
    ):
        def women() -> int:
            run = Run.objects.first()
            return counts_at(run, live_world.province, live_world.women).met

        eventually(settled)
        waits = []
        for n in range(10):
            gender, expected = ("female", 4) if n % 2 == 0 else ("male", 3)
            started = perf_counter()
            Cadre.objects.filter(key="an").update(gender=gender)
            eventually(lambda wanted=expected: women() == wanted)
            waits.append(perf_counter() - started)
        assert median(waits) < 2, waits

    def test_a_moved_unit_is_in_the_figures_within_two_seconds(
        self, live_world: World, live_worker: Worker
    ):
        def population() -> int:
            counts = counts_at(Run.objects.first(), live_world.health, live_world.trained)
            return counts.met + counts.not_met + counts.unknown

        eventually(lambda: settled() and Run.objects.exists())
        waits = []
        # Khoa, Lan and Minh of PTC come to the five of SYT, and leave again.
        for parent, expected in [(live_world.health, 8), (live_world.interior, 5)] * 3:
            started = perf_counter()
            move_unit(
                unit=live_world.organisation,
                parent=parent,
                from_day=live_world.day,
                by=live_world.coordinator,
            )
            eventually(lambda wanted=expected: population() == wanted)
            waits.append(perf_counter() - started)
        assert median(waits) < 2, waits

    def test_changes_saved_together_are_taken_in_together(
        self, live_world: World, live_worker: Worker
    ):
        eventually(settled)
        before = Run.objects.count()
        with transaction.atomic():
            for key in live_world.cadres:
                Cadre.objects.filter(key=key).update(gender="female")
        eventually(settled)
        run = Run.objects.first()
        assert counts_at(run, live_world.province, live_world.women).met == 5
        assert Run.objects.count() <= before + 2

    def test_what_was_saved_while_no_worker_was_there_is_taken_in_when_one_comes(
        self, live_world: World, start_worker: Start
    ):
        assert not settled()
        start_worker()
        eventually(settled)
        assert Run.objects.first().people == 12


def test_a_refresh_of_saved_changes_with_none_publishes_nothing(db):
    refresh_saved()
    assert not Run.objects.exists()
