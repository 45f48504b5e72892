"""What a file says, kept beside it from the check to the writing: reading it takes longest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from apps.imports.models import Batch
from apps.imports.services import beside
from apps.imports.steps.reading import opened, readings_of
from apps.imports.workbook.contract import Count, Extract, Problem
from apps.imports.workbook.extracting import extract


def read_and_keep(batch: Batch) -> Extract:
    """Read what the file of a batch says; raise UnreadableError when it cannot be read."""
    said = extract(opened(batch), readings_of(batch))
    with open(beside(batch), "w", encoding="ascii", opener=_own) as file:
        file.writelines(json.dumps(part) + "\n" for part in _parts(batch, said))
    return said


def kept_or_read(batch: Batch) -> Extract:
    """Return what the file of a batch says as it was read for the check, or read it again."""
    said: Extract | None = None
    try:
        with beside(batch).open(encoding="ascii") as file:
            said = _built(batch, file)
    except (OSError, ValueError, LookupError, TypeError):
        pass
    return said or extract(opened(batch), readings_of(batch))


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _parts(batch: Batch, said: Extract) -> Iterator[list[Any]]:
    """Yield what an extract holds; of each column the different values, and which stands where."""
    yield ["readings", _seal(batch)]
    for table, frame in said.tables.items():
        yield ["table", table, list(frame.columns)]
        for column in frame:
            places, values = pd.factorize(frame[column])
            yield ["column", table, column, values.tolist(), places.tolist()]
    yield ["letters", [[*of, letter] for of, letter in said.letters.items()]]
    yield ["problems", [asdict(problem) for problem in said.problems]]
    yield ["counts", {sheet: asdict(count) for sheet, count in said.counts.items()}]
    yield ["end"]


def _seal(batch: Batch) -> str:
    """Return a hash of how the sheets are read, in which language, of which file."""
    said = json.dumps([batch.sha256, batch.language, batch.readings], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _built(batch: Batch, lines: Iterator[str]) -> Extract | None:
    """Build an extract from its parts; nothing when it is of other readings or not whole."""
    found: dict[str, Any] = {}
    columns: dict[str, dict[str, np.ndarray]] = {}
    for line in lines:
        kind, *part = json.loads(line)
        if kind == "table":
            columns[part[0]] = {name: np.empty(0) for name in part[1]}
        elif kind == "column":
            table, column, values, places = part
            columns[table][column] = np.array(values, dtype=object)[np.array(places, dtype=int)]
        else:
            found[kind] = part[0] if part else None
        if found.get("readings") != _seal(batch):
            return None
    if "end" not in found:
        return None
    return Extract(
        {table: _frame(held) for table, held in columns.items()},
        {(sheet, name): letter for sheet, name, letter in found["letters"]},
        [Problem(**problem) for problem in found["problems"]],
        {sheet: Count(**count) for sheet, count in found["counts"].items()},
    )


def _frame(columns: dict[str, np.ndarray]) -> pd.DataFrame:
    frame = pd.DataFrame(columns, dtype=object)
    frame["row"] = frame["row"].astype("int64")
    return frame
