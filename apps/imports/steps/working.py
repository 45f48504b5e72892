"""One step of a batch under a job's lease: whatever is lost or doubled, it is done once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from apps.common.errors import RuleError
from apps.imports.models import Batch
from apps.jobs.models import Job
from apps.jobs.services import advance, finish

# Batches are written one after another, so that two never wait for each other's people.
_LOCK = 7_405_511
_PAUSE = 1.0


@dataclass
class Step:
    """A batch to be moved on, the job that leases it, and the day of its scope.

    Without a job, as when the shell does the work, nobody is told and no lease is asked for.
    """

    batch: Batch
    job: Job | None
    day: date

    def told(self, total: int, since: int = 0) -> Callable[[int], None]:
        """Return a function that says how many of so many are done."""

        def tell(done: int) -> None:
            if self.job:
                advance(self.job, done=since + done, total=total)

        return tell

    def settle(self, **columns: Any) -> None:
        """Write the outcome and end the job, inside the transaction of the step's work.

        Raises RuleError when somebody moved the batch on, and LeaseLostError when the job was
        taken by another worker; then nothing of this attempt stays.
        """
        rows = Batch.objects.filter(pk=self.batch.pk, state=self.batch.state)
        if not rows.update(**columns):
            raise RuleError("the batch was moved on meanwhile")
        if self.job:
            finish(self.job)


@contextmanager
def one_at_a_time(step: Step, total: int) -> Iterator[None]:
    """Wait until no other batch is being written, keeping the lease meanwhile."""
    tell = step.told(total)
    with connection.cursor() as cursor:
        while not _taken(cursor):
            tell(0)
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _taken(cursor: Any) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
    return bool(cursor.fetchone()[0])
