"""The servers that come with the project: start, join, stop, and what goes wrong in between."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest
import redis

from tests.cadre_tracker.conftest import (
    BASE,
    JOIN,
    Joiner,
    environment,
    eventually,
    processes_of,
)

# Joins, then lets a child go through the exit handlers that it inherited, then stays.
JOIN_AND_FORK = JOIN.replace("print(", "os.fork() or sys.exit()\nos.wait()\nprint(")


def answer(url: str, statement: str = "SELECT 42") -> object:
    """Ask a database one question."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def listens(url: str) -> bool:
    """Tell whether anyone takes connections at an address."""
    parts = urlsplit(url)
    with socket.socket() as link:
        return link.connect_ex((parts.hostname, parts.port)) == 0


def servers_of(home: Path) -> list[psutil.Process]:
    """Return the processes that the keepers of a home run."""
    keepers = [process for process in processes_of(home) if "keeper.py" in process.cmdline()[2]]
    return [server for keeper in keepers for server in keeper.children()]


def test_whoever_comes_second_joins_and_the_last_to_leave_stops_the_servers(home):
    first = Joiner(home)
    second = Joiner(home)
    assert second.urls == first.urls
    assert answer(first.urls["DATABASE_URL"]) == 42
    assert redis.Redis.from_url(first.urls["REDIS_URL"]).ping()
    first.leave()
    assert answer(second.urls["DATABASE_URL"]) == 42
    second.leave()
    assert not listens(second.urls["DATABASE_URL"])
    assert not listens(second.urls["REDIS_URL"])
    assert not processes_of(home)


def test_the_data_is_still_there_at_the_next_start(home):
    before = Joiner(home)
    answer(before.urls["DATABASE_URL"], "CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number")
    redis.Redis.from_url(before.urls["REDIS_URL"]).set("kept", "7")
    before.leave()
    after = Joiner(home)
    assert answer(after.urls["DATABASE_URL"], "SELECT number FROM kept") == 7
    assert redis.Redis.from_url(after.urls["REDIS_URL"]).get("kept") == b"7"
    after.leave()


def test_only_their_owner_can_read_the_passwords_and_the_secret_key(home):
    Joiner(home).leave()
    for name in ("postgresql.json", "valkey.json", "secret_key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    for name in ("run", "log"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o700


def test_the_servers_listen_on_the_loopback_address_only_and_want_a_password(home):
    joiner = Joiner(home)
    heard = [
        link.laddr.ip
        for server in servers_of(home)
        for link in server.net_connections()
        if link.status == psutil.CONN_LISTEN
    ]
    assert heard == ["127.0.0.1", "127.0.0.1"]
    database, queue = (urlsplit(joiner.urls[name]) for name in ("DATABASE_URL", "REDIS_URL"))
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(
            database._replace(netloc=f"cadre_tracker:x@127.0.0.1:{database.port}").geturl()
        )
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=queue.port).ping()
    joiner.leave()


def test_no_command_line_shows_a_password(home):
    joiner = Joiner(home)
    secrets = {urlsplit(url).password for url in joiner.urls.values()}
    shown = " ".join(
        " ".join(process.cmdline()) for process in processes_of(home) + servers_of(home)
    )
    assert not any(secret in shown for secret in secrets)
    joiner.leave()


def test_a_killed_joiner_leaves_the_others_alone_and_nothing_behind(home):
    first, second = Joiner(home), Joiner(home)
    first.kill()
    assert answer(second.urls["DATABASE_URL"]) == 42
    second.kill()
    assert eventually(lambda: not processes_of(home))
    assert not listens(second.urls["REDIS_URL"])


def test_a_server_that_crashed_is_started_again_for_the_next_who_comes(home):
    first = Joiner(home)
    for server in servers_of(home):
        os.kill(server.pid, signal.SIGKILL)
    second = Joiner(home)
    assert answer(second.urls["DATABASE_URL"]) == 42
    first.kill()
    second.leave()


def test_servers_do_not_outlive_a_killed_keeper(home):
    joiner = Joiner(home)
    keepers = [server.parent() for server in servers_of(home)]
    for keeper in keepers:
        keeper.kill()
    assert eventually(lambda: not processes_of(home))
    assert eventually(lambda: not listens(joiner.urls["REDIS_URL"]))
    joiner.leave()


def test_a_forked_child_that_ends_does_not_stop_the_servers(home):
    joiner = Joiner(home, JOIN_AND_FORK)
    assert answer(joiner.urls["DATABASE_URL"]) == 42
    joiner.leave()


def test_the_mark_of_a_server_ended_by_a_power_cut_does_not_block_the_start(home):
    Joiner(home).leave()
    cluster = home / "postgresql" / "cluster"
    bystander = subprocess.Popen(["sleep", "60"], user=cluster.stat().st_uid)
    (cluster / "postmaster.pid").write_text(f"{bystander.pid}\n{cluster}\n1\n2\n\n\n\n")
    Joiner(home).leave()
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_port_taken_in_the_meantime_is_chosen_again(home):
    Joiner(home).leave()
    old = json.loads((home / "postgresql.json").read_text())["port"]
    with socket.create_server(("127.0.0.1", old)):
        joiner = Joiner(home)
        assert urlsplit(joiner.urls["DATABASE_URL"]).port != old
        joiner.leave()


def test_a_home_that_no_other_user_can_reach_works_too(closed_home):
    joiner = Joiner(closed_home)
    assert answer(joiner.urls["DATABASE_URL"]) == 42
    joiner.leave()
    assert not processes_of(closed_home)


def test_a_home_that_cannot_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "manage.py", "version"],
        cwd=BASE,
        env=environment(tmp_path / "file" / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Set CADRE_TRACKER_HOME to a folder that you may write to." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lone_command_starts_the_servers_and_leaves_nothing_running(home):
    bare = environment(home)
    del bare["PATH"]
    done = subprocess.run(
        [sys._base_executable, str(BASE / "manage.py"), "version"],
        cwd="/",
        env=bare,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("5.2")
    assert not processes_of(home)
