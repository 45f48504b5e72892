"""The full refresh as plain SQL: what the machine needs for the same counts on the same tables."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from bench.database import connect

_COUNTS = (Path(__file__).parent / "sql" / "counts_of_range.sql").read_text()
TARGETS = ("YOUNG", "FEMALE", "DEGREE_THEORY", "TRAINED", "POSTGRADUATE")
STATES = ("met", "not_met", "unknown")
CELLS = [f"{target.lower()}_{state}" for target in TARGETS for state in STATES]
CONNECTIONS = 2
# Plans that PostgreSQL can be led to, each over ranges of so many people; the quickest on this
# machine is the floor.
_HASHED, _SORTED = "enable_hashagg = on", "enable_hashagg = off"
_MERGED = "enable_hashagg = off; SET enable_hashjoin = off"
PLANS = {
    f"{name}, {size:,} people a statement": (f"SET work_mem = '512MB'; SET {settings}", size)
    for name, settings in (("hashed", _HASHED), ("sorted", _SORTED), ("merged", _MERGED))
    for size in (75_000, 1_250_000)
}


class Floor:
    """Two connections that count ranges of people by turns, then one statement up the tree."""

    def __init__(self, connections: list[Any], day: date):
        self.cursors = [connection.cursor() for connection in connections]
        cut = day.replace(year=day.year - 40)
        self.values = {"day": day, "cut": cut, "since": date(2020, 1, 1)}
        self.cursors[0].execute("SELECT max(id) + 1 FROM cadres_cadre")
        self.after: int = self.cursors[0].fetchone()[0]
        self.size = self.after

    def plan(self, name: str) -> None:
        """Lead PostgreSQL to one of PLANS."""
        for cursor in self.cursors:
            cursor.execute("RESET ALL; SET max_parallel_workers_per_gather = 0; SET jit = off")
            cursor.execute(PLANS[name][0])
        self.size = PLANS[name][1]

    def refresh(self) -> None:
        """Count everything into the table ``floor_figures``: own counts, then subtree counts."""
        cells = ", ".join(f"{cell} int" for cell in CELLS)
        first = self.cursors[0]
        first.execute(f"""
            DROP TABLE IF EXISTS floor_own, floor_figures;
            CREATE UNLOGGED TABLE floor_own (unit_id int, {cells})""")
        # At least one range for each connection.
        size = min(self.size, -(-self.after // CONNECTIONS))
        waiting = deque(range(0, self.after, size))
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(lambda cursor: self._count(cursor, waiting, size), self.cursors))
        first.execute(_roll_up(), self.values)

    def _count(self, cursor: Any, waiting: deque[int], size: int) -> None:
        with suppress(IndexError):
            while True:
                start = waiting.popleft()
                cursor.execute(_COUNTS, {**self.values, "first": start, "after": start + size})


def _roll_up() -> str:
    own = ", ".join(f"sum({c}) FILTER (WHERE distance = 0) AS own_{c}" for c in CELLS)
    total = ", ".join(f"sum({c}) AS {c}" for c in CELLS)
    return f"""CREATE UNLOGGED TABLE floor_figures AS
        SELECT link.ancestor_id AS unit_id, {own}, {total}
        FROM units_lineage link LEFT JOIN floor_own ON floor_own.unit_id = link.unit_id
        WHERE (link.start_day IS NULL OR link.start_day <= %(day)s)
          AND (link.end_day IS NULL OR link.end_day > %(day)s)
        GROUP BY link.ancestor_id"""


@contextmanager
def floor(day: date) -> Iterator[Floor]:
    """Open the floor's connections."""
    with ExitStack() as stack:
        yield Floor([stack.enter_context(closing(connect())) for _ in range(CONNECTIONS)], day)
