"""Saying what is wrong with a condition, in the reader's language, and where."""

from __future__ import annotations

import pytest

from apps.targets.conditions import ConditionError, parse, parse_population
from apps.targets.faults import REASONS, place_words, reason_words
from tests.targets.test_conditions import REFUSED


@pytest.mark.parametrize(("written", "path"), REFUSED)
def test_every_reason_has_its_words(written, path):
    with pytest.raises(ConditionError) as error:
        parse(written)
    assert error.value.template in REASONS
    assert "%(" not in reason_words(error.value)


def test_the_place_is_told_step_by_step():
    with pytest.raises(ConditionError) as error:
        parse_population({"all": [{"is_leadership": True}, {"not": {"gender": "x"}}]})
    steps = place_words(error.value).split(" › ")
    assert (steps[0], steps[2], steps[3]) == ("all", "not", "gender")
    assert "2" in steps[1]
