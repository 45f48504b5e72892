"""Pyramid, level bars and completeness of a profile worked out by hand."""

from django.utils import translation

from apps.metrics.core.profile import BANDS, SIZES, STARTS, WIDTH
from apps.presentation import people


def profile() -> list[int]:
    """Ten people: 3 women under 30, 2 women of 40 to 44, 4 men of 35 to 39, 1 of open age."""
    counts = [0] * WIDTH
    counts[1 * BANDS + 0] = 3
    counts[1 * BANDS + 3] = 2
    counts[2 * BANDS + 2] = 4
    counts[0 * BANDS + BANDS - 1] = 1
    counts[STARTS[1] + 5] = 6  # masters
    counts[STARTS[1] + SIZES[1] - 1] = 4  # degree not known
    counts[STARTS[2] + 2] = 10  # intermediate theory
    return counts


def test_the_pyramid_counts_each_sex_and_says_what_it_does_not_draw() -> None:
    drawn = people.pyramid(profile(), cut=40)
    assert (drawn.female, drawn.male, drawn.total) == (5, 4, 10)
    assert (drawn.without_sex, drawn.without_age) == (1, 1)
    assert [band.female for band in drawn.bands][-1] == 3


def test_the_pyramid_marks_the_age_that_counts_and_who_is_below_it() -> None:
    drawn = people.pyramid(profile(), cut=40)
    # Three women under 30 and four men of 35 to 39.
    assert drawn.below_cut == 7
    assert [band.word for band in drawn.bands if band.begins_counted] == ["35–39"]


def test_an_age_between_two_bands_is_not_marked() -> None:
    assert people.pyramid(profile(), cut=38).cut is None


def test_levels_are_stacked_from_the_highest_with_those_not_known_last() -> None:
    with translation.override("en"):
        degrees, theory = people.level_charts("Sở Nội vụ", profile(), {})
    assert degrees.bars[0].counts == (0, 6, 0, 0, 4)
    assert theory.bars[0].counts == (0, 10, 0, 0, 0)
    assert "100.0" in str(theory.bars[0].bar)


def test_kinds_of_units_have_bars_of_their_own_when_there_are_several() -> None:
    by_kind = {"commune": profile(), "department": profile()}
    with translation.override("en"):
        chart = people.level_charts("City", profile(), by_kind)[0]
    assert [bar.word for bar in chart.bars] == [
        "City",
        "Departments and agencies",
        "Wards and communes",
    ]


def test_completeness_counts_what_is_missing_the_worst_first() -> None:
    with translation.override("en"):
        facts = people.completeness(profile())
    assert [(fact.missing, fact.recorded) for fact in facts] == [(4, 6), (1, 9), (1, 9), (0, 10)]


def test_a_fact_that_one_record_lacks_never_reads_as_complete() -> None:
    counts = [0] * WIDTH
    counts[BANDS] = 9999
    counts[BANDS - 1 + BANDS] = 1
    counts[STARTS[1] + 5] = 10_000
    with translation.override("en"):
        worst = people.completeness(counts)[0]
    assert worst.ratio == "99.99\u00a0%"
