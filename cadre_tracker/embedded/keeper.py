"""Run one server for as long as anyone needs it. Started as a script: standard library only.

Whoever needs the server holds a shared lock on a file. The keeper waits for the exclusive lock; the
kernel grants it when the last holder has gone, even one that was killed. Then the server is stopped
and the keeper ends. If the keeper itself is killed, the kernel asks the server to stop.
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from types import FrameType
from typing import IO, Any

SECONDS_TO_STOP = 60
PR_SET_PDEATHSIG = 1


class ServerEnded(Exception):
    """The server ended by itself."""


def main(lock_path: str, alive_path: str, log_path: str) -> None:
    """Start the server described on standard input and stop it when the lock falls free."""
    spec = json.load(sys.stdin)
    with open(alive_path, "a") as alive, open(lock_path, "a") as lock:
        fcntl.flock(alive, fcntl.LOCK_EX)
        server = start(spec, log_path)
        os.write(sys.stdout.fileno(), b"started\n")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        with suppress(ServerEnded):
            signal.signal(signal.SIGCHLD, end)
            signal.signal(signal.SIGTERM, end)
            if server.poll() is None:
                fcntl.flock(lock, fcntl.LOCK_EX)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        stop(server, signal.Signals[spec["stop_signal"]])


def start(spec: dict[str, Any], log_path: str) -> subprocess.Popen[str]:
    """Start the server in a session of its own, so that no Ctrl-C reaches it."""
    descriptor = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as log:
        server = subprocess.Popen(
            spec["argv"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            text=True,
            cwd="/",
            env=spec["environment"],
            user=spec["user"],
            group=spec["group"],
            extra_groups=None if spec["user"] is None else [],
            umask=0o077,
            preexec_fn=lambda: stop_with_parent(signal.Signals[spec["stop_signal"]]),
        )
    feed(server.stdin, spec["standard_input"])
    return server


def stop_with_parent(number: signal.Signals) -> None:
    """Ask Linux to send this process a signal when its parent ends; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def feed(pipe: IO[str] | None, text: str) -> None:
    """Write the server's configuration to it; one that has already ended is found by the caller."""
    if pipe is not None:
        with suppress(BrokenPipeError), pipe:
            pipe.write(text)


def end(number: int, frame: FrameType | None) -> None:
    """Leave the wait for the lock."""
    raise ServerEnded


def stop(server: subprocess.Popen[str], number: signal.Signals) -> None:
    """Ask the server to stop in good order, and make it stop if it does not."""
    server.send_signal(number)
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
