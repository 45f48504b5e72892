"""Made-up full names, with the keys by which they are found and sorted."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from apps.common.text import search_key, sort_key
from apps.demo.careers import FEMALE
from apps.demo.structure import DATA


@dataclass(frozen=True)
class Names:
    """Full names and their keys, one of each a person."""

    full: list[str]
    search: list[str]
    sort: list[str]


def names(gender: np.ndarray, rng: np.random.Generator) -> Names:
    """Return a plausible name for each person."""
    parts = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    families = list(parts["families"])
    weights = np.array(list(parts["families"].values()), dtype=float)
    family = rng.choice(len(families), len(gender), p=weights / weights.sum())
    rests = {code: _rests(parts, code) for code in ("female", "male")}
    pick = rng.random(len(gender))
    known: dict[tuple[int, str], tuple[str, str, str]] = {}
    rows = []
    for f, g, r in zip(family.tolist(), gender.tolist(), pick.tolist(), strict=True):
        listed = rests["female" if g == FEMALE else "male"]
        rest = listed[int(r * len(listed))]
        row = known.get((f, rest))
        if row is None:
            name = f"{families[f]} {rest}"
            row = known[f, rest] = (name, search_key(name), sort_key(name))
        rows.append(row)
    full, search, sort = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    )
    return Names(full, search, sort)


def _rests(parts: dict[str, dict[str, list[str]]], gender: str) -> list[str]:
    """Middle and given names: common ones more often than those of the long list."""
    common = [
        f"{middle} {given}"
        for middle in parts["middles"][gender]
        for given in parts["given"][gender]
        if middle.split()[-1] != given
    ]
    return common * 2 + parts["pairs"][gender]
