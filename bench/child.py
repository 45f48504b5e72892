"""A full refresh in a process of its own, which says how much memory it took, in gigabytes."""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from contextlib import closing
from datetime import date
from pathlib import Path


def main(database: str, day: date) -> None:
    """Refresh and print the peaks of this process and of PostgreSQL's processes that serve it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cadre_tracker.settings"
    import django

    django.setup()
    from django.db import connection

    from apps.metrics.services import refresh
    from bench.database import connect

    connection.settings_dict["NAME"] = database
    peak, is_over = [0.0], threading.Event()
    with closing(connect()) as watcher:
        watch = threading.Thread(target=_watch, args=(watcher, peak, is_over))
        watch.start()
        refresh(day=day)
        is_over.set()
        watch.join()
    python = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    json.dump({"python": python, "server": peak[0]}, sys.stdout)


def _watch(watcher: object, peak: list[float], is_over: threading.Event) -> None:
    """Keep the highest sum of what the database's other processes hold for themselves alone."""
    while not is_over.wait(0.05):
        with watcher.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            held = sum(_own_memory(pid) for (pid,) in cursor.fetchall())
        peak[0] = max(peak[0], held)


def _own_memory(pid: int) -> float:
    """Return a process's memory that it does not share; nothing if the server is elsewhere."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")]
    return int(kilobytes[0]) / 2**20 if kilobytes else 0.0


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]))
