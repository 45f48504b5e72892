"""Statistical tables: how many of whom serve in a unit and in each of those below it, on a day.

A column is a condition over the people frame, or the posts assigned to the units. Computed from the
facts as the reader of the database sees them, so it also works in ``audit.known.facts_as_known``.
Nobody's rights are asked here; whoever shows it asks first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from apps.common.stream import one_snapshot
from apps.metrics.core.tally import roll_down, roll_up, rows_of
from apps.metrics.measures import Assigned, Measure
from apps.metrics.progress import NoFiguresError
from apps.metrics.subtree import below, people_of
from apps.targets.conditions import Condition, needs
from apps.targets.states import TRUE, UNKNOWN, states
from apps.units.codes import UNIT_KINDS
from apps.units.headcount import headcounts
from apps.units.models import Placement, Unit
from apps.units.selectors import units_frame


@dataclass(frozen=True)
class Count:
    """How many meet a condition, and of how many that is not known.

    Of assigned posts ``met`` is None where no number is recorded, and ``unknown`` counts the units
    with people to which, and above which, none is.
    """

    met: int | None
    unknown: int


@dataclass(frozen=True)
class Line:
    """A unit below with everything below it, or the unit's own people (``is_own``)."""

    key: str
    name: str
    is_own: bool
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Tabulation:
    """A table: a line a unit, and the sums of their columns."""

    unit: Unit
    name: str
    day: date
    people: int
    lines: tuple[Line, ...]
    total: tuple[Count, ...]


def table(unit: Unit, columns: Sequence[Measure], day: date) -> Tabulation:
    """Count the people of a unit, and of each unit directly below it with everything below.

    Raises NoFiguresError when the unit is not in the tree on the day.
    """
    with one_snapshot():
        everything = units_frame(day)
        if unit.pk not in everything["unit_id"].to_numpy():
            raise NoFiguresError(unit.key)
        units = below(everything, unit.pk)
        asked = [column for column in columns if not isinstance(column, Assigned)]
        is_whole = len(units) == len(everything)
        people = people_of(units, day, needs(asked, day), is_whole=is_whole)
        own = _own_counts(units, people, asked, day)
        posts = _own_posts(everything, units, people, day)
        return _tabulation(unit, columns, day, units, own, posts, len(people))


def _own_counts(
    units: pd.DataFrame, people: pd.DataFrame, asked: Sequence[Condition], day: date
) -> np.ndarray:
    """Count by unit: for each condition met and unknown; last, everybody."""
    rows = rows_of(units, people["unit_id"].to_numpy())
    found = np.zeros((len(units), 2 * len(asked) + 1), dtype=np.int64)
    for place, condition in enumerate(asked):
        values = states(condition, people, day)
        for side, value in enumerate((TRUE, UNKNOWN)):
            chosen = rows[values == value]
            found[:, 2 * place + side] = np.bincount(chosen, minlength=len(units))
    found[:, -1] = np.bincount(rows, minlength=len(units))
    return found


def _own_posts(
    everything: pd.DataFrame, units: pd.DataFrame, people: pd.DataFrame, day: date
) -> np.ndarray:
    """Return by unit the posts assigned to it, whether any are, and whether they are missing.

    What is assigned to a unit that did not pass it on covers everything below it.
    """
    given = headcounts(everything["unit_id"].tolist(), day)
    ids = everything["unit_id"].tolist()
    is_given = np.array([[unit_id in given] for unit_id in ids], dtype=np.int64)
    is_covered = roll_down(is_given, everything)[:, 0] > 0
    kept = rows_of(everything, units["unit_id"].to_numpy())
    served = np.isin(units["unit_id"].to_numpy(), people["unit_id"].unique())
    posts = [given.get(unit_id, 0) for unit_id in units["unit_id"].tolist()]
    return np.stack([np.array(posts), is_given[kept, 0], served & ~is_covered[kept]], axis=1)


def _tabulation(
    unit: Unit,
    columns: Sequence[Measure],
    day: date,
    units: pd.DataFrame,
    own: np.ndarray,
    posts: np.ndarray,
    people: int,
) -> Tabulation:
    own = np.concatenate([own, posts], axis=1)
    sums = roll_up(own, units)
    top = int(rows_of(units, np.array([unit.pk]))[0])
    name = Placement.objects.as_of(day).get(unit=unit).name
    lines = []
    if own[top].any() or len(units) == 1:
        lines.append(Line(unit.key, name, True, _counts(columns, own[top])))
    for row in _children(unit, day):
        at = int(rows_of(units, np.array([row.unit_id]))[0])
        lines.append(Line(row.unit.key, row.name, False, _counts(columns, sums[at])))
    return Tabulation(unit, name, day, people, tuple(lines), _counts(columns, sums[top]))


def _children(unit: Unit, day: date) -> list[Placement]:
    """Return the units directly below, by kind and then by name."""
    placed = Placement.objects.as_of(day).filter(parent=unit).select_related("unit")
    rows = placed.order_by("unit__name_key", "unit__key")
    return sorted(rows, key=lambda row: UNIT_KINDS.index(row.unit.kind))


def _counts(columns: Sequence[Measure], cells: np.ndarray) -> tuple[Count, ...]:
    posts, is_given, missing = cells[-3:].tolist()
    numbers = cells[:-4].tolist()
    pairs = iter(zip(numbers[::2], numbers[1::2], strict=True))
    return tuple(
        Count(posts if is_given else None, missing)
        if isinstance(column, Assigned)
        else Count(*next(pairs))
        for column in columns
    )
