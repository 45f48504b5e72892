"""Rows of the table of units, written straight to HTML: hundreds of them stand on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.metrics.board import Line
from apps.metrics.score import Score
from apps.presentation import labels, marks, numbers


@dataclass(frozen=True)
class Column:
    """A target as a column: its scale, whether it is the chosen one, where its figures open.

    ``href`` has ``@`` for the key of the unit.
    """

    scale_bp: int
    is_chosen: bool
    href: str


def row(line: Line, columns: Sequence[Column], href: str, *, css: str = "", name: str = "") -> str:
    """Return a unit's row; ``href`` has ``@`` for the key of the unit, or is empty."""
    key = quote(line.key, safe="")
    title = escape(name or line.name)
    head = f'<a href="{escape(href.replace("@", key))}">{title}</a>' if href else title
    cells = "".join(
        cell(score, column, key if href else "")
        for score, column in zip(line.scores, columns, strict=True)
    )
    tally = f"<b>{line.not_met}</b>/{line.counted}" if line.counted else numbers.DASH
    return (
        f'<tr class="{css}"><th scope="row">{head}</th>{cells}<td class="tally">{tally}</td></tr>'
    )


def cell(score: Score | None, column: Column, key: str) -> str:
    """Return one cell: shape, ratio, parts, bullet, persons; a small unit's count comes first."""
    chosen = ' class="on"' if column.is_chosen else ""
    if score is None or not score.population:
        return f"<td{chosen}>{_nobody(score.verdict if score else 'no_population')}</td>"
    look = labels.VERDICTS[score.verdict]
    ratio = numbers.ratio_of(score)
    counts = numbers.parts(score.met, score.population)
    first, second = (counts, ratio) if score.is_small else (ratio, counts)
    if key:
        href = escape(column.href.replace("@", key))
        second = f'<a class="opens" href="{href}">{second}</a>'
    return (
        f'<td{chosen}><div class="cell {look.css}"><b>{sign(score.verdict)}{first}</b>'
        f'<span class="parts">{second}</span>'
        f'<svg class="bullet thin">{marks.bullet_parts(score, column.scale_bp)}</svg>'
        f"{marks.persons(score)}</div></td>"
    )


def sign(verdict: str) -> str:
    """Return a verdict's shape, with its word for those who do not see it."""
    look = labels.VERDICTS[verdict]
    return (
        f'<svg class="shape" role="img" aria-label="{escape(look.word)}">'
        f'<use href="#sign-{look.css}"/></svg>'
    )


def _nobody(verdict: str) -> str:
    word = escape(labels.VERDICTS[verdict].word)
    return f'<div class="cell no-population"><span>{sign("no_population")}{word}</span></div>'


def signs() -> SafeString:
    """Return the shapes that ``sign`` refers to; they stand once on a page."""
    symbols = "".join(
        f'<symbol id="sign-{look.css}" viewBox="0 0 12 12">{look.shape}</symbol>'
        for look in labels.VERDICTS.values()
    )
    return mark_safe(f'<svg class="spoken" aria-hidden="true">{symbols}</svg>')
