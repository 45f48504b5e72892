"""The panels of a unit's dashboard, ready to be shown, from one run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.dashboards.table import Table, table
from apps.metrics.ahead.foresight import warnings
from apps.metrics.board import Board, Card, scoreboard
from apps.metrics.core.verdict import Verdict
from apps.metrics.shown import reach
from apps.presentation import marks, people
from apps.presentation.cells import signs
from apps.presentation.kept import kept
from apps.presentation.scene import Scene
from apps.targets.conditions import AgeBelow, leaves
from apps.targets.models import TargetVersion

# So many verdicts about to be lost are shown at once, and so many at all.
_SOONEST, _LISTED = 8, 100


def board_html(scene: Scene) -> SafeString:
    """Return everything below the head of the page."""
    return _kept(scene, "board", lambda: render_to_string("dashboards/_board.html", _board(scene)))


def rows_html(scene: Scene, offset: int) -> SafeString:
    """Return further rows of the table of units."""
    return _kept(
        scene,
        f"rows{offset}",
        lambda: render_to_string("dashboards/_rows.html", {"table": _further(scene, offset)}),
    )


def _kept(scene: Scene, part: str, make: Callable[[], str]) -> SafeString:
    versions = [
        (v.pk, v.name, v.name_en, v.threshold_bp, v.due_on, v.target.code) for v in scene.versions
    ]
    depends_on = (
        scene.run.pk,
        scene.run.computed_at,
        scene.unit.pk,
        scene.name,
        scene.filters,
        scene.may_take_out,
        reach(scene.user),
        scene.run.foreseen,  # type: ignore[attr-defined]
        scene.plan_before and scene.plan_before.code,
        versions,
    )
    return mark_safe(kept(part, depends_on, make))


def _read(scene: Scene) -> Board:
    return scoreboard(scene.user, scene.run, scene.unit, scene.name, scene.versions)


def _chosen(scene: Scene) -> int:
    return scene.versions.index(scene.target) if scene.target else 0


def _further(scene: Scene, offset: int) -> Table:
    return table(scene, _read(scene), _chosen(scene), offset)


def _board(scene: Scene) -> dict[str, Any]:
    board, chosen = _read(scene), _chosen(scene)
    context: dict[str, Any] = {"scene": scene, "board": board, "signs": signs()}
    if not board.cards:
        return context
    profile = board.profile
    coming = warnings(scene.user, scene.run, scene.unit, [v.pk for v in scene.versions])
    has_people = bool(profile) and sum(profile) > 0
    return context | {
        "cards": [_card(scene, card) for card in board.cards],
        "summary": _summary(board),
        "chosen": scene.target,
        "chosen_card": _card_of(scene, board),
        "series": _of_target(scene, "series"),
        "figures": _of_target(scene, "unit_figures"),
        "earlier": _earlier(scene),
        "legend": _legend(board),
        "table": table(scene, board, chosen) if board.lines else None,
        "pyramid": people.pyramid(profile, _age_that_counts(scene)) if has_people else None,
        "levels": people.level_charts(scene.name, profile, board.profiles) if has_people else (),
        "coming": {
            "soonest": coming[:_SOONEST],
            "rest": coming[_SOONEST:_LISTED],
            "later": max(0, len(coming) - _SOONEST),
            "beyond": max(0, len(coming) - _LISTED),
        },
        "completeness": people.completeness(profile) if has_people else (),
    }


def _card(scene: Scene, card: Card) -> dict[str, Any]:
    points = card.year
    code = card.version.target.code
    scores = [point.score for point in points]
    ratios = [100 * s.met / s.population if s.population else None for s in scores]
    return {
        "version": card.version,
        "score": card.score,
        "first": points[0] if len(points) > 1 else None,
        "spark": marks.sparkline(ratios, card.score.threshold_bp / 100),
        "due": card.due,
        "scale": marks.scale_for([card.score]),
        "href": reverse("target", args=[scene.unit.key, code]) + scene.query,
        "choose": scene.filters.but(target=code).query(),
        "is_chosen": card.version == scene.target,
    }


def _card_of(scene: Scene, board: Board) -> Card | None:
    return next((card for card in board.cards if card.version == scene.target), None)


def _of_target(scene: Scene, name: str) -> str:
    """Return an address that names plan, target and day in full: it is asked for by itself."""
    version: TargetVersion = scene.target  # type: ignore[assignment]
    query = {"plan": version.target.plan.code, "target": version.target.code}
    return scene.link(name, scene.unit.key, day=scene.day, **query)


def _earlier(scene: Scene) -> dict[str, str] | None:
    """Return the plan that had the chosen target before this one, with its address."""
    before, version = scene.plan_before, scene.target
    if not before or not version:
        return None
    asked = scene.filters.but(plan=before.code, target=version.target.code)
    return {"plan": before.code, "href": asked.query()}


def _summary(board: Board) -> list[tuple[str, int]]:
    """Return how many targets have each verdict, those that nobody has left out."""
    verdicts = [card.score.verdict for card in board.cards]
    return [(str(verdict), verdicts.count(verdict)) for verdict in Verdict if verdict in verdicts]


def _legend(board: Board) -> tuple[str, ...]:
    """Return the verdicts that the table can have."""
    nobody = Verdict.TOO_FEW if board.in_fives else Verdict.NO_POPULATION
    return tuple(map(str, (Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED, nobody)))


def _age_that_counts(scene: Scene) -> int | None:
    """Return the age below which the chosen target, or else any of the plan, counts people."""
    ordered = sorted(scene.versions, key=lambda version: version != scene.target)
    ages = [
        leaf.years
        for version in ordered
        for leaf in leaves(version.what())
        if isinstance(leaf, AgeBelow)
    ]
    return ages[0] if ages else None
