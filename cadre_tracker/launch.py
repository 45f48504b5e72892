"""Run the whole installation in the foreground: servers, web, worker and timetable.

The first Ctrl-C (or TERM, or HUP) stops everything in order, a second one at once. Should this
process be killed, Linux tells every child to stop (PR_SET_PDEATHSIG).
"""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from cadre_tracker import embedded
from cadre_tracker.children import Child
from cadre_tracker.embedded.home import home, is_free, log_path
from cadre_tracker.processes import PROCESSES, Process

SECONDS_TO_ANSWER = 90
SECONDS_TO_STOP = 30
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PREPARE = Process(("cadre_tracker.prepare",))


class Stop(Exception):
    """The installation is to end; the text, if any, says what went wrong."""


def main() -> int:
    """Run until asked to stop; return 0 if that was why it ended."""
    for number in STOP_SIGNALS:
        signal.signal(number, ask_to_stop)
    children: list[Child] = []
    try:
        run(children, chosen_port())
    except (Stop, embedded.EmbeddedError) as reason:
        return shut_down(children, str(reason))
    return 0


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """End whatever is going on."""
    raise Stop


def chosen_port() -> int:
    """Return the port to serve on, or say why it cannot be used."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not {text!r}.")
    if not is_free(int(text)):
        raise Stop(
            f"Port {text} is taken by another program. Choose another one: make run PORT=8001"
        )
    return int(text)


def run(children: list[Child], port: int) -> None:
    """Start everything and watch it for ever."""
    say("Starting PostgreSQL and Valkey ..." if uses_embedded() else "Using the given servers ...")
    embedded.ensure()
    prepare(children)
    say("Starting the site, the worker and the timetable ...")
    children.extend(Child.start(name, process) for name, process in PROCESSES.items())
    wait_until_ready(children, port)
    say(f"Cadre Tracker is at http://127.0.0.1:{port}")
    say(accounts_path().read_text(encoding="utf-8").rstrip())
    say("Ctrl-C stops it.")
    while True:
        watch(children)
        time.sleep(0.3)


def uses_embedded() -> bool:
    """Tell whether any server that comes with the project is needed."""
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def accounts_path() -> Path:
    """Return the file in which the preparation leaves the demonstration accounts."""
    return home() / "run" / "accounts"


def prepare(children: list[Child]) -> None:
    """Bring the database and the static files up to date in a process of its own."""
    child = Child.start("prepare", PREPARE, quiet=False)
    children.append(child)
    while child.is_running():
        stop_if_abandoned()
        time.sleep(0.05)
    children.remove(child)
    if child.status():
        said = log_path("prepare").read_text(encoding="utf-8", errors="replace").splitlines()
        raise Stop("\n".join([*said[-1:], f"The preparation failed. See {log_path('prepare')}"]))


def wait_until_ready(children: list[Child], port: int) -> None:
    """Return when the site answers that it is ready."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not is_ready(port):
        watch(children)
        if time.monotonic() > deadline:
            raise Stop(f"The site does not become ready. Its log is {log_path('web')}")
        time.sleep(0.2)


def is_ready(port: int) -> bool:
    """Ask the site once."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def watch(children: list[Child]) -> None:
    """Stop everything if a process has ended by itself."""
    stop_if_abandoned()
    for child in children:
        if not child.is_running():
            raise Stop(f"{child.name} ended by itself. Its log is {log_path(child.name)}")


def stop_if_abandoned() -> None:
    """Stop when the make that runs us was interrupted or has gone.

    A make that is interrupted alone waits for us without a word; only its mask of blocked signals
    tells.
    """
    if "MAKELEVEL" not in os.environ:
        return
    if os.getppid() == 1:
        raise Stop
    status = Path(f"/proc/{os.getppid()}/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        if int(fields["SigBlk"], 16) & 1 << (signal.SIGINT - 1):
            raise Stop


def shut_down(children: list[Child], reason: str) -> int:
    """Stop the processes in order, then the servers; a second signal makes it short."""

    def hurry(number: int, frame: FrameType | None) -> None:
        for child in children:
            child.kill()

    for number in STOP_SIGNALS:
        signal.signal(number, hurry)
    if reason:
        say(reason)
    if children:
        say("\nStopping ...")
    for child in children:
        child.stop(SECONDS_TO_STOP)
    embedded.leave()
    return 1 if reason else 0


def say(text: str) -> None:
    """Show a line; a reader who has gone is no reason to stop halfway."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(main())
