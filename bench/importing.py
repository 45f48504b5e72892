"""Importing 20,000 people with all their facts, while somebody reads dashboards."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.cadres.selectors import category_names
from apps.imports import services
from apps.imports.models import Batch
from apps.imports.steps.reading import readings_of
from apps.metrics.services import refresh
from apps.units.models import Unit
from apps.units.services import grant_membership
from bench.database import FACTS, connect, fill, fresh_database
from bench.loading import copied
from bench.measure import INFORMATION, DifferentError, Line, p95, ratio, seconds
from bench.roster import HANOI, parts
from bench.serving import SITE, Server, environment, served
from bench.storage import FIRST
from bench.workbooks import write_workbook

TABLES = ("cadres_cadre", *(table for table, _ in FACTS.values()), "cadres_appraisal")
# One reads a page, then asks for the next.
PAUSE = 0.1
QUIET = 100
SEED = 20_000


@dataclass
class Round:
    """What one import took, and the times of the pages that were asked for meanwhile."""

    bare_read: float
    steps: dict[str, dict[str, float]] = field(default_factory=dict)
    pages: dict[str, list[float]] = field(default_factory=dict)
    bare_write: float = 0.0


def importing(
    recorded: int, people: int, rounds: int, sizes: tuple[int, ...] = HANOI
) -> Iterator[Line]:
    """Measure one import after the other, each undone; so many people are recorded already."""
    with fresh_database("import") as name, tempfile.TemporaryDirectory() as place:
        units = fill(recorded, sizes)
        user, client = _officer()
        refresh(day=timezone.localdate())
        facts = next(parts(people, units, SEED))
        content, rows = write_workbook(units, facts, category_names("vi"))
        with _site(client, Path(place)) as site:
            work = _Work(name, Path(place), site, user, recorded, sizes[1])
            done = [work.round(content, rows) for _round in range(rounds)]
    yield from _lines(done, f"{people:,} people ({rows:,} rows)")


def _officer() -> tuple[User, Client]:
    by = User(username="bench")
    user = create_user(
        username="officer",
        full_name="Officer",
        password="lúa chín vàng đồng 177",
        is_temporary=False,
    )
    grant_membership(
        user=user, role=Role.OFFICER, unit=Unit.objects.get(pk=1), start_on=FIRST, by=by
    )
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return user, client


@contextmanager
def _site(client: Client, place: Path) -> Iterator[Server]:
    name, static = settings.SESSION_COOKIE_NAME, place / "static"
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        check=True,
        env=environment(static),
    )
    with served(SITE, static, f"{name}={client.cookies[name].value}") as site:
        yield site


@dataclass
class _Work:
    """Imports one workbook in processes like a worker's, and asks for pages meanwhile."""

    database: str
    place: Path
    site: Server
    user: User
    recorded: int
    below: int  # units below the root to look at
    asked: int = 0

    def round(self, content: bytes, rows: int) -> Round:
        """Read, check, write and undo one batch."""
        this = Round(seconds(lambda: _read_bare(content)))
        this.pages["quiet"] = [self._page() for _request in range(QUIET)]
        with override_settings(MEDIA_ROOT=self.place):
            day, name = timezone.localdate(), "people.xlsx"
            unit = Unit.objects.get(pk=1)
            batch = services.upload(chunks=[content], name=name, unit=unit, by=self.user, day=day)
            self._step(this, batch, "read", "read")
            services.read_as(batch=batch, readings=readings_of(batch), by=self.user)
            self._step(this, batch, "check", "checked")
            services.confirm(batch=batch, by=self.user)
            self._step(this, batch, "write", "applied")
            this.bare_write = self._written(rows)
            services.undo(batch=batch, by=self.user)
            self._step(this, batch, "undo", "undone")
        return this

    def _step(self, this: Round, batch: Batch, name: str, state: str) -> None:
        """Let another process do what the batch waits for; read pages until it has."""
        arguments = [sys.executable, "-m", "bench.mover", self.database, str(self.place)]
        worker = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        this.pages[name] = []
        while worker.poll() is None:
            this.pages[name].append(self._page())
        said, _nothing = worker.communicate()
        this.steps[name] = json.loads(said)
        batch.refresh_from_db()
        if batch.state != state:
            raise DifferentError(f"the batch is {batch.state}, not {state}: {batch.counts}")

    def _page(self) -> float:
        """Open the dashboard of one unit after the other, then look at it for a moment."""
        self.asked += 1
        path = f"/units/U{2 + self.asked % self.below:06d}/"
        took = seconds(lambda: self.site.get(path))
        time.sleep(PAUSE)
        return took

    def _written(self, rows: int) -> float:
        """Copy what was written, versions too, into bare tables; every row must be there."""
        took = 0.0
        with closing(connect()) as plain, plain.cursor() as cursor:
            count = 0
            for table in TABLES:
                owner = "id" if table == "cadres_cadre" else "cadre_id"
                took += copied(cursor, table, self.place / "rows", f"{owner} > {self.recorded}")
                cursor.execute(f"SELECT count(*) FROM bare_{table}")
                count += cursor.fetchone()[0]
                owner = owner.replace("id", "pgh_obj_id") if owner == "id" else owner
                versions = f"{owner} > {self.recorded}"
                took += copied(cursor, f"{table}event", self.place / "rows", versions)
        if count != rows:
            raise DifferentError(f"{count} rows were written, not {rows}")
        return took


def _read_bare(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return sum(1 for sheet in book for _row in sheet.iter_rows(values_only=True))


def _lines(done: list[Round], what: str) -> Iterator[Line]:
    def took(name: str, what: str = "seconds") -> tuple[float, ...]:
        return tuple(this.steps[name][what] for this in done)

    yield Line(f"check of {what}", took("check"), 60, "s")
    yield Line("write of the same", took("write"), 60, "s")
    yield Line("reading of its columns", took("read"), INFORMATION, "s")
    yield Line("undo of the same", took("undo"), INFORMATION, "s")
    reads, writes = ([this.bare_read for this in done], [this.bare_write for this in done])
    yield ratio("check beside a bare reading with openpyxl", took("check"), reads, INFORMATION)
    yield ratio(
        "write beside COPY of all it writes, history too", took("write"), writes, INFORMATION
    )
    yield Line("memory of the process that reads the file", took("check", "child"), 0.5, "GB")
    for name in ("check", "write", "undo"):
        yield Line(f"memory of the worker: {name}", took(name, "python"), INFORMATION, "GB")
    quiet = [p95(this.pages["quiet"]) for this in done]
    for name in ("check", "write", "undo"):
        busy = [p95(this.pages[name]) for this in done]
        yield ratio(f"dashboard p95 during the {name}, beside quiet", busy, quiet, INFORMATION)
