"""Tables of scores: cells that print what the screens print and hold exact values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.metrics.core.verdict import WHOLE, Verdict
from apps.metrics.progress import Aim, Line, Progress
from apps.metrics.score import Score
from apps.presentation import numbers
from apps.reports.builders import said
from apps.reports.document import Cell, Column, HeadCell, Row, Table, Value

SHAPES = {
    Verdict.MET: "\u25cf",
    Verdict.NOT_MET: "\u25b3",
    Verdict.UNDETERMINED: "\u25d0",
    Verdict.NO_POPULATION: "\u2013",
}


def targets_table(found: Progress) -> Table:
    """Return the table of targets: a row each, with the earlier day beside the present one."""
    rows = [
        Row(
            (
                _whole(place),
                Cell(said.named(aim)),
                _threshold(aim.now),
                _of_all(aim.now),
                _whole(aim.now.not_met),
                _whole(aim.now.unknown),
                _ratio(aim.now),
                _verdict(aim.now),
                _gap(aim.now),
                _earlier(aim),
            )
        )
        for place, aim in enumerate(found.aims, 1)
    ]
    return Table(
        name=_("Targets"),
        caption=_("Table 1. Progress of the targets"),
        measure=_("Unit: people"),
        columns=(
            Column(6, "centre"),
            Column(38),
            Column(13, "centre"),
            Column(18, "centre", (_("Met"), _("All"))),
            Column(11, "centre"),
            Column(11, "centre"),
            Column(18, "centre", (_("Ratio from"), _("Ratio to"))),
            Column(17, "centre"),
            Column(22, "centre", (_("Short, replacing"), _("Short, adding"), _("To spare"))),
            Column(18, "centre", (_("Met before"), _("All before"), _("Change in points"))),
        ),
        head=(
            (
                HeadCell(_("No.")),
                HeadCell(_("Target")),
                HeadCell(_("Threshold")),
                HeadCell(_("Met / all")),
                HeadCell(_("Not met")),
                HeadCell(_("Unknown")),
                HeadCell(_("Ratio")),
                HeadCell(_("Verdict")),
                HeadCell(_("People short or to spare")),
                HeadCell(_("Before (change)")),
            ),
        ),
        rows=tuple(rows),
        note=key_note(),
        size="small",
    )


def key_note() -> str:
    """Say what the shapes and ranges in the tables mean."""
    return _(
        "● met; △ not met; ◐ undetermined. A ratio is a range while records are unknown."
        " People short are counted as if every unknown person did not meet the condition."
    )


def units_table(found: Progress, aim: Aim, place: int, lines: Sequence[Line], roman: str) -> Table:
    """Return how the units below stand on one target, those that are shortest of people first."""
    scored = sorted(((line, line.scores[place]) for line in lines), key=lambda pair: pair[1].rank)
    rows = [
        Row((_whole(number), Cell(line.name), *_score_cells(score)))
        for number, (line, score) in enumerate(scored, 1)
    ]
    own = _left_over(aim.now, [score for _line, score in scored])
    if own.population:
        rows.append(Row((Cell(""), Cell(_("People of the unit itself")), *_score_cells(own))))
    rows.append(Row((Cell(""), Cell(_("Total")), *_score_cells(aim.now)), "total"))
    return Table(
        name=f"{roman} {aim.version.target.code}",
        caption=_("%(name)s (threshold %(threshold)s)")
        % {"name": said.named(aim), "threshold": numbers.threshold(aim.now.threshold_bp)},
        measure=_("Unit: people"),
        columns=(
            Column(8, "centre"),
            Column(52),
            Column(12, "right"),
            Column(12, "right"),
            Column(13, "right"),
            Column(13, "right"),
            Column(22, "centre", (_("Ratio from"), _("Ratio to"))),
            Column(24, "centre"),
            Column(14, "right"),
            Column(12, "right"),
            Column(12, "right"),
        ),
        head=(
            (
                HeadCell(_("No."), down=2),
                HeadCell(_("Unit"), down=2),
                HeadCell(_("All"), down=2),
                HeadCell(_("Met"), down=2),
                HeadCell(_("Not met"), down=2),
                HeadCell(_("Unknown"), down=2),
                HeadCell(_("Ratio"), down=2),
                HeadCell(_("Verdict"), down=2),
                HeadCell(_("People short"), across=2),
                HeadCell(_("To spare"), down=2),
            ),
            (HeadCell(_("replacing")), HeadCell(_("adding"))),
        ),
        rows=tuple(rows),
        size="small",
    )


def summary_table(found: Progress, lines: Sequence[Line]) -> Table:
    """Return every unit below with its verdict on each target, those shortest of people first."""
    ordered = sorted(lines, key=lambda line: -line.short)
    rows = [
        Row(
            (
                _whole(number),
                Cell(line.name),
                *(_verdict_and_gap(score) for score in line.scores),
                _whole(line.short),
            )
        )
        for number, line in enumerate(ordered, 1)
    ]
    width = 90 / max(1, len(found.aims))
    return Table(
        name=_("All targets"),
        measure=_("Unit: people"),
        columns=(
            Column(8, "centre"),
            Column(50),
            *(Column(width, "centre") for _aim in found.aims),
            Column(14, "right"),
        ),
        head=(
            (
                HeadCell(_("No.")),
                HeadCell(_("Unit")),
                *(HeadCell(said.named(aim)) for aim in found.aims),
                HeadCell(_("Short in all")),
            ),
        ),
        rows=tuple(rows),
        note=key_note(),
        size="small",
    )


def _left_over(total: Score, parts: Iterable[Score]) -> Score:
    """Return the people of the unit itself: the total without the units below."""
    met, not_met, unknown = total.met, total.not_met, total.unknown
    for part in parts:
        met, not_met, unknown = met - part.met, not_met - part.not_met, unknown - part.unknown
    return Score.of(met, not_met, unknown, total.threshold_bp)


def _score_cells(score: Score) -> tuple[Cell, ...]:
    return (
        _whole(score.population),
        _whole(score.met),
        _whole(score.not_met),
        _whole(score.unknown),
        _ratio(score),
        _verdict(score),
        _people(score.gap_replace),
        _people(score.gap_add),
        _people(score.slack),
    )


def _people(number: int | None) -> Cell:
    return Cell(numbers.whole(number), (number,)) if number else Cell("", (number,))


def _whole(number: int) -> Cell:
    return Cell(numbers.whole(number), (number,))


def _threshold(score: Score) -> Cell:
    sign = "" if score.threshold_bp == WHOLE else "\u2265\u00a0"
    text = f"{sign}{numbers.threshold(score.threshold_bp)}"
    return Cell(text, (Fraction(score.threshold_bp, WHOLE),))


def _of_all(score: Score) -> Cell:
    return Cell(numbers.parts(score.met, score.population), (score.met, score.population))


def _ratio(score: Score) -> Cell:
    if not score.population:
        return Cell("\u2013", (None, None))
    low = Fraction(score.met, score.population)
    return Cell(said.ratio(score), (low, Fraction(score.met + score.unknown, score.population)))


def _verdict(score: Score) -> Cell:
    return Cell(f"{SHAPES[score.verdict]} {said.verdict(score)}", is_bold=True)


def _verdict_and_gap(score: Score) -> Cell:
    short = score.gap_replace or 0
    text = f"{SHAPES[score.verdict]} {numbers.whole(short)}" if short else SHAPES[score.verdict]
    return Cell(text)


def _gap(score: Score) -> Cell:
    values: tuple[Value, ...] = (score.gap_replace, score.gap_add, score.slack)
    return Cell(said.gap(score), values if score.population else (None, None, None))


def _earlier(aim: Aim) -> Cell:
    before = aim.before
    if before is None or not before.population:
        return Cell("\u2013", (None, None, None))
    points = said.points(aim)
    change = None
    if aim.now.population:
        change = Fraction(said.tenths(aim.now) - said.tenths(before), 10)
    ratio = numbers.percent(before.met, before.population, before.threshold_bp)
    # In points of a hundred, not a share of one: as text, so that nobody reads it as a ratio.
    return Cell(
        f"{ratio} ({points})",
        (before.met, before.population, points if change is not None else None),
    )
