"""The panels of a dashboard, ready to be shown; rendered once for each run and view.

What is kept holds counts only, never a name of a person, and is kept under the number of the run,
so that nothing has to be thrown away when figures change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache as once
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.dashboards.scene import Scene
from apps.dashboards.table import Table, table
from apps.metrics.board import Board, Card, scoreboard
from apps.metrics.core.verdict import Verdict
from apps.presentation import labels, marks, people
from apps.presentation.cells import signs
from apps.targets.conditions import AgeBelow, leaves
from apps.targets.models import TargetVersion

_A_DAY = 24 * 3600


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
    key = _key(scene, part)
    html = cache.get(key)
    if html is None:
        html = str(make())
        cache.set(key, html, _A_DAY)
    return mark_safe(html)


def _key(scene: Scene, part: str) -> str:
    """Name what the panels depend on: the run, the unit, the words, the filters, the program."""
    versions = [
        (v.pk, v.name, v.name_en, v.threshold_bp, v.due_on, v.target.code) for v in scene.versions
    ]
    said = (
        scene.run.pk,
        scene.unit.pk,
        scene.name,
        scene.filters,
        versions,
        labels.language(),
        _program(),
    )
    return f"{part}-{hashlib.sha256(repr(said).encode()).hexdigest()}"


@once
def _program() -> str:
    """Return a text that differs when another release writes the panels."""
    folders = [Path(apps.get_app_config(name).path) for name in ("dashboards", "presentation")]
    folders += [settings.BASE_DIR / "templates", *map(Path, settings.LOCALE_PATHS)]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return " ".join(str(path.stat().st_mtime_ns) for path in files if path.suffix != ".pyc")


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
    has_people = bool(profile) and sum(profile) > 0
    return context | {
        "cards": [_card(scene, card) for card in board.cards],
        "summary": _summary(board),
        "chosen": scene.target,
        "chosen_card": _card_of(scene, board),
        "series": _series(scene),
        "table": table(scene, board, chosen) if board.lines else None,
        "pyramid": people.pyramid(profile, _age_that_counts(scene)) if has_people else None,
        "levels": people.level_charts(scene.name, profile, board.profiles) if has_people else (),
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


def _series(scene: Scene) -> str:
    version: TargetVersion = scene.target  # type: ignore[assignment]
    query = {"plan": version.target.plan.code, "target": version.target.code}
    return (
        reverse("series", args=[scene.unit.key])
        + scene.filters.but(day=scene.day, sort="", show="", unmet=False, **query).query()
    )


def _summary(board: Board) -> list[tuple[str, int]]:
    """Return how many targets have each verdict, those that nobody has left out."""
    verdicts = [card.score.verdict for card in board.cards]
    return [(str(verdict), verdicts.count(verdict)) for verdict in Verdict if verdict in verdicts]


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
