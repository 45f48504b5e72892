"""One of the project's own commands finds its tables, or says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cadre_tracker.conftest import BASE, environment, processes_of
from tests.workers import database_url


def run(*command: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a management command as a shell does."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=BASE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_command_of_a_new_home_makes_the_tables(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run("measure", "--as-of", "2025-01-01", env=environment(home))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("as_of,unit_key,target,")
    assert not processes_of(home)


@pytest.mark.django_db
def test_a_real_server_without_tables_is_left_alone_and_the_message_says_what_to_do() -> None:
    bare = database_url().rpartition("/")[0] + "/postgres"
    done = run("verify", env={**os.environ, "DATABASE_URL": bare})
    assert done.returncode == 1
    assert done.stderr == "The database is not up to date. Run: manage.py migrate\n"


def test_a_server_out_of_reach_is_said_in_a_sentence() -> None:
    nobody = "postgresql://nobody:none@127.0.0.1:9/none"
    done = run("verify", env={**os.environ, "DATABASE_URL": nobody})
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached: ")
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_a_command_on_a_real_server_runs_where_the_tables_are() -> None:
    done = run("verify", env={**os.environ, "DATABASE_URL": database_url()})
    assert (done.returncode, done.stderr) == (0, "")
