"""The table of the units below: which rows, in which order, how many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.metrics.board import Board, Line
from apps.presentation import labels, marks, numbers
from apps.presentation.cells import Column, row
from apps.presentation.lists.units import shown_lines
from apps.presentation.scene import Scene

FIRST, PAGE = 20, 60


@dataclass(frozen=True)
class Chip:
    """A filter over the rows, with how many it leaves."""

    word: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True)
class Head:
    """The head of a target's column."""

    name: str
    threshold: str
    scale: str
    href: str
    order: str  # "descending", "ascending" or nothing


@dataclass(frozen=True)
class Table:
    """What the table shows."""

    heads: tuple[Head, ...]
    chips: tuple[Chip, ...]
    rows: SafeString
    shown: int
    found: int
    all_units: int
    not_met_somewhere: int
    more: str
    name_href: str
    tally_href: str
    sort: str
    downloads: tuple[tuple[str, str], ...]


def table(scene: Scene, board: Board, chosen: int, offset: int = 0) -> Table:
    """Return the rows of the page that begins at offset, with heads and filters."""
    found = shown_lines(board.lines, scene.filters, chosen)
    columns = _columns(scene, board, chosen)
    following = offset + (PAGE if offset else FIRST)
    shown = found[offset:following]
    href = reverse("unit", args=["@"]) + scene.query
    cells = [row(line, columns, href) for line in shown]
    if offset == 0:
        cells = [*_tops(board, columns, href), *cells]
    address = reverse("unit_rows", args=[scene.unit.key])
    more = f"{address}{_with(scene.filters.query(), offset=following)}"
    return Table(
        heads=_heads(scene, board, columns, chosen),
        chips=_chips(scene, board.lines),
        rows=mark_safe("".join(cells)),
        shown=min(following, len(found)),
        found=len(found),
        all_units=len(board.lines),
        not_met_somewhere=sum(1 for line in board.lines if line.not_met),
        more=more if following < len(found) else "",
        name_href=_here(scene, sort="name"),
        tally_href=_here(scene, sort="unmet"),
        sort=scene.filters.sort,
        downloads=_downloads(scene),
    )


def _downloads(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return the addresses of the table as files, for who may take the unit's figures out."""
    if not scene.may_take_out:
        return ()
    address = reverse("list_units", args=[scene.unit.key])
    asked = scene.filters.but(day=scene.day).query()
    words = {"xlsx": "Excel", "csv": "CSV"}
    return tuple((word, address + _with(asked, format=form)) for form, word in words.items())


def _with(query: str, **more: object) -> str:
    said = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{query}&{said}" if query else f"?{said}"


def _here(scene: Scene, **changes: object) -> str:
    return scene.filters.but(**changes).query() or "?"


def _tops(board: Board, columns: Sequence[Column], href: str) -> list[str]:
    """Return the rows that stand first: the unit with everything below, and its own people."""
    rows = [row(board.total, columns, href, css="total", name=_("All of the unit"))]
    if board.own:
        rows.append(row(board.own, columns, "", css="alone", name=_("The unit's own posts")))
    return rows


def _columns(scene: Scene, board: Board, chosen: int) -> list[Column]:
    columns = []
    for i, version in enumerate(scene.versions):
        scores = [line.scores[i] for line in (board.total, *board.lines)]
        scale = marks.scale_for([score for score in scores if score])
        href = reverse("target", args=["@", version.target.code]) + scene.query
        columns.append(Column(scale, i == chosen, href))
    return columns


def _heads(scene: Scene, board: Board, columns: Sequence[Column], chosen: int) -> tuple[Head, ...]:
    heads = []
    by_persons = scene.filters.sort in ("", "least")
    for i, (version, column) in enumerate(zip(scene.versions, columns, strict=True)):
        is_sorted = i == chosen and by_persons
        least = scene.filters.sort == "least"
        score = board.total.scores[i]
        heads.append(
            Head(
                labels.target_name(version),
                numbers.threshold(score.threshold_bp if score else version.threshold_bp),
                numbers.threshold(column.scale_bp),
                _here(
                    scene,
                    target=version.target.code,
                    sort="least" if is_sorted and not least else "",
                ),
                ("ascending" if least else "descending") if is_sorted else "",
            )
        )
    return tuple(heads)


def _chips(scene: Scene, lines: Sequence[Line]) -> tuple[Chip, ...]:
    filters = scene.filters
    kinds = Counter(line.kind for line in lines)
    chips = [Chip(_("All"), len(lines), _here(scene, show=""), not filters.show)]
    if len(kinds) > 1:
        chips += [
            Chip(
                str(labels.UNIT_KINDS_MANY[kind]),
                kinds[kind],
                _here(scene, show=kind),
                filters.show == kind,
            )
            for kind in labels.UNIT_KINDS_MANY
            if kind in kinds
        ]
    unmet = sum(1 for line in lines if line.not_met)
    only = _("Only not met")
    return (*chips, Chip(only, unmet, _here(scene, unmet=not filters.unmet), filters.unmet))
