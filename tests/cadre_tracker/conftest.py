"""Other processes that need the embedded servers, in a home of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

BASE = Path(__file__).resolve().parent.parent.parent
JOIN = """
import json, os, sys
from cadre_tracker import embedded
embedded.ensure()
print(json.dumps({name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}), flush=True)
sys.stdin.read()
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment that names no server, only the home."""
    own = {
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "SECRET_KEY_FILE",
        "DATA_KEY",
        "DATA_KEY_FILE",
        "MAKELEVEL",
    }
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return {**kept, "CADRE_TRACKER_HOME": str(home), "CADRE_TRACKER_FAST": "1", **more}


def processes_of(home: Path) -> list[psutil.Process]:
    """Return the processes whose command line names the home or the folder its cluster is in."""
    folders = {str(home), str((home / "postgresql").resolve())}
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or [])
        if any(folder in words for folder in folders):
            found.append(process)
    return found


def eventually(happens: Callable[[], bool], seconds: float = 15) -> bool:
    """Tell whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Joiner:
    """A process that has joined the servers of a home and stays until told to go."""

    def __init__(self, home: Path, script: str = JOIN) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=BASE,
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        self.urls = json.loads(line)

    def leave(self) -> None:
        """Let it end by itself."""
        assert self.process.communicate("")[1] == ""

    def kill(self) -> None:
        """End it without giving it a say."""
        self.process.kill()
        self.process.communicate()


def remove(home: Path) -> None:
    """Stop what a failed test has left running, then delete the home and what it links to."""
    for process in processes_of(home):
        process.kill()
    shutil.rmtree((home / "postgresql").resolve(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def used_home() -> Iterator[Path]:
    """A home in which the servers have run before; nothing runs in it between tests."""
    home = Path(tempfile.mkdtemp(prefix="home-"))
    home.chmod(0o755)
    yield home
    remove(home)


@pytest.fixture
def home(used_home: Path) -> Iterator[Path]:
    """The used home, checked to be quiet after the test."""
    yield used_home
    left = processes_of(used_home)
    assert not left


@pytest.fixture
def closed_home(tmp_path: Path) -> Iterator[Path]:
    """A home that no other user can reach."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    yield closed / "home"
    remove(closed / "home")
