"""Join a server that comes with the project, starting it when nobody runs it yet.

Three locks a server, in the home's run folder. `.lock` is held shared by whoever needs the server.
`.alive` is held by the keeper for as long as it lives. `.turn` lets one process at a time join or
leave. All are flocks: the kernel drops them when their holder dies.
"""

import atexit
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from cadre_tracker.embedded.home import begin_log, home, log_path
from cadre_tracker.embedded.server import EmbeddedError, Server

SECONDS_TO_START = 60
KEEPER = Path(__file__).with_name("keeper.py")

_joined: dict[str, IO[str]] = {}
_keepers: dict[str, subprocess.Popen[str]] = {}
_owner = 0


def join(server: Server) -> None:
    """Hold the server for the life of this process, starting it if need be."""
    global _owner
    if server.name in _joined and _owner == os.getpid():
        return
    with _turn(server.name):
        lock = _lock_file(server.name, "lock").open("a")
        fcntl.flock(lock, fcntl.LOCK_SH)
        _start_until_it_answers(server)
    if not _joined:
        atexit.register(leave)
    _joined[server.name] = lock
    _owner = os.getpid()


def leave() -> None:
    """Let go of every server; the last one to let go waits until they have stopped."""
    if _owner != os.getpid():
        return
    for name in list(_joined):
        _leave(name, _joined.pop(name))


def _leave(name: str, lock: IO[str]) -> None:
    with _turn(name), lock:
        # The keeper may take the lock between the two attempts; then it is stopping the server.
        last = _try(lock, fcntl.LOCK_EX) or not _try(lock, fcntl.LOCK_SH)
        fcntl.flock(lock, fcntl.LOCK_UN)
        while last and _has_keeper(name):
            time.sleep(0.02)
        if last and name in _keepers:
            _keepers.pop(name).wait()


def _start_until_it_answers(server: Server) -> None:
    """Return once the server answers; start it again should it end in between."""
    deadline = time.monotonic() + SECONDS_TO_START
    started = False
    while not server.answers():
        if time.monotonic() > deadline:
            raise EmbeddedError(_failure(server.name))
        if not _has_keeper(server.name):
            _keepers[server.name] = _start_keeper(server)
            started = True
        time.sleep(0.05)
    if started:
        server.settle()


def _start_keeper(server: Server) -> subprocess.Popen[str]:
    launch = server.prepare()
    paths = [_lock_file(server.name, kind) for kind in ("lock", "alive")]
    log = begin_log(server.name)
    # It outlives this process, so it must not hold on to what reads our output.
    with log.open("a") as errors:
        keeper = subprocess.Popen(
            [sys.executable, "-I", str(KEEPER), *map(str, paths), str(log)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd="/",
            start_new_session=True,
        )
    log.chmod(0o600)
    assert keeper.stdin is not None and keeper.stdout is not None
    with keeper.stdin, keeper.stdout:
        json.dump(asdict(launch), keeper.stdin)
        keeper.stdin.close()
        if not keeper.stdout.readline():
            raise EmbeddedError(_failure(server.name))
    return keeper


def _failure(name: str) -> str:
    path = log_path(name)
    tail = path.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    return "\n".join([f"{name} did not start. The end of {path}:", *tail])


def _lock_file(name: str, kind: str) -> Path:
    return home() / "run" / f"{name}.{kind}"


def _has_keeper(name: str) -> bool:
    with _lock_file(name, "alive").open("a") as alive:
        return not _try(alive, fcntl.LOCK_EX)


def _try(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _turn(name: str) -> Iterator[None]:
    with _lock_file(name, "turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
