"""One report or list, made in a process that may use one core, which says what it took."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO, Any

import xlsxwriter

_ALL = """
SELECT c.full_name, p.title, place.name, c.born, q.levels, c.gender, p.managed_by,
    p.is_leadership, c.key
FROM cadres_cadre c
LEFT JOIN cadres_appointment p ON p.cadre_id = c.id AND p.is_primary
    AND (p.start_day IS NULL OR p.start_day <= %(day)s)
    AND (p.end_day IS NULL OR p.end_day > %(day)s)
LEFT JOIN units_placement place ON place.unit_id = p.unit_id
LEFT JOIN (
    SELECT cadre_id, string_agg(kind || level, ' ') AS levels
    FROM cadres_qualification GROUP BY cadre_id
) q ON q.cadre_id = c.id
WHERE EXISTS (
    SELECT FROM cadres_appointment a WHERE a.cadre_id = c.id
    AND (a.start_day IS NULL OR a.start_day <= %(day)s)
    AND (a.end_day IS NULL OR a.end_day > %(day)s)
)
ORDER BY c.sort_key, c.id
"""


Act = Callable[[], dict[str, Any]]


def city(form: str) -> Act:
    """Return what makes the progress report of the root of the tree."""
    from django.utils import timezone

    from apps.reports.asking import Asked, Standing
    from apps.reports.kinds import KINDS
    from apps.reports.renderers import render
    from apps.targets.models import Plan
    from apps.units.models import Unit
    from bench.refreshing import DAY

    asked = Asked(
        kind="progress",
        unit=Unit.objects.get(pk=1),
        day=DAY,
        language="vi",
        plan=Plan.objects.earliest("start_on"),
        before=date(DAY.year - 1, 12, 31),
    )
    kind = KINDS[asked.kind]

    def act() -> dict[str, Any]:
        started = time.perf_counter()
        found = kind.compute(asked)
        figures = time.perf_counter() - started
        content = render(kind.compose(found, asked, Standing(timezone.now())), form)
        return {"figures": figures, "size": len(content)}

    return act


def cadres(form: str) -> Act:
    """Return what writes the list of everybody as a worker does, into the database."""
    return _listed("cadres", form)


def who(form: str) -> Act:
    """Return what writes the people behind a figure of the whole city, each with the reason."""
    return _listed("who", form, key="U000001", code="TRAINED", group="not_met")


def _listed(what: Any, form: Any, *, key: str = "", code: str = "", **asked: str) -> Act:
    from django.http import QueryDict

    from apps.accounts.models import User
    from apps.jobs.services import take_next
    from apps.reports.lists import confirming, keeping
    from apps.reports.lists.answers import content_of
    from apps.reports.lists.content import Question
    from apps.reports.models import LongList
    from bench.refreshing import DAY

    user, query = User.objects.get(username="leader"), QueryDict(mutable=True)
    query.update({"format": form, "day": DAY.isoformat(), **asked})
    question = Question.read(what, query, key=key, code=code)
    content = content_of(user, question, DAY)
    asked = confirming.ask_second(
        question=question, content=content, reason="bench", by=user, today=DAY
    )
    second = User.objects.get(username="second")
    confirming.confirm_list(request=asked, by=second, today=DAY)
    confirming.begin_confirmed()
    made = LongList.objects.get(request=asked)
    job = take_next(kind=keeping.JOB, owner="bench", in_order=False)
    assert job is not None

    def act() -> dict[str, Any]:
        keeping.write_list(job)
        made.refresh_from_db()
        return {"rows": made.rows, "size": made.size}

    return act


def floor(form: str) -> Act:
    """Return what writes as many rows from one query: codes for words, no scope, no head."""
    from contextlib import closing

    from bench.database import connect
    from bench.refreshing import DAY

    write: Callable[[Any, IO[bytes]], int] = {"xlsx": _bare_xlsx, "csv": _bare_csv}[form]

    def act() -> dict[str, Any]:
        with closing(connect()) as opened, tempfile.TemporaryFile() as file:
            opened.autocommit = False
            with opened.cursor("rows") as cursor:
                cursor.itersize = 5_000
                cursor.execute(_ALL, {"day": DAY})
                count = write(cursor, file)
            return {"rows": count, "size": file.seek(0, 2)}

    return act


def _bare_xlsx(rows: Any, file: IO[bytes]) -> int:
    count = 0
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write_string(count, place, str(value))
    return count


def _bare_csv(rows: Any, file: IO[bytes]) -> int:
    count, text = 0, io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is what counts
        writer.writerow(row)
    text.detach()
    return count


def main(database: str, what: str, form: str) -> None:
    """Make it on one core and print how long it took, the peak of memory in kB, what it came to."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.environ["DJANGO_SETTINGS_MODULE"] = "cadre_tracker.settings"
    import django

    django.setup()
    from django.db import connection
    from django.utils.translation import override

    connection.settings_dict["NAME"] = database
    make = {"city": city, "cadres": cadres, "who": who, "floor": floor}[what]
    with override("vi"):
        act = make(form)
        started, processor = time.perf_counter(), time.process_time()
        made = act()
        took = {
            "seconds": time.perf_counter() - started,
            "processor": time.process_time() - processor,
            "memory": _peak(),
        }
    json.dump(made | took, sys.stdout)


def _peak() -> int:
    """Return the most memory that this process has held, in kB: not what its parent held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
