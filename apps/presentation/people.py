"""Who the counted people are, as drawings: pyramid, bars of levels, completeness of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.metrics.core import profile
from apps.presentation import labels, numbers

_UNKNOWN, _FEMALE, _MALE = 0, 1, 2


@dataclass(frozen=True)
class Ages:
    """One band of ages with its counts and its two bars."""

    word: str
    female: int
    male: int
    bars: tuple[SafeString, SafeString]
    begins_counted: bool  # everyone from this band downwards is below the age that counts


@dataclass(frozen=True)
class Pyramid:
    """Ages by sex, the oldest first."""

    bands: tuple[Ages, ...]
    female: int
    male: int
    total: int
    cut: int | None
    below_cut: int
    without_sex: int
    without_age: int


def pyramid(counts: Sequence[int], cut: int | None) -> Pyramid:
    """Draw a profile's ages by sex; ``cut`` is the age below which a target counts, if one does."""
    table = profile.split(list(counts))[0].tolist()
    bounds = profile.AGE_BOUNDS
    known = range(profile.BANDS - 1)
    largest = max(max(table[_FEMALE][:-1]), max(table[_MALE][:-1]), 1)
    cut = cut if cut in bounds else None
    place = bounds.index(cut) if cut else -1
    bands = tuple(
        Ages(
            _band_word(i),
            table[_FEMALE][i],
            table[_MALE][i],
            (
                _bar(table[_FEMALE][i], largest, css="female", is_left=True),
                _bar(table[_MALE][i], largest, css="male", is_left=False),
            ),
            i == place,
        )
        for i in reversed(known)
    )
    return Pyramid(
        bands,
        sum(table[_FEMALE][:-1]),
        sum(table[_MALE][:-1]),
        sum(map(sum, table)),
        cut,
        sum(sum(row[: place + 1]) for row in table) if cut else 0,
        sum(table[_UNKNOWN]),
        sum(row[-1] for row in table),
    )


def _band_word(i: int) -> str:
    bounds = profile.AGE_BOUNDS
    if i == 0:
        return f"< {bounds[0]}"
    if i == len(bounds):
        return f"≥ {bounds[-1]}"
    return f"{bounds[i - 1]}{numbers.DASH}{bounds[i] - 1}"


def _bar(count: int, largest: int, *, css: str, is_left: bool) -> SafeString:
    share = round(76 * count / largest, 1)
    x, text_x, anchor, dx = (
        (100 - share, 100 - share, "end", -6) if is_left else (0, share, "start", 6)
    )
    return mark_safe(
        f'<svg class="age-bar"><rect class="{css}" x="{x:.1f}%" width="{share}%" height="100%"/>'
        f'<text x="{text_x:.1f}%" dx="{dx}" y="50%" dy=".36em" text-anchor="{anchor}">'
        f"{numbers.whole(count)}</text></svg>"
    )


@dataclass(frozen=True)
class Levels:
    """One stacked bar: whose it is, its drawing, and the counts behind it."""

    word: str
    bar: SafeString
    counts: tuple[int, ...]  # of the bands, highest first, then of those not known
    total: int


@dataclass(frozen=True)
class LevelChart:
    """Stacked bars of one kind of qualification."""

    word: str
    legend: tuple[tuple[int, str], ...]
    bars: tuple[Levels, ...]


def level_charts(
    unit_word: str, counts: Sequence[int], by_kind: Mapping[str, Sequence[int]]
) -> tuple[LevelChart, ...]:
    """Draw degrees and political-theory levels of a unit and of the kinds of units below it."""
    rows = [(unit_word, counts)]
    if len(by_kind) > 1:
        known = [kind for kind in labels.UNIT_KINDS_MANY if kind in by_kind]
        rows += [(str(labels.UNIT_KINDS_MANY[kind]), by_kind[kind]) for kind in known]
    return tuple(_level_chart(i, kind, rows) for i, kind in enumerate(profile.LEVEL_KINDS))


def _level_chart(group: int, kind: str, rows: Sequence[tuple[str, Sequence[int]]]) -> LevelChart:
    bands = labels.LEVEL_BANDS[kind]
    bars = []
    for word, counts in rows:
        ladder = profile.split(list(counts))[1 + group].tolist()
        summed = [sum(ladder[band.first : band.last + 1]) for band in bands]
        bars.append(_stack(word, [*summed, ladder[-1]], [band.shade for band in bands]))
    legend = tuple((band.shade, str(band.word)) for band in bands)
    return LevelChart(labels.word(kind, "QUALIFICATION_KINDS"), legend, tuple(bars))


# A gap sets apart those of whom nothing is known.
_GAP = 0.4
_ROOM_FOR_WORDS = 17


def _stack(word: str, counts: list[int], shades: list[int]) -> Levels:
    total = sum(counts)
    at, drawn = 0.0, ""
    for count, shade in zip(counts, [*shades, 0], strict=True):
        share = (100 - _GAP) * count / total if total else 0
        if not share:
            continue
        if shade == 0:
            at = 100 - share
        drawn += f'<rect class="shade-{shade}" x="{at:.2f}%" width="{share:.2f}%" height="100%"/>'
        if share >= _ROOM_FOR_WORDS:
            drawn += (
                f'<text class="on-{shade}" x="{at:.2f}%" dx="8" y="50%" dy=".36em">'
                f"{numbers.whole(count)}<tspan> · {numbers.percent(count, total)}</tspan></text>"
            )
        at += share
    bar = mark_safe(f'<svg class="level-bar" aria-hidden="true">{drawn}</svg>')
    return Levels(word, bar, tuple(counts), total)


@dataclass(frozen=True)
class Known:
    """How completely one fact is recorded."""

    word: str
    recorded: int
    total: int
    missing: int
    ratio: str
    bar: SafeString


def completeness(counts: Sequence[int]) -> tuple[Known, ...]:
    """Say of how many people each fact is known, the least known first."""
    sexes, degrees, theory = (part.tolist() for part in profile.split(list(counts)))
    total = sum(degrees)
    missing = {
        _("Age"): sum(row[-1] for row in sexes),
        _("Gender"): sum(sexes[_UNKNOWN]),
        labels.word("professional", "QUALIFICATION_KINDS"): degrees[-1],
        labels.word("political_theory", "QUALIFICATION_KINDS"): theory[-1],
    }
    scale = max(10, *missing.values())
    facts = (
        Known(
            word,
            total - lacking,
            total,
            lacking,
            # A record is complete or it is not: nothing short of all reads as 100 %.
            numbers.percent(total - lacking, total, 10_000),
            mark_safe(
                '<svg class="missing-bar" aria-hidden="true">'
                f'<rect width="{100 * lacking / scale:.1f}%" height="100%"/></svg>'
            ),
        )
        for word, lacking in missing.items()
    )
    return tuple(sorted(facts, key=lambda fact: -fact.missing))
