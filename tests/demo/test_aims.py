"""The curves that the made-up city follows."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.cadres.columns import day_number
from apps.demo.aims import NEVER, day_of, nudge_births, quantiles, share

DUE = day_number(date(2025, 12, 31))


def test_at_the_due_day_women_and_degrees_are_above_and_the_others_below_their_thresholds():
    assert share("female", DUE) > 0.15
    assert share("postgraduate", DUE) > 0.40
    assert share("young", DUE) < 0.15
    assert share("qualified", DUE) < 1
    assert share("trained", DUE) < 1


@given(st.integers(day_number(date(2020, 1, 1)), day_number(date(2030, 12, 30))))
def test_a_curve_never_falls(day):
    for name in ("young", "female", "postgraduate", "qualified", "trained", "trained_again"):
        assert share(name, day) <= share(name, day + 1)


@given(st.floats(0.18, 0.97))
def test_the_day_of_a_quantile_is_the_day_on_which_the_curve_reaches_it(quantile):
    day = int(day_of("trained", np.array([quantile]))[0])
    assert share("trained", day) <= quantile <= share("trained", day + 1)


def test_beyond_the_curve_a_quantile_is_never_reached():
    assert day_of("trained", np.array([0.9995])).tolist() == [NEVER]


def test_quantiles_are_spread_evenly_over_the_members():
    # Members score 1 and 3: they stand at 1/4 and 3/4; who scores 2 stands with the second.
    ranks = quantiles(np.array([3.0, 2.0, 1.0]), np.array([0, 2]))
    assert ranks.tolist() == [0.75, 0.75, 0.25]


@given(st.lists(st.integers(-4000, 4000), min_size=1, max_size=30), st.data())
def test_exactly_so_many_are_under_forty_after_a_nudge(offsets, data):
    # Born so many days after the line; above 0 is under 40.
    born = np.array(offsets) + DUE - 14_610
    wanted = data.draw(st.integers(0, len(offsets)))
    nudged = nudge_births(born, np.arange(len(born)), day=DUE, young=wanted)
    assert int((nudged > DUE - 14_610).sum()) == wanted
    moved = int((nudged != born).sum())
    assert moved == abs(wanted - int((born > DUE - 14_610).sum()))
