"""Comparing a file with what is recorded: which rows are new, corrected, unchanged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

# What makes a row of each file the same row when other cells differ.
KEYS = {
    "units.csv": ["key", "start_on"],
    "cadres.csv": ["key"],
    "appointments.csv": ["cadre_key", "unit_key", "start_on", "is_primary"],
    "qualifications.csv": ["cadre_key", "kind", "level", "awarded_on"],
    "trainings.csv": ["cadre_key", "category", "completed_on"],
    "appraisals.csv": ["cadre_key", "year"],
}
# Files whose date, the last of the key, a later file may know better.
_REFINED = ("qualifications.csv", "trainings.csv")


@dataclass(frozen=True)
class Change:
    """What a table would change: ``new`` rows, ``corrected`` rows with the recorded ``id``."""

    new: pd.DataFrame
    corrected: pd.DataFrame
    unchanged: int


@dataclass(frozen=True)
class Count:
    """How many rows of a file are new, corrections of what is recorded, and unchanged."""

    file: str
    new: int
    corrected: int = 0
    unchanged: int = 0


def compare(file: str, rows: pd.DataFrame, recorded: pd.DataFrame) -> Change:
    """Match the rows of a file with what is recorded of it."""
    keys = KEYS[file]
    values = [str(name) for name in rows if name not in (*keys, "row")]
    change = match(rows, recorded, keys=keys, values=values)
    if file in _REFINED:
        change = refine(change, recorded, keys=keys[:-1], date=keys[-1])
    return change


def match(
    rows: pd.DataFrame, recorded: pd.DataFrame, *, keys: list[str], values: list[str]
) -> Change:
    """Match rows by all their columns first, then by key; what is left is new.

    ``recorded`` has the same columns and ``id``. Nothing recorded is ever removed. Repeated rows
    are matched one to one in order.
    """
    if recorded.empty:
        return Change(rows, rows.iloc[:0].assign(id=pd.Series(dtype=np.int64)), 0)
    everything = [*keys, *values]
    same = _pairs(rows, recorded, everything)
    rest, left = rows.drop(index=same[0]), recorded.drop(index=same[1])
    changed = _pairs(rest, left, keys)
    corrected = rest.loc[changed[0]].assign(id=left.loc[changed[1], "id"].to_numpy())
    return Change(rest.drop(index=changed[0]), corrected, len(same[0]))


def _pairs(left: pd.DataFrame, right: pd.DataFrame, on: list[str]) -> tuple[pd.Index, pd.Index]:
    """Return the labels of rows that agree on some columns, each used once."""
    mine, theirs = _numbered(left, on), _numbered(right, on)
    joined = mine.merge(theirs, on=[*on, "nth"], how="inner", suffixes=("_left", "_right"))
    return pd.Index(joined["label_left"]), pd.Index(joined["label_right"])


def _numbered(frame: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    picked = frame[on].copy()
    picked["nth"] = frame.groupby(on, sort=False, dropna=False).cumcount()
    return picked.assign(label=frame.index)


def refine(change: Change, recorded: pd.DataFrame, *, keys: list[str], date: str) -> Change:
    """Read a new row as a correction when it makes one recorded date more precise.

    A recorded date that is empty, or a beginning of the new one ("2023" and "2023-05"), and that
    only one new row of the same key could mean, is the same fact.
    """
    if change.new.empty or recorded.empty:
        return change
    left = recorded[~recorded["id"].isin(change.corrected["id"])]
    pairs = change.new.reset_index().merge(left, on=keys, suffixes=("", "_recorded"))
    began = [
        new != old and new.startswith(old)
        for new, old in zip(pairs[date], pairs[f"{date}_recorded"], strict=True)
    ]
    pairs = pairs[np.asarray(began, dtype=bool)] if len(pairs) else pairs
    pairs = pairs[~pairs["index"].duplicated(keep=False) & ~pairs["id"].duplicated(keep=False)]
    refined = change.new.loc[pairs["index"]].assign(id=pairs["id"].to_numpy())
    corrected = pd.concat([change.corrected, refined]) if len(change.corrected) else refined
    return Change(change.new.drop(index=pd.Index(pairs["index"])), corrected, change.unchanged)
