"""How each person counts in the last run, kept so that a change reads and writes little of it.

A whole refresh writes blocks of people. A change lays its people over them; when much has been
laid over, the blocks that it touches are written anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from apps.common.cells import integer, read_cells, write_cells
from apps.metrics.core import profile
from apps.metrics.models import Run

BLOCK_BITS = 13
# So many changes, or so many bytes of them, lie over the blocks before they are written anew.
MOST_CHANGES, MOST_BYTES = 64, 1 << 20
_NOWHERE = 0


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


def keep_all(cursor: Any, run: Run, standings: Standings) -> None:
    """Replace everything kept by the standings of a whole run."""
    cursor.execute("DELETE FROM metrics_standing")
    records = _records(standings)
    _write_blocks(cursor, run, records, np.unique(records["cadre_id"] >> BLOCK_BITS))


def is_kept(cursor: Any, run: Run) -> bool:
    """Whether what is kept is how people count in a run."""
    cursor.execute("SELECT max(run_id) FROM metrics_standing")
    return bool(cursor.fetchone()[0] == run.pk)


def kept_of(cursor: Any, cadre_ids: np.ndarray, targets: int) -> Standings:
    """Return how some people are kept, for a number of targets."""
    found = _read(cursor, np.unique(cadre_ids >> BLOCK_BITS), targets)
    return _standings(_latest(found[np.isin(found["cadre_id"], cadre_ids)]))


def lay_over(cursor: Any, run: Run, cadre_ids: np.ndarray, standings: Standings) -> None:
    """Keep how the people of a change count now; those without a standing are gone."""
    targets = standings.codes.shape[1]
    gone = np.zeros(len(cadre_ids), dtype=_row(targets))
    gone["cadre_id"] = cadre_ids
    gone = gone[~np.isin(cadre_ids, standings.cadre_ids)]
    # The statement counts what lay there before it.
    cursor.execute(
        """WITH laid AS (
               INSERT INTO metrics_standing (run_id, people) VALUES (%s, %s)
               RETURNING length(people) AS size
           ), earlier AS (SELECT length(people) AS size FROM metrics_standing WHERE block IS NULL)
           SELECT count(*), sum(size) FROM (TABLE laid UNION ALL TABLE earlier) every""",
        [run.pk, np.concatenate([gone, _records(standings)]).tobytes()],
    )
    changes, size = cursor.fetchone()
    if changes > MOST_CHANGES or size > MOST_BYTES:
        _fold(cursor, run, targets)


def _fold(cursor: Any, run: Run, targets: int) -> None:
    """Write the blocks anew that changes lie over, with the changes in them."""
    changed = _read(cursor, np.zeros(0, dtype=np.int32), targets)
    blocks = np.unique(changed["cadre_id"] >> BLOCK_BITS)
    records = _latest(_read(cursor, blocks, targets))
    cursor.execute(
        "DELETE FROM metrics_standing WHERE block IS NULL OR block = ANY(%s)", [blocks.tolist()]
    )
    _write_blocks(cursor, run, records[records["unit_id"] != _NOWHERE], blocks)


def _row(targets: int) -> np.dtype:
    """Return the record of a person."""
    groups = len(profile.SIZES)
    cells = [("cadre_id", "<i4"), ("unit_id", "<i4")]
    return np.dtype([*cells, ("codes", "i1", (targets,)), ("bins", "i1", (groups,))])


def _records(standings: Standings) -> np.ndarray:
    """Return the standings as records, ordered by person."""
    records = np.zeros(len(standings.cadre_ids), dtype=_row(standings.codes.shape[1]))
    records["cadre_id"], records["unit_id"] = standings.cadre_ids, standings.unit_ids
    records["codes"], records["bins"] = standings.codes, standings.bins
    return records[np.argsort(standings.cadre_ids, kind="stable")]


def _standings(records: np.ndarray) -> Standings:
    serving = records[records["unit_id"] != _NOWHERE]
    return Standings(*(serving[name] for name in serving.dtype.names))


def _read(cursor: Any, blocks: np.ndarray, targets: int) -> np.ndarray:
    """Return the records of some blocks, then of what was laid over, the earliest first."""
    listed = ",".join(map(str, blocks.tolist()))
    query = f"""SELECT people FROM metrics_standing
        WHERE block IS NULL OR block = ANY('{{{listed}}}'::int[]) ORDER BY block IS NULL, id"""
    return np.frombuffer(b"".join(read_cells(cursor, query)), dtype=_row(targets))


def _latest(records: np.ndarray) -> np.ndarray:
    """Return each person's last record, ordered by person."""
    backwards = records[::-1]
    return backwards[np.unique(backwards["cadre_id"], return_index=True)[1]]


def _write_blocks(cursor: Any, run: Run, records: np.ndarray, blocks: np.ndarray) -> None:
    """Write records, ordered by person, as blocks."""
    bounds = np.searchsorted(records["cadre_id"] >> BLOCK_BITS, np.append(blocks, blocks[-1:] + 1))
    rows = [
        (integer(run.pk), integer(block), records[start:end].tobytes())
        for block, start, end in zip(blocks.tolist(), bounds[:-1], bounds[1:], strict=True)
    ]
    write_cells(cursor, "metrics_standing", ["run_id", "block", "people"], rows)
