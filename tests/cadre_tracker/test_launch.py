"""`make run`: what it says, and that nothing outlives it."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from cadre_tracker import launch
from cadre_tracker.children import Child
from cadre_tracker.processes import Process
from tests.cadre_tracker.conftest import BASE, environment, eventually, processes_of


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home for the logs of children that this very process starts."""
    monkeypatch.setenv("CADRE_TRACKER_HOME", str(tmp_path))
    return tmp_path


def run_until_it_ends(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the whole installation when it is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "cadre_tracker.launch"],
        cwd=BASE,
        env=environment(home, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_taken_port_is_said_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run_until_it_ends(tmp_path, PORT=str(port))
    assert done.returncode == 1
    assert done.stdout == (
        f"Port {port} is taken by another program. Choose another one: make run PORT=8001\n"
    )
    assert done.stderr == ""


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_said(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(launch.Stop, match="PORT must be a number from 1 to 65535"):
        launch.chosen_port()


def test_a_process_that_ends_by_itself_is_named_with_its_log(own_home):
    child = Child.start("beat", Process(("this", "--help")))
    assert eventually(lambda: not child.is_running())
    with pytest.raises(launch.Stop, match=f"beat ended by itself.*{own_home}/log/beat.log"):
        launch.watch([child])


def test_a_process_that_does_not_stop_in_time_is_killed_with_its_children(own_home):
    script = own_home / "stubborn.py"
    script.write_text(
        "import signal, subprocess\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('up', flush=True)\n"
        "subprocess.run(['sleep', '60'])\n"
    )
    child = Child.start("web", Process(("cProfile", str(script))))
    log = own_home / "log" / "web.log"
    assert eventually(lambda: "up" in log.read_text())
    child.stop(0.2)
    assert child.status() == -signal.SIGKILL
    assert not processes_of(own_home)


def test_it_starts_serves_and_stops_without_a_trace(home):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "cadre_tracker.launch"],
        cwd=BASE,
        env=environment(home, PORT=str(port), CADRE_TRACKER_DEMO="no", CADRE_TRACKER_TESTING="yes"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    family = psutil.Process(process.pid).children(recursive=True)
    assert f"Cadre Tracker is at http://127.0.0.1:{port}\n" in said
    assert launch.is_ready(port)
    assert {"gunicorn", "celery"} <= {word for each in family for word in each.cmdline()}
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert (process.returncode, rest, errors) == (0, "\nStopping ...\n", "")
    assert time.monotonic() - asked < 30
    assert not [each for each in family if each.is_running()]
    assert not processes_of(home)
