"""Whether people, appointments and other facts fit together and with what is recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from apps.cadres.models import TrainingCategory
from apps.imports.roster.faults import Faults
from apps.imports.roster.periods import bounds, covers, overlapping

APPOINTMENTS = "appointments.csv"
FACTS = ("appointments.csv", "qualifications.csv", "trainings.csv", "appraisals.csv")


def check_keys(cadres: pd.DataFrame, faults: Faults) -> None:
    """Note keys that more than one row of the cadres' file has."""
    first = cadres.drop_duplicates("key").set_index("key")["row"]
    repeated = cadres[cadres["key"].duplicated()]
    for row, key in zip(repeated["row"], repeated["key"], strict=True):
        reason = _("the key “%(key)s” stands in row %(row)s already")
        faults.add("cadres.csv", row, "key", reason % {"key": key, "row": first[key]})


def check_references(
    frame: pd.DataFrame, file: str, known: Mapping[str, Collection[str]], faults: Faults
) -> None:
    """Note facts of people, units and categories that nobody knows; ``known`` by column."""
    reasons = {
        "cadre_key": _("no cadre has the key “%s”"),
        "unit_key": _("no unit has the key “%s”"),
        "category": _("“%s” is not a training category"),
    }
    for column, reason in reasons.items():
        if column in frame:
            _check_known(frame, file, column, known[column], reason, faults)


def categories() -> set[str]:
    """Return the training categories that are known."""
    return set(TrainingCategory.objects.values_list("code", flat=True))


def _check_known(
    frame: pd.DataFrame, file: str, column: str, known: Collection[str], reason: str, faults: Faults
) -> None:
    places, distinct = pd.factorize(frame[column].to_numpy(dtype=object))
    unknown = [i for i, key in enumerate(distinct.tolist()) if key and key not in known]
    rows = frame["row"].to_numpy()
    for place in np.flatnonzero(np.isin(places, unknown)) if unknown else ():
        faults.add(file, rows[place], column, reason % distinct[places[place]])


def check_posts(
    posts: pd.DataFrame, exists: dict[str, list[tuple[int, int]]], faults: Faults
) -> None:
    """Note appointments that end too early, leave their unit's existence, or overlap.

    ``posts`` are the rows of the file and those recorded of the same people; ``row`` is 0 for the
    latter. ``exists`` gives each unit's periods in the tree.
    """
    starts, ends = bounds(posts)
    rows = posts["row"].to_numpy()
    backwards = ends <= starts
    reason = _("the end is not after the start")
    faults.add_rows(APPOINTMENTS, rows[backwards & (rows > 0)], "end_on", reason)
    _check_existence(posts, starts, ends, exists, faults)
    _check_secondments(posts, faults)
    primary = np.flatnonzero((posts["is_primary"] == "yes").to_numpy() & ~backwards)
    groups = pd.factorize(posts["cadre_key"])[0][primary]
    for earlier, later in overlapping(groups, starts[primary], ends[primary]):
        _note_overlap(posts, primary[earlier], primary[later], faults)


def _check_secondments(posts: pd.DataFrame, faults: Faults) -> None:
    """Note people who are lent in their primary post: they are counted where they belong."""
    if "kind" not in posts:
        return
    is_wrong = (posts["kind"] == "secondment") & (posts["is_primary"] == "yes") & (posts["row"] > 0)
    reason = _("a secondment is never the primary appointment")
    faults.add_rows(APPOINTMENTS, posts["row"].to_numpy()[is_wrong], "is_primary", reason)


def _note_overlap(posts: pd.DataFrame, earlier: int, later: int, faults: Faults) -> None:
    pair = posts.iloc[[earlier, later]]
    row, other = (int(value) for value in pair["row"].iloc[::-1])
    row, other = (row, other) if row else (other, 0)
    where = _("row %s") % other if other else _("what is recorded")
    reason = _("cadre %(key)s would hold two primary appointments on one day; see %(where)s")
    key = pair["cadre_key"].iloc[0]
    faults.add(APPOINTMENTS, row, "start_on", reason % {"key": key, "where": where})


def _check_existence(
    posts: pd.DataFrame,
    starts: np.ndarray,
    ends: np.ndarray,
    exists: dict[str, list[tuple[int, int]]],
    faults: Faults,
) -> None:
    places, keys = pd.factorize(posts["unit_key"])
    single = [exists[key][0] if len(exists.get(key, ())) == 1 else (0, 0) for key in keys]
    span = np.asarray(single, dtype=np.int64).reshape(-1, 2)[places]
    inside = (span[:, 0] <= starts) & (ends <= span[:, 1])
    rows = posts["row"].to_numpy()
    reason = _(
        "unit %s does not exist for the whole of this period: it opens later or closes earlier"
    )
    for place in np.flatnonzero(~inside & (starts < ends)):
        key = keys[places[place]]
        if key not in exists or covers(exists[key], int(starts[place]), int(ends[place])):
            continue
        if rows[place]:
            faults.add(APPOINTMENTS, rows[place], "unit_key", reason % key)
        else:
            recorded = _("cadre %(cadre)s serves in unit %(unit)s outside the new period")
            note = recorded % {"cadre": posts["cadre_key"].iloc[place], "unit": key}
            faults.add("units.csv", 0, "end_on", note)
