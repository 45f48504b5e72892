"""The figure of a trend: a valid figure for Plotly, cut where units were reorganised."""

from datetime import date, timedelta

import plotly.graph_objects as go

from apps.metrics.trends.series import Trend
from apps.presentation.charts import trend_figure

START = date(2025, 1, 1)
DUE = date(2025, 12, 31)


def trend(days: int = 10, breaks: list[date] | None = None) -> Trend:
    counts = [(i, 10 - i, 0, 5000) for i in range(days)]
    return Trend([START + timedelta(days=i) for i in range(days)], list(counts), breaks or [])


def figure(found: Trend) -> dict:
    return trend_figure(found, due_on=DUE, day=found.days[-1], is_today=True)


def lines(drawn: dict) -> list[dict]:
    return [trace for trace in drawn["data"] if trace.get("hovertemplate")]


def test_plotly_accepts_the_figure() -> None:
    drawn = figure(trend(breaks=[START + timedelta(days=4)]))
    assert len(go.Figure(drawn).data) == 4


def test_a_reorganisation_cuts_the_line_and_greys_what_is_before() -> None:
    older, newer = lines(figure(trend(breaks=[START + timedelta(days=4)])))
    assert (len(older["x"]), len(newer["x"])) == (4, 6)
    assert older["line"]["color"] != newer["line"]["color"]


def test_without_a_reorganisation_there_is_one_line() -> None:
    assert len(lines(figure(trend()))) == 1


def test_a_point_says_the_exact_figure_with_its_parts() -> None:
    # 4 of 10 after four days.
    assert lines(figure(trend()))[0]["text"][4] == "40,0\u00a0% (4/10)"


def test_a_day_without_population_leaves_a_gap() -> None:
    found = trend(3)
    found.counts[1] = (0, 0, 0, 5000)
    assert lines(figure(found))[0]["y"] == [0.0, None, 20.0]


def test_the_axis_reaches_the_due_date_and_nothing_is_drawn_after_the_last_figure() -> None:
    drawn = figure(trend())
    assert drawn["layout"]["xaxis"]["range"][1] > DUE.isoformat()
    assert max(lines(drawn)[0]["x"]) == "2025-01-10"


def test_unknown_records_are_a_whisker_on_the_last_figure() -> None:
    found = trend(2)
    found.counts[1] = (5, 3, 2, 5000)
    end = next(trace for trace in figure(found)["data"] if "error_y" in trace)
    # Two of ten.
    assert end["error_y"]["array"] == [20.0]
    assert end["error_y"]["visible"]


def test_words_carry_no_markup_for_plotly_to_turn_into_inline_style() -> None:
    drawn = figure(trend(breaks=[START + timedelta(days=4)]))
    words = [note["text"] for note in drawn["layout"]["annotations"]]
    assert len(words) == 5
    assert not any("<" in word for word in words)


def test_a_series_without_figures_is_an_empty_chart() -> None:
    drawn = trend_figure(Trend([], [], []), due_on=DUE, day=START, is_today=False)
    assert len(go.Figure(drawn).data) == 1
