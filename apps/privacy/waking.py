"""Telling a worker that an erasure waits."""

from __future__ import annotations

from kombu.exceptions import OperationalError

from apps.privacy.tasks import work_on_erasures


def wake_worker() -> None:
    """Send a worker to the erasures that wait; with the queue away, the sweep finds them."""
    try:
        work_on_erasures.delay()
    except OperationalError:
        return
