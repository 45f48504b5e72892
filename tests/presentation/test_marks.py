"""Small marks: what they say, and that they escape what they show."""

from django.utils import translation

from apps.metrics.board import Line
from apps.metrics.score import Score
from apps.presentation import cells, marks

COLUMN = cells.Column(3000, True, "/units/@/targets/young/")


def said(met: int, not_met: int, unknown: int, bp: int) -> tuple[str, str]:
    score = Score.of(met, not_met, unknown, bp)
    with translation.override("en"):
        return marks.persons(score), marks.persons_sentence(score)


def test_persons_short_are_said_by_replacing_and_by_adding() -> None:
    # 15 % of 113 is 16.95, so 17: one is short; (16 + 2) / 115 = 15.65 %, (16 + 1) / 114 = 14.9 %.
    short, sentence = said(16, 97, 0, 1500)
    assert short == '<span class="short">short of 1</span>'
    assert sentence == "Short of <b>1 person</b> (replacing) or <b>2 people</b> (adding)"


def test_where_adding_cannot_help_only_replacing_is_said() -> None:
    assert said(98, 2, 0, 10_000)[1] == "Short of <b>2 people</b>"


def test_what_is_to_spare_or_just_enough_is_said() -> None:
    assert said(20, 80, 0, 1500) == (
        '<span class="spare">5 to spare</span>',
        "<b>5 people</b> to spare",
    )
    assert said(15, 85, 0, 1500)[1] == "Just enough"


def test_an_undetermined_unit_says_how_many_are_unknown() -> None:
    assert said(14, 85, 1, 1500)[0] == '<span class="open">1 unknown</span>'


def test_a_small_unit_shows_its_count_before_its_ratio() -> None:
    small = cells.cell(Score.of(1, 5, 0, 1500), COLUMN, "SNV")
    large = cells.cell(Score.of(1, 6, 0, 1500), COLUMN, "SNV")
    assert small.index("1/6") < small.index("16,7")
    assert large.index("14,3") < large.index("1/7")


def test_a_cell_opens_its_target_in_the_units_name_and_says_its_verdict_in_words() -> None:
    with translation.override("en"):
        drawn = cells.cell(Score.of(16, 97, 0, 1500), COLUMN, "SNV")
    assert 'href="/units/SNV/targets/young/"' in drawn
    assert 'aria-label="Not met"' in drawn
    # 14.159 % of a scale to 30 % is 47.2 %; the threshold stands in the middle.
    assert '<rect class="v" width="47.2%"/>' in drawn
    assert '<rect class="t" x="50%"/>' in drawn


def test_a_cell_without_anybody_says_so() -> None:
    with translation.override("en"):
        assert "Nobody to count" in cells.cell(Score.of(0, 0, 0, 1500), COLUMN, "SNV")


def test_names_are_escaped() -> None:
    line = Line("K", '<img src="x">', "division", "", (Score.of(1, 0, 0, 1500),))
    assert "&lt;img" in cells.row(line, [COLUMN], "/units/@/")
    assert "<img" not in cells.row(line, [COLUMN], "/units/@/")


def test_a_scale_begins_at_nothing_and_holds_its_largest_value() -> None:
    assert marks.scale_for([Score.of(10, 90, 0, 1500)]) == 3000
    assert marks.scale_for([Score.of(10, 90, 0, 1500), Score.of(40, 60, 0, 1500)]) == 4500
    assert marks.scale_for([Score.of(1, 0, 0, 1500)]) == 10_000


def test_a_sparkline_needs_two_figures() -> None:
    assert marks.sparkline([14.2], 15) == ""
    assert "<polyline" in marks.sparkline([14.2, None, 14.9], 15)
