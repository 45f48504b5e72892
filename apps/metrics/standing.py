"""How each person counts in the last run, kept in blocks so that a change touches few of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg2 import Binary
from psycopg2.extras import execute_values

from apps.metrics.core import profile
from apps.metrics.models import Run, Standing

BLOCK_BITS = 13


@dataclass(frozen=True)
class Standings:
    """People with their unit, their code for each target and their bins, in matching rows."""

    cadre_ids: np.ndarray
    unit_ids: np.ndarray
    codes: np.ndarray
    bins: np.ndarray

    def of(self, rows: np.ndarray) -> Standings:
        """Return some of the rows."""
        return Standings(
            self.cadre_ids[rows], self.unit_ids[rows], self.codes[rows], self.bins[rows]
        )

    def without(self, cadre_ids: np.ndarray) -> Standings:
        """Return the rows of everyone else."""
        return self.of(~np.isin(self.cadre_ids, cadre_ids))

    def plus(self, other: Standings) -> Standings:
        """Return the rows of both."""
        mine = (self.cadre_ids, self.unit_ids, self.codes, self.bins)
        theirs = (other.cadre_ids, other.unit_ids, other.codes, other.bins)
        return Standings(*(np.concatenate(pair) for pair in zip(mine, theirs, strict=True)))


def keep_all(cursor: Any, run: Run, version_ids: list[int], standings: Standings) -> None:
    """Replace every block by the standings of a whole run."""
    cursor.execute("DELETE FROM metrics_standing")
    blocks = np.unique(standings.cadre_ids >> BLOCK_BITS)
    _write(cursor, run, version_ids, standings, blocks)


def keep_blocks(
    cursor: Any, run: Run, version_ids: list[int], standings: Standings, blocks: np.ndarray
) -> None:
    """Replace some blocks, and say that all of them now belong to the run."""
    cursor.execute("DELETE FROM metrics_standing WHERE block = ANY(%s)", [blocks.tolist()])
    _write(cursor, run, version_ids, standings, blocks)
    cursor.execute("UPDATE metrics_standing SET run_id = %s WHERE run_id <> %s", [run.pk, run.pk])


def read_blocks(blocks: np.ndarray, targets: int) -> Standings:
    """Return the standings kept in some blocks, for a number of targets."""
    rows = Standing.objects.filter(block__in=blocks.tolist()).order_by("block")
    cells = list(rows.values_list("cadre_ids", "unit_ids", "codes", "bins"))
    joined = [b"".join(bytes(row[i]) for row in cells) for i in range(4)]
    return Standings(
        np.frombuffer(joined[0], dtype=np.int32),
        np.frombuffer(joined[1], dtype=np.int32),
        np.frombuffer(joined[2], dtype=np.int8).reshape(-1, targets),
        np.frombuffer(joined[3], dtype=np.int8).reshape(-1, len(profile.SIZES)),
    )


def _write(
    cursor: Any, run: Run, version_ids: list[int], standings: Standings, blocks: np.ndarray
) -> None:
    order = np.argsort(standings.cadre_ids, kind="stable")
    placed = (standings.cadre_ids >> BLOCK_BITS)[order]
    bounds = np.searchsorted(placed, np.append(blocks, blocks[-1:] + 1))
    rows = []
    for block, start, end in zip(blocks.tolist(), bounds[:-1], bounds[1:], strict=True):
        part = standings.of(order[start:end])
        cells = (part.cadre_ids, part.unit_ids, part.codes, part.bins)
        rows.append((block, run.pk, version_ids, *(Binary(cell.tobytes()) for cell in cells)))
    columns = "block, run_id, version_ids, cadre_ids, unit_ids, codes, bins"
    with cursor.db.wrap_database_errors:
        execute_values(cursor.cursor, f"INSERT INTO metrics_standing ({columns}) VALUES %s", rows)
