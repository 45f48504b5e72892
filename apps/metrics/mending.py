"""How many records are to be mended where, as a reader may see it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.accounts.models import User
from apps.metrics.core.disclosure import protected
from apps.metrics.core.tally import levels
from apps.metrics.settling import Worklist
from apps.metrics.shown import exact_among


@dataclass(frozen=True)
class Sums:
    """By unit with everything below it: records to mend by rule, people, undetermined verdicts.

    ``is_exact`` says of each unit whether these are the numbers themselves or protected ones.
    """

    by_rule: np.ndarray
    people: np.ndarray
    undetermined: np.ndarray
    is_exact: np.ndarray


def sums_for(user: User, listed: Worklist) -> Sums:
    """Return the sums of a worklist, protected where the user may not see the people."""
    units = listed.stakes.units
    unit_ids = units["unit_id"].to_numpy()
    exact = exact_among(user, unit_ids.tolist(), listed.day)
    is_exact = np.isin(unit_ids, list(exact))
    total = np.column_stack([listed.by_rule, listed.people, listed.undetermined])
    if not is_exact.all():
        total = np.where(is_exact[:, np.newaxis], total, _protected(listed, total))
    return Sums(total[:, :-2], total[:, -2], total[:, -1], is_exact)


def _protected(listed: Worklist, total: np.ndarray) -> np.ndarray:
    own = total.copy()
    for rows, above in levels(listed.stakes.units):
        np.subtract.at(own, above, total[rows])
    _alone, summed = protected(own, total, listed.stakes.units)
    return summed.shown
