"""Telling a worker that a report waits."""

from __future__ import annotations

from kombu.exceptions import OperationalError

from apps.reports.tasks import work_on_reports


def wake_worker() -> None:
    """Send a worker to the reports that wait; with the queue away, the sweep finds them."""
    try:
        work_on_reports.delay()
    except OperationalError:
        return
