"""The columns of the people frame: what is known of each counted person on a day.

Days are numbers of days since 1 January 1970. A missing birth date stands for every date, so its
range is the widest there is. Pure: no Django.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

DAY_ZERO = date(1970, 1, 1).toordinal()
# The ends of the widest range; also "never" for trainings that did not happen.
EVER = np.iinfo(np.int32).max
NEVER = -EVER


def day_number(day: date) -> int:
    """Return the number of days from 1 January 1970 to day."""
    return day.toordinal() - DAY_ZERO


@dataclass(frozen=True)
class Needs:
    """Which facts beyond the basic ones some conditions look at, for one day."""

    kinds: frozenset[str] = frozenset()
    trainings: frozenset[tuple[str, date]] = field(default_factory=frozenset)
    has_unit_kind: bool = False
    marks: frozenset[str] = frozenset()

    def __or__(self, other: Needs) -> Needs:
        return Needs(
            self.kinds | other.kinds,
            self.trainings | other.trainings,
            self.has_unit_kind or other.has_unit_kind,
            self.marks | other.marks,
        )


@dataclass(frozen=True)
class Column:
    """One column: its name, its type in the frame, and what it says."""

    name: str
    dtype: str
    meaning: str


BASIC = (
    Column("cadre_id", "int32", "the person"),
    Column("unit_id", "int32", "the unit of the primary appointment in force on the day"),
    Column("born_from", "int32", "the earliest possible day of birth"),
    Column("born_to", "int32", "the latest possible day of birth"),
    Column("gender", "int8", "0 not recorded, 1 female, 2 male"),
    Column("is_leadership", "bool", "the appointment leads or manages"),
    Column("managed_by", "int8", "place in the list of managing bodies"),
)
UNIT_KIND = Column("unit_kind", "int8", "place in the list of kinds of units")


def trained_columns(category: str, until: date) -> tuple[str, str]:
    """Return the names of the two columns about trainings of a category up to a day.

    The first holds the earliest day of the latest-beginning training certainly completed by
    then, the second the latest day on which one possibly completed by then can have ended.
    """
    stem = f"trained_{category}_by_{until.isoformat()}"
    return f"{stem}_certain", f"{stem}_possible"


def columns(needs: Needs) -> list[Column]:
    """Return the columns of the frame that holds the needed facts, in their order."""
    listed = list(BASIC)
    if needs.has_unit_kind:
        listed.append(UNIT_KIND)
    listed += [Column(mark, "int8", "0 not recorded, 1 no, 2 yes") for mark in sorted(needs.marks)]
    for kind in sorted(needs.kinds):
        listed += [
            Column(f"{kind}_certain", "int8", "highest rank certainly awarded by the day, or -1"),
            Column(f"{kind}_possible", "int8", "highest rank possibly awarded by the day, or -1"),
            Column(f"{kind}_recorded", "bool", "some qualification of the kind is recorded"),
        ]
    for category, until in sorted(needs.trainings):
        certain, possible = trained_columns(category, until)
        listed += [
            Column(certain, "int32", "earliest day of the last certain completion, or never"),
            Column(possible, "int32", "latest day of the last possible completion, or never"),
        ]
    return listed
