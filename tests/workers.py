"""Real Celery workers on the test database, as an installation starts them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psutil
import redis
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from cadre_tracker.embedded.keeper import stop_with_parent
from cadre_tracker.processes import PROCESSES

BASE = Path(__file__).resolve().parent.parent
BELL = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name LIKE '%% bell'"
)


def database_url() -> str:
    """Return the address of the test database."""
    database = settings.DATABASES["default"]
    account = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'], safe='')}"
    name = connection.settings_dict["NAME"]
    return f"postgresql://{account}@{database['HOST']}:{database['PORT']}/{name}"


def empty_queue() -> None:
    """Forget every message, as a Redis that lost its memory does."""
    with redis.Redis.from_url(settings.REDIS_URL) as queue:
        queue.flushdb()


# Sessions of the tests' own thread. While a browser is driven there, Django keeps another one.
_OURS: set[int] = set()


@receiver(connection_created)
def _remember_ours(connection: Any, **_said: Any) -> None:
    if threading.current_thread() is threading.main_thread():
        _OURS.add(connection.connection.info.backend_pid)


def end_sessions(*, with_ours: bool = False) -> None:
    """End what workers and requests left in the database, so that it can be emptied.

    ``with_ours`` ends the tests' own sessions as well, but for the one that asks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid() AND pid <> ALL(%s::int[])",
            [connection.settings_dict["NAME"], [] if with_ours else sorted(_OURS)],
        )


def eventually(happens: Callable[[], Any], *, seconds: float = 30) -> Any:
    """Wait for something to come true and return it; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.02)
    return found


def _listening(cursor: Any) -> bool:
    cursor.execute(BELL, [connection.settings_dict["NAME"]])
    return bool(cursor.fetchone()[0])


@dataclass
class Worker:
    """A worker with its children, in a session of its own."""

    running: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, *, concurrency: int) -> Self:
        """Start a worker, which ends at the latest when the tests do."""
        handle, name = tempfile.mkstemp(prefix="worker-", suffix=".log")
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "REDIS_PREFIX": settings.REDIS_PREFIX,
            "WORKER_CONCURRENCY": str(concurrency),
        }
        running = subprocess.Popen(
            [sys.executable, "-m", *PROCESSES["worker"].argv],
            cwd=BASE,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            start_new_session=True,
            preexec_fn=lambda: stop_with_parent(signal.SIGKILL),
        )
        os.close(handle)
        return cls(running, Path(name))

    def wait(self) -> None:
        """Wait until the worker takes messages and hears the bell."""
        eventually(lambda: self.is_running() and " ready." in self.log.read_text())
        with connection.cursor() as cursor:
            eventually(lambda: _listening(cursor))

    def is_running(self) -> bool:
        """Tell whether the worker is there; fail with what it said when it ended by itself."""
        assert self.running.poll() is None, self.log.read_text()
        return True

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def forget(self) -> None:
        """End the worker for good; what it said is shown with a test that failed."""
        self.kill()
        print(self.log.read_text())  # noqa: T201
        self.log.unlink()

    def kill_children(self) -> None:
        """End the processes that do the work, not the one that takes messages."""
        for child in psutil.Process(self.running.pid).children():
            child.kill()
