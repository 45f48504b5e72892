"""Publishing the figures of a day."""

import pytest

from apps.metrics.core.verdict import judge
from apps.metrics.models import Result

# met, not met, unknown with everything below; the same alone: see tests/world.py.
FIGURES = {
    "TINH": [((6, 5, 1), (1, 1, 0)), ((3, 2, 0), (0, 1, 0)), ((6, 4, 2), (1, 1, 0)), ((4, 1, 1), (0, 0, 0))],
    "SNV": [((2, 2, 1), (1, 1, 0)), ((1, 1, 0), (1, 0, 0)), ((2, 2, 1), (2, 0, 0)), ((2, 0, 1), (0, 0, 1))],
    "PTC": [((1, 1, 1),) * 2, ((0, 1, 0),) * 2, ((0, 2, 1),) * 2, ((2, 0, 0),) * 2],
    "SYT": [((3, 2, 0), (1, 1, 0)), ((2, 0, 0), (1, 0, 0)), ((3, 1, 1), (2, 0, 0)), ((2, 1, 0), (1, 0, 0))],
    "PNV": [((2, 1, 0),) * 2, ((1, 0, 0),) * 2, ((1, 1, 1),) * 2, ((1, 1, 0),) * 2],
    "PKH": [((0, 0, 0),) * 2] * 4,
}  # fmt: skip
# The verdict, and the people to be changed.
VERDICTS = {
    "TINH": [("met", 0), ("met", 0), ("not_met", 6), ("not_met", 2)],
    "SNV": [("undetermined", 1), ("not_met", 1), ("not_met", 3), ("undetermined", 1)],
    "SYT": [("met", 0), ("met", 0), ("not_met", 2), ("not_met", 1)],
    "PTC": [("undetermined", 1), ("not_met", 1), ("not_met", 3), ("met", 0)],
    "PNV": [("met", 0), ("met", 0), ("not_met", 2), ("not_met", 1)],
    "PKH": [("no_population", None)] * 4,
}


@pytest.mark.parametrize("key", FIGURES)
@pytest.mark.parametrize("place", range(4), ids=["young", "women", "trained", "qualified"])
def test_the_figures_of_the_world_are_those_worked_by_hand(published, key, place):
    row = Result.objects.at(published.run).get(
        unit=published.units[key], version=published.targets[place]
    )
    below, own = FIGURES[key][place]
    assert (row.met, row.not_met, row.unknown) == below
    assert (row.own_met, row.own_not_met, row.own_unknown) == own
    said = judge(
        met=row.met, not_met=row.not_met, unknown=row.unknown, threshold_bp=row.threshold_bp
    )
    assert (said.verdict, said.gap_replace) == VERDICTS[key][place]


def test_a_closed_unit_has_no_figures(published):
    assert not Result.objects.at(published.run).filter(unit=published.closed).exists()
