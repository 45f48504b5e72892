"""Telling a worker that a batch waits."""

from __future__ import annotations

from kombu.exceptions import OperationalError

from apps.imports.tasks import work_on_batches


def wake_worker() -> None:
    """Send a worker to the batches that wait; with the queue away, the sweep finds them."""
    try:
        work_on_batches.delay()
    except OperationalError:
        return
