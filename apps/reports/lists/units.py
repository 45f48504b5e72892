"""The table of the units below one, with every count behind what the screen shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.metrics.board import Board, Line, scoreboard
from apps.metrics.score import Score
from apps.metrics.who import COUNTED
from apps.presentation import labels, numbers
from apps.presentation.lists.units import shown_lines
from apps.presentation.scene import Scene
from apps.reports.lists.content import Content, Question, said
from apps.reports.lists.places import scene_for_export
from apps.reports.renderers.lists import ListColumn, ListRow, ListValue, Share

_OF_A_TARGET = 9


def unit_content(user: User, question: Question, today: date) -> Content:
    """Return the units below one as the screen lists them: filtered, and in its order."""
    scene = scene_for_export(user, question, today)
    board = scoreboard(user, scene.run, scene.unit, scene.name, scene.versions)
    chosen = scene.versions.index(scene.target) if scene.target else 0
    lines = shown_lines(board.lines, scene.filters, chosen)
    return Content(
        title=_("Units below %(unit)s") % {"unit": scene.name},
        day=scene.day,
        about=_about(scene),
        columns=_columns(scene),
        count=len(lines) + 1 + bool(board.own),
        rows=_rows(board, lines),
        entry={
            "kind": "units",
            "key": scene.unit.key,
            "detail": {
                "day": scene.day.isoformat(),
                "plan": scene.plan.code if scene.plan else "",
                "asked": _asked(scene),
            },
        },
        covers=[scene.unit.pk],
    )


def _asked(scene: Scene) -> dict[str, str]:
    filters = scene.filters
    asked = {"show": filters.show, "unmet": "1" if filters.unmet else "", "order": filters.sort}
    return {name: value for name, value in asked.items() if value}


def _about(scene: Scene) -> tuple[str, ...]:
    filters, chips = scene.filters, []
    if filters.show in labels.UNIT_KINDS_MANY:
        chips.append(str(labels.UNIT_KINDS_MANY[filters.show]))
    if filters.unmet:
        chips.append(_("Only not met"))
    return (
        said(_("Unit"), scene.name),
        said(_("Figures of"), numbers.day(scene.day)),
        said(_("Plan"), scene.plan.code if scene.plan else numbers.DASH),
        said(_("Targets"), "; ".join(labels.target_name(version) for version in scene.versions)),
        said(_("Filters"), "; ".join(chips) or _("none")),
    )


def _columns(scene: Scene) -> tuple[ListColumn, ...]:
    columns = [
        ListColumn(_("Unit"), width=40),
        ListColumn(_("Key"), width=14),
        ListColumn(_("Kind"), width=20),
    ]
    for version in scene.versions:
        name = labels.target_name(version)
        columns += [
            ListColumn(f"{name}: {word}", kind, 15)  # type: ignore[arg-type]
            for word, kind in (
                (_("people counted"), "whole"),
                *((str(labels.COUNTS[name].word).lower(), "whole") for name in COUNTED),
                (_("ratio"), "ratio"),
                (_("verdict"), "text"),
                (_("short, replacing"), "whole"),
                (_("short, adding"), "whole"),
                (_("to spare"), "whole"),
            )
        ]
    return (
        *columns,
        ListColumn(_("Targets not met"), "whole", 12),
        ListColumn(_("Targets with somebody to count"), "whole", 14),
    )


def _rows(board: Board, lines: Sequence[Line]) -> Iterator[ListRow]:
    yield _row(board.total, _("All of the unit"))
    if board.own:
        yield _row(board.own, _("The unit's own posts"))
    for line in lines:
        yield _row(line, line.name)


def _row(line: Line, name: str) -> ListRow:
    cells = [cell for score in line.scores for cell in _cells(score)]
    kind = labels.word(line.kind, "UNIT_KINDS")
    return (name, line.key, kind, *cells, line.not_met, line.counted)


def _cells(score: Score | None) -> tuple[ListValue, ...]:
    if score is None:
        return (None,) * _OF_A_TARGET
    ratio = None
    if score.population:
        text = numbers.percent(score.met, score.population, score.threshold_bp)
        ratio = Share(Fraction(score.met, score.population), text)
    return (
        score.population,
        score.met,
        score.not_met,
        score.unknown,
        ratio,
        str(labels.VERDICTS[score.verdict].word),
        score.gap_replace,
        score.gap_add,
        score.slack,
    )
