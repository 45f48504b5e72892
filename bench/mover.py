"""The step that a batch waits for, in a process of its own that says what it took."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path


def main(database: str, files: str) -> None:
    """Do the step and print its seconds, and the peaks in gigabytes of this process and below."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cadre_tracker.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.MEDIA_ROOT = Path(files)
    peak, is_over = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, is_over))
    watch.start()
    try:
        took = _moved_on()
    finally:
        is_over.set()
        watch.join()
    json.dump({"seconds": took, "python": _own_peak(), "child": peak[0]}, sys.stdout)


def _moved_on() -> float:
    """Do the step; return the seconds."""
    from django.utils import timezone

    from apps.imports.services import JOB
    from apps.imports.steps.next import move_on
    from apps.jobs.services import take_next

    job = take_next(kind=JOB, owner="bench", in_order=False)
    if job is None:
        raise RuntimeError("no batch waits")
    started = time.perf_counter()
    move_on(job, day=timezone.localdate())
    return time.perf_counter() - started


def _own_peak() -> float:
    """Return the most that this process held; what a parent held before does not count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(kilobytes[0]) / 2**20 if kilobytes else 0.0


def _watch(peak: list[float], is_over: threading.Event) -> None:
    """Keep the most that a process started by this one holds."""
    import psutil

    mine = psutil.Process()
    while not is_over.wait(0.02):
        for child in mine.children():
            with suppress(psutil.Error):
                peak[0] = max(peak[0], child.memory_info().rss / 2**30)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
