"""A new data key over 50,000 personal numbers, read all the while, the command killed on the way.

Run `python -m bench.rotation` on a home of its own: it makes a database and drops it again.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import django

from cadre_tracker import embedded

embedded.ensure()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
OLD, NEW = "the key before the rotation of the drill", "the key after the rotation of the drill"
os.environ |= {"DATA_KEY": NEW, "DATA_KEY_FALLBACKS": OLD}
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402

from apps.cadres.identity import number_of, sealed  # noqa: E402
from apps.cadres.models import Cadre  # noqa: E402
from apps.cadres.resealing import stale  # noqa: E402
from apps.common.sealing import SealError  # noqa: E402
from bench.database import fresh_database  # noqa: E402

PEOPLE, KILLS, BATCH = 50_000, 5, 500


def number(pk: int) -> str:
    """Return the number of a cadre of the drill."""
    return f"001{pk:09d}"


def make() -> None:
    """Fill the database with people whose numbers are sealed under the former key."""
    Cadre.objects.bulk_create(
        [Cadre(pk=pk, key=f"K{pk}", full_name=f"Số {pk}") for pk in range(1, PEOPLE + 1)],
        batch_size=5_000,
    )
    with override_settings(DATA_KEY=OLD, DATA_KEY_FALLBACKS=[]):
        rows = [Cadre(pk=pk, **sealed(pk, number(pk))) for pk in range(1, PEOPLE + 1)]
    columns = ["personal_number", "personal_number_index"]
    Cadre.objects.bulk_update(rows, columns, batch_size=2_000)


class Reader(threading.Thread):
    """Reads numbers of people drawn by lot until told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.is_over, self.reads, self.failed = threading.Event(), 0, 0

    def run(self) -> None:
        """Read, and count what did not open or was another number."""
        draw = random.Random(settings.DATA_KEY)
        while not self.is_over.is_set():
            pk = draw.randint(1, PEOPLE)
            self.reads += 1
            try:
                self.failed += number_of(Cadre.objects.get(pk=pk)) != number(pk)
            except SealError:
                self.failed += 1
        connection.close()


def command(database: str) -> subprocess.Popen[bytes]:
    """Start the command on the drill's database."""
    account = connection.settings_dict
    given = {"name": database, "port": account["PORT"], "host": account["HOST"]}
    address = "postgresql://{user}:{password}@{host}:{port}/{name}".format(
        user=account["USER"], password=account["PASSWORD"], **given
    )
    return subprocess.Popen(
        [sys.executable, "manage.py", "reseal_numbers", "--batch", str(BATCH)],
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Rotate, killing the command on its way, and say what came of it."""
    with fresh_database("rotation") as name:
        make()
        reader = Reader()
        reader.start()
        left = [stale().count()]
        for _round in range(KILLS):
            running = command(name)
            while running.poll() is None and stale().count() > left[-1] - PEOPLE // (KILLS + 1):
                time.sleep(0.05)
            running.send_signal(signal.SIGKILL)
            running.wait()
            left.append(stale().count())
        began = time.monotonic()
        code = command(name).wait()
        took = time.monotonic() - began
        reader.is_over.set()
        reader.join()
        wrong = sum(number_of(row) != number(row.pk) for row in Cadre.objects.iterator())
        print(f"left after each kill: {left}; at the end {stale().count()}, {wrong} wrong")  # noqa: T201
        print(f"{reader.reads} reads meanwhile, {reader.failed} failed; last run {took:.1f} s")  # noqa: T201
        return int(bool(code or reader.failed or wrong or stale().exists()))


if __name__ == "__main__":
    sys.exit(main())
