"""Telling a worker that a job waits."""

from __future__ import annotations

from kombu.exceptions import OperationalError

from apps.metrics.tasks import work


def wake_worker(kind: str) -> None:
    """Send a worker to the jobs of a kind; with the queue away, the sweep finds them."""
    try:
        work.delay(kind)
    except OperationalError:
        return
