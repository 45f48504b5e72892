"""Made-up full names, with the keys by which they are found and sorted."""

from __future__ import annotations

import json

import numpy as np

from apps.common.text import search_key, sort_key
from apps.demo.structure import DATA
from apps.demo.world import FEMALE, MALE


class Namer:
    """Draws names; each different one is prepared once."""

    def __init__(self) -> None:
        parts = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
        self.families = list(parts["families"])
        weights = np.array(list(parts["families"].values()), dtype=float)
        self.weights = weights / weights.sum()
        self.rests = {
            FEMALE: _middle_and_given(parts, "female"),
            MALE: _middle_and_given(parts, "male"),
        }
        self.known: dict[tuple[int, int, int], str] = {}

    def names(self, gender: np.ndarray, rng: np.random.Generator) -> list[str]:
        """Return for each person the name and its two keys, separated by tabs."""
        family = rng.choice(len(self.families), len(gender), p=self.weights)
        sizes = np.array([1, len(self.rests[FEMALE]), len(self.rests[MALE])])[gender]
        rest = (rng.random(len(gender)) * sizes).astype(np.int64)
        rows = zip(gender.tolist(), family.tolist(), rest.tolist(), strict=True)
        return [self.known.get(row) or self._prepare(row) for row in rows]

    def _prepare(self, row: tuple[int, int, int]) -> str:
        gender, family, rest = row
        name = f"{self.families[family]} {self.rests[gender][rest]}"
        prepared = self.known[row] = f"{name}\t{search_key(name)}\t{sort_key(name)}"
        return prepared


def _middle_and_given(parts: dict[str, dict[str, list[str]]], gender: str) -> list[str]:
    """Pairs of a middle and a given name: common ones more often than those of the long list."""
    common = [
        f"{middle} {given}"
        for middle in parts["middles"][gender]
        for given in parts["given"][gender]
        if middle.split()[-1] != given
    ]
    return common * 2 + parts["pairs"][gender]
