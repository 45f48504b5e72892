"""The full refresh beside plain SQL, and the refresh of a few people beside the full one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import numpy as np
from django.db import connection, transaction

from apps.cadres.models import ChangedCadre
from apps.metrics.models import Run
from apps.metrics.services import refresh, refresh_changes
from bench.database import connect
from bench.floors import PLANS, STATES, TARGETS, Floor, floor
from bench.measure import DifferentError, Line, ratio, seconds

DAY = date(2025, 12, 31)
SEED = 1000


def full(people: int, rounds: int) -> Iterator[Line]:
    """Measure the full refresh of the roster in the database."""
    ours, least = [], []
    with floor(DAY) as sql:
        plan = _quickest_plan(sql)
        for _round in range(rounds):
            least.append(seconds(sql.refresh))
            ours.append(seconds(lambda: refresh(day=DAY, reason=Run.Reason.NIGHT)))
            compare()
    yield ratio(f"full refresh, {people:,} people", ours, least, 3, f"the floor's plan: {plan}")


def incremental(people: int, changed: int, rounds: int) -> Iterator[Line]:
    """Measure taking in the changes of some people beside a full refresh that takes in as many."""
    ours, whole = [], []
    rng = np.random.default_rng(SEED)
    refresh_changes(day=DAY)  # takes in what filling the database left noted
    with floor(DAY) as sql:
        for _round in range(rounds):
            for times, act in ((ours, refresh_changes), (whole, _refresh_all)):
                change(rng.choice(_serving(), changed, replace=False))
                times.append(seconds(lambda act=act: act(day=DAY)))
                sql.refresh()
                compare()
                ChangedCadre.objects.all().delete()
    yield ratio(f"refresh of {changed:,} changed people, of {people:,}", ours, whole, 0.1)


def _refresh_all(*, day: date) -> None:
    refresh(day=day, reason=Run.Reason.CHANGE)


def peak_memory(people: int, database: str) -> Iterator[Line]:
    """Measure the memory of a full refresh in a process of its own, its connections included."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.child", database, DAY.isoformat()],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ},
    )
    found = json.loads(done.stdout)
    note = f"Python {found['python']:.2f} GB, PostgreSQL's processes {found['server']:.2f} GB"
    total = found["python"] + found["server"]
    yield Line(f"memory of the full refresh, {people:,} people", (total,), 1.5, "GB", note=note)


def _quickest_plan(sql: Floor) -> str:
    """Try every plan twice and keep the quickest."""
    times = {}
    for name in PLANS:
        sql.plan(name)
        times[name] = min(seconds(sql.refresh) for _attempt in range(2))
    best = min(times, key=times.__getitem__)
    sql.plan(best)
    return best


def _serving() -> np.ndarray:
    with connection.cursor() as cursor:
        cursor.execute("""SELECT array_agg(cadre_id ORDER BY cadre_id) FROM cadres_appointment
                          WHERE is_primary AND end_day IS NULL""")
        return np.array(cursor.fetchone()[0])


def change(cadre_ids: np.ndarray) -> None:
    """Give four in five of the people a new training, and move the others to another unit."""
    moved = cadre_ids[::5].tolist()
    trained = np.setdiff1d(cadre_ids, moved).tolist()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cadres_training (cadre_id, category_id, completed_on, name)
               SELECT unnest(%s), 'knowledge_update', '2025-06-15', ''""",
            [trained],
        )
        cursor.execute(
            """UPDATE cadres_appointment SET unit_id = (
                   SELECT 1 + (cadre_id::bigint * 7919 + unit_id) %% max(id) FROM units_unit)
               WHERE cadre_id = ANY(%s) AND is_primary AND end_day IS NULL""",
            [moved],
        )
    noted = ChangedCadre.objects.values("cadre_id").distinct().count()
    if noted != len(cadre_ids):
        raise DifferentError(f"{noted} people are noted as changed, not {len(cadre_ids)}")


def compare() -> None:
    """Compare the published figures with the floor's, row by row."""
    sides = [f"own_{state}" for state in STATES], list(STATES)
    columns = ", ".join(column for side in sides for column in side)
    stored = [f"counts[7 * (n - 1) + {2 + i}]" for i in range(2 * len(STATES))]
    rows = ", ".join(f"('{target}', {', '.join(_cells(target))})" for target in TARGETS)
    query = f"""
        WITH floor AS (
            SELECT unit_id, code, {columns} FROM floor_figures,
            LATERAL (VALUES {rows}) AS cells (code, {columns})
        ), published AS (
            SELECT r.unit_id, t.code, {", ".join(stored)}
            FROM (SELECT max(id) AS id FROM metrics_run) last JOIN metrics_run USING (id),
            LATERAL (
                SELECT DISTINCT ON (unit_id) * FROM metrics_result
                WHERE from_run <= last.id ORDER BY unit_id, from_run DESC
            ) r,
            LATERAL unnest(version_ids) WITH ORDINALITY place (version_id, n)
            JOIN targets_targetversion v ON v.id = version_id
            JOIN targets_target t ON t.id = v.target_id
            WHERE r.profile <> ''
        )
        SELECT (SELECT count(*) FROM floor), (SELECT count(*) FROM published),
               (SELECT count(*) FROM (TABLE floor EXCEPT TABLE published) d)"""
    with closing(connect()) as other, other.cursor() as cursor:
        cursor.execute(query)
        floor_rows, published, different = cursor.fetchone()
    if different or not floor_rows or floor_rows != published:
        raise DifferentError(f"{different} of {floor_rows} rows differ ({published} published)")


def _cells(target: str) -> list[str]:
    names = [f"{kind}{target.lower()}_{state}" for kind in ("own_", "") for state in STATES]
    return [f"coalesce({name}, 0)::int" for name in names]
