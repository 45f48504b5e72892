"""Serving the bench's database with gunicorn, and asking it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from cadre_tracker.embedded.home import free_port, is_free

SITE, BARE = "cadre_tracker.wsgi", "bench.bare"


@dataclass(frozen=True)
class Server:
    """A gunicorn with one synchronous worker."""

    port: int
    cookie: str = ""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> bytes:
        """Return the body of a page; anything but 200 is an error."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers={"Cookie": self.cookie} if self.cookie else {})
        answer = link.getresponse()
        body = answer.read()
        link.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body


def environment(static: Path) -> dict[str, str]:
    """Return the environment of a process that works on the bench's database."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path="/" + connection.settings_dict["NAME"]
    )
    return {
        **os.environ,
        "DATABASE_URL": database.geturl(),
        "STATIC_ROOT": str(static),
        "WEB_CONCURRENCY": "1",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def served(application: str, static: Path, cookie: str = "") -> Iterator[Server]:
    """Serve an application until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:cadre_tracker.gunicorn",
         "--max-requests", "0", application],
        env={**environment(static), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield _ready(Server(port, cookie), process)
    finally:
        process.terminate()
        process.wait(30)


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    for _attempt in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if not is_free(server.port):
            return server
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
