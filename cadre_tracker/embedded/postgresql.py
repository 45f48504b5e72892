"""The PostgreSQL that comes with the project, on the loopback address only."""

import os
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import psycopg2

from cadre_tracker.embedded import home
from cadre_tracker.embedded.place import Place, find_place
from cadre_tracker.embedded.server import EmbeddedError, Launch

ROLE = "cadre_tracker"
HERE_ONLY = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_line_prefix": "%m [%p] ",
}
SETTINGS = {
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "lz4",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A refused statement carries what was to be written: names, and more.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For test runs: a crash may lose the data, which the next run makes anew.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It would count a test's rows, which are never committed, as none, and plans as for empty
    # tables follow: a page of 400 units then takes a minute.
    "autovacuum": "off",
}


class PostgreSQL:
    """One database cluster with a password of its own."""

    name = "postgresql"

    def url(self) -> str:
        """Return the address with its password."""
        access = home.access(self.name)
        return f"postgresql://{ROLE}:{access['password']}@127.0.0.1:{access['port']}/{ROLE}"

    def answers(self) -> bool:
        """Tell whether our PostgreSQL takes connections on its port."""
        with suppress(psycopg2.OperationalError), closing(self._connect()):
            return True
        return False

    def prepare(self) -> Launch:
        """Unpack the programs and make the cluster if they are missing; return how to start."""
        if not Path("/usr/share/zoneinfo/UTC").exists():
            raise EmbeddedError("PostgreSQL needs the time zones: install the package tzdata.")
        access = home.access_with_free_port(self.name)
        place = find_place()
        if not place.cluster.exists():
            _make_cluster(place, access["password"])
        _forget_stale_pid(place.cluster)
        fast = FAST if os.environ.get("CADRE_TRACKER_FAST") == "1" else {}
        settings = {**HERE_ONLY, **SETTINGS, **fast, "port": str(access["port"])}
        return Launch(
            argv=[
                str(place.program("postgres")),
                "-D",
                str(place.cluster),
                *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")),
            ],
            stop_signal="SIGINT",
            environment=place.environment(),
            user=place.user,
            group=place.group,
        )

    def settle(self) -> None:
        """Create the project's database in a new cluster."""
        with closing(self._connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE DATABASE {ROLE}")

    def _connect(self) -> psycopg2.extensions.connection:
        access = home.access(self.name)
        return psycopg2.connect(
            host="127.0.0.1",
            port=access["port"],
            user=ROLE,
            password=access["password"],
            dbname="postgres",
            connect_timeout=2,
        )


def _make_cluster(place: Place, password: str) -> None:
    """Make the cluster beside its final name, so that an interrupted attempt leaves nothing."""
    draft = place.fresh_folder("cluster.new")
    secret = place.cluster.with_name("password")
    home.write_private(secret, password)
    if place.user is not None:
        os.chown(secret, place.user, -1)
    made = subprocess.run(
        [
            str(place.program("initdb")),
            f"--pgdata={draft}",
            f"--username={ROLE}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions",
        ],
        **place.as_owner(),
    )
    secret.unlink()
    if made.returncode:
        raise EmbeddedError(f"PostgreSQL's initdb failed:\n{made.stderr}")
    draft.rename(place.cluster)


def _forget_stale_pid(cluster: Path) -> None:
    """Remove the mark of a server that a power cut ended.

    Its process number may belong to another program by now, which PostgreSQL would take for itself.
    """
    mark = cluster / "postmaster.pid"
    if not mark.exists() or not Path("/proc/self/cmdline").exists():
        return
    number = mark.read_text().split("\n", 1)[0].strip()
    command = Path("/proc") / number / "cmdline"
    if not command.exists() or os.fsencode(cluster) not in command.read_bytes():
        mark.unlink()
