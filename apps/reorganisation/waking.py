"""Telling a worker that a plan waits."""

from __future__ import annotations

from kombu.exceptions import OperationalError

from apps.reorganisation.tasks import work_on_reorganisations


def wake_worker() -> None:
    """Send a worker to the plans that wait; with the queue away, the sweep finds them."""
    try:
        work_on_reorganisations.delay()
    except OperationalError:
        return
