"""Row 8: who sees counts only cannot prove how many people a small group has.

The attack is tried on plain rounding and on plain suppression first, where it succeeds: a check
that cannot fail shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from apps.metrics.core.disclosure import blurred, in_fives, protected
from apps.metrics.core.tally import roll_up
from tests.metrics.attacker import SMALL, Attacker, Seen

SEED = 177
Showing = Callable[[np.ndarray, np.ndarray, pd.DataFrame], Seen]


def a_city(rng: np.random.Generator, units: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return a tree of small units under larger ones, and who is in each, apart from those below:
    met, not met and unknown of two targets for the same population, and of one for a part of it.
    """
    # Three below each, so that there are many small families.
    parents = [0, *(1 + (row - 1) // 3 for row in range(1, units))]
    tree = pd.DataFrame({"unit_id": range(1, units + 1), "parent_id": parents})
    # Many at the edges of a five, where sums give parts away; offices without posts of their own.
    population = rng.choice([0, 0, 2, 2, 3, 7, 8, 20], units)
    found = []
    for people in (population, population, rng.integers(0, population + 1)):
        met = rng.binomial(people, rng.choice([0.1, 0.4, 0.9]))
        unknown = rng.binomial(people - met, 0.1)
        found.append(np.stack([people, met, unknown], axis=1))
    return tree, np.concatenate(found, axis=1)


def ours(own: np.ndarray, total: np.ndarray, tree: pd.DataFrame) -> Seen:
    alone, summed = protected(own, total, tree)
    return Seen(alone.low, alone.high, summed.low, summed.high)


def nearest(own: np.ndarray, total: np.ndarray, _tree: pd.DataFrame) -> Seen:
    return Seen.nearest(own, total)


def hidden(own: np.ndarray, total: np.ndarray, _tree: pd.DataFrame) -> Seen:
    return Seen.hidden(own, total)


def attacked(showing: Showing, *, cities: int, units: int = 120) -> tuple[int, int]:
    """Attack some cities; return how many small groups were proven, and how many of them wrongly.

    Known are the tree, that met and unknown people are of the population, and that two targets have
    one population.
    """
    rng = np.random.default_rng(SEED)
    proven = wrong = 0
    for _city in range(cities):
        tree, own = a_city(rng, units)
        total = roll_up(own, tree)
        seen = showing(own, total, tree)
        attacker, truth = Attacker(), {}
        places = []
        rows = (tree["parent_id"] - 1).tolist()
        for column in range(own.shape[1]):
            part = Seen(*(ends[:, column] for ends in vars(seen).values()))
            both = part.taken_in(attacker, rows)
            places.append(both)
            for at, counts in zip(both, (own, total), strict=True):
                truth.update(zip(at, counts[:, column].tolist(), strict=True))
        for kind in (0, 1):
            for target in (0, 3, 6):
                population, met, unknown = (places[target + i][kind] for i in range(3))
                for cells in zip(population, met, unknown, strict=True):
                    attacker.knows_at_most(*cells)
            for a, b in zip(places[0][kind], places[3][kind], strict=True):
                attacker.knows_sum(a, b)
        attacker.reasons()
        found = attacker.proven()
        proven += sum(place in truth for place in found)
        wrong += sum(truth.get(place, count) != count for place, count in found.items())
    return proven, wrong


@pytest.mark.parametrize("showing", [nearest, hidden])
def test_plain_rounding_and_plain_suppression_give_small_groups_away(showing: Showing) -> None:
    proven, wrong = attacked(showing, cities=4)
    assert proven > 0
    assert wrong == 0


def test_no_small_group_of_a_tree_is_proven() -> None:
    assert attacked(ours, cities=12) == (0, 0)


def test_every_count_of_a_city_keeps_three_values_whatever_else_is_shown() -> None:
    tree, own = a_city(np.random.default_rng(SEED), 700)
    seen = ours(own, roll_up(own, tree), tree)
    rows = (tree["parent_id"] - 1).tolist()
    for column in range(own.shape[1]):
        attacker = Attacker()
        part = Seen(*(ends[:, column] for ends in vars(seen).values()))
        part.taken_in(attacker, rows)
        attacker.reasons()
        room = np.array(attacker.high) - np.array(attacker.low) + 1
        assert room.min() >= 3


def test_two_days_and_two_units_differ_by_nothing_that_is_proven() -> None:
    rng = np.random.default_rng(SEED)
    tree, before = a_city(rng, 120)
    after = before + rng.integers(0, 2, before.shape)
    attacker, days = Attacker(), []
    rows = (tree["parent_id"] - 1).tolist()
    for own in (before, after):
        seen = ours(own, roll_up(own, tree), tree)
        part = Seen(*(ends[:, 0] for ends in vars(seen).values()))
        days.append(sum(part.taken_in(attacker, rows), []))
    attacker.reasons()
    across = list(zip(*days, strict=True))
    beside = list(zip(days[0], days[0][1:], strict=False))
    assert attacker.proven_differences(across + beside) == []


# Filters: groups that a reader describes freely. People are numbers; a group is a set of them.


def three_of_a_kind(shown: Callable[[np.ndarray], int], groups: list[np.ndarray]) -> list[int]:
    """Of three groups apart, each pair of which shows nothing and all of which show something, say
    that each is one person: right, if what is shown is the nearest five.
    """
    pairs = [np.concatenate([groups[i], groups[j]]) for i, j in ((0, 1), (0, 2), (1, 2))]
    if shown(np.concatenate(groups)) > 0 and all(shown(pair) == 0 for pair in pairs):
        return [len(group) for group in groups]
    return []


def some_groups(rng: np.random.Generator, number: int) -> list[np.ndarray]:
    people = rng.permutation(2000)
    return np.split(people[:20], np.cumsum(rng.integers(1, 4, number)))[:number]


def test_three_groups_give_themselves_away_in_plain_fives() -> None:
    rng = np.random.default_rng(SEED)
    said = []
    for _try in range(10_000):
        said += three_of_a_kind(
            lambda group: int(in_fives(np.array(len(group)))), some_groups(rng, 3)
        )
    assert len(said) > 100
    assert set(said) == {1}


def test_ten_thousand_filters_and_their_unions_prove_nothing() -> None:
    rng = np.random.default_rng(SEED)
    asked, said = 0, []

    def shown(group: np.ndarray) -> int:
        nonlocal asked
        asked += 1
        found = blurred(group, f"question {asked}", b"secret")
        # As it is written on the page: under ten is under ten.
        return found if found >= 10 else 0

    for _try in range(6_000):
        said += three_of_a_kind(shown, some_groups(rng, 3))
    assert asked > 10_000
    # What held for plain fives is now wrong as often as a guess is: one of three sizes.
    assert len(said) > 100
    assert abs(np.mean(np.array(said) == 1) - 1 / 3) < 0.1


def test_pairs_of_filters_that_differ_by_a_few_do_not_tell_by_how_many() -> None:
    rng = np.random.default_rng(SEED)
    right = 0
    for number in range(3_000):
        few = int(rng.integers(SMALL.start, SMALL.stop))
        base = rng.permutation(2000)[: int(rng.integers(50, 400))]
        with_them = blurred(base, f"with {number}", b"secret")
        without = blurred(base[few:], f"without {number}", b"secret")
        # The likeliest difference among one to four.
        right += min(max(with_them - without, 1), 4) == few
    # A guess is right one time in four.
    assert right / 3_000 < 0.3


def test_a_working_day_of_questions_about_one_group_hardly_tells_its_size() -> None:
    rng = np.random.default_rng(SEED)
    right = 0
    for number in range(60):
        few = int(rng.integers(SMALL.start, SMALL.stop))
        sums = 0
        # Of 120 questions a day half ask with the group, half without.
        for pair in range(60):
            base = rng.permutation(2000)[:300]
            sums += blurred(base, f"{number} {pair} with", b"secret")
            sums -= blurred(base[few:], f"{number} {pair} without", b"secret")
        right += min(max(round(sums / 60), 1), 4) == few
    assert right < 30
