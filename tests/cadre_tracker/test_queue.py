"""Forged messages: nothing of them is done, and the worker goes on with what is ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from apps.jobs.models import Job
from apps.metrics.tasks import work
from bench.forged import forge, send
from tests.workers import Worker, eventually
from tests.world import World


def test_of_forged_messages_none_is_executed_and_the_worker_lives(
    live_world: World, live_worker: Worker, tmp_path: Path
) -> None:
    foreign = ("report", "list", "batch")
    Job.objects.bulk_create(Job(kind=kind, day=date(2000, 1, 1), subject="x") for kind in foreign)
    Job.objects.create(kind="night", day=live_world.day)
    marker = tmp_path / "executed"
    # Each kind eight times; with one body of 20 MB: `python -m bench.forged` sends 200.
    send(forge(64, marker))
    work.delay("night")
    assert live_worker.is_running()
    eventually(lambda: Job.objects.get(kind="night").state == "done")
    assert not marker.exists()
    untouched = Job.objects.filter(kind__in=foreign, state="queued", attempts=0)
    assert untouched.count() == len(foreign)
