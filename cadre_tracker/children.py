"""A child process of the installation, with its log, that ends when we do."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cadre_tracker.embedded.home import begin_log
from cadre_tracker.embedded.keeper import stop_with_parent
from cadre_tracker.processes import Process

BASE = Path(__file__).resolve().parent.parent


@dataclass
class Child:
    """One running process of the table, in a session of its own: Ctrl-C is ours to pass on."""

    name: str
    process: Process
    running: subprocess.Popen[bytes]

    @classmethod
    def start(cls, name: str, process: Process, *, quiet: bool = True) -> Self:
        """Start a process; a quiet one says everything to its log, others only their errors."""
        with open(begin_log(name), "ab", opener=_private) as log:
            running = subprocess.Popen(
                [sys.executable, "-m", *process.argv],
                cwd=BASE,
                stdin=subprocess.DEVNULL,
                stdout=log if quiet else None,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: stop_with_parent(process.stop_signal),
            )
        return cls(name, process, running)

    def is_running(self) -> bool:
        """Tell whether the process is still there."""
        return self.running.poll() is None

    def status(self) -> int:
        """Return the exit status of a process that has ended."""
        return self.running.wait()

    def stop(self, seconds: float) -> None:
        """Ask the process to end, wait, and kill what is left of its family."""
        self.running.send_signal(self.process.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(seconds)
        self.kill()
        self.running.wait()

    def kill(self) -> None:
        """End the process and everything it started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
