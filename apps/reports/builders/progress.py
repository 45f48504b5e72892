"""The progress report on a plan, as a document that can be signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.metrics.core.verdict import WHOLE
from apps.metrics.figures import figures_of
from apps.metrics.models import Run
from apps.metrics.progress import Aim, Line, Progress, progress
from apps.presentation import numbers
from apps.presentation.bridges import COUNTED
from apps.presentation.labels import VERDICTS
from apps.reports.asking import Asked, Standing
from apps.reports.builders import said
from apps.reports.builders.falls import fall
from apps.reports.builders.frame import closing, footer, letterhead, long_day
from apps.reports.builders.method import method
from apps.reports.builders.scores import summary_table, targets_table, units_table
from apps.reports.document import (
    Bar,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Section,
    Span,
    Title,
)
from apps.reports.periods import period_name

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def compute(asked: Asked) -> Progress:
    """Compute the figures that the report speaks of; see ``metrics.progress``."""
    if asked.plan is None:
        raise ValueError("a progress report is about a plan")
    return progress(asked.unit, plan=asked.plan, day=asked.day, before=asked.before)


def flatten(found: Progress) -> dict[str, Any]:
    """Return every figure by a name of unit, target and measure, to be kept and compared."""
    flat: dict[str, Any] = {f"{found.unit.key}||name": found.name}
    for aim in found.aims:
        flat |= _flat_aim(found.unit.key, aim)
    for line in _children(found):
        flat[f"{line.key}||name"] = line.name
        for aim, score in zip(found.aims, line.scores, strict=True):
            flat |= _cells(line.key, aim.version.target.code, score, "")
    for name, value in asdict(found.completeness).items():
        flat[f"{found.unit.key}||record.{name}"] = value
    return flat


def _flat_aim(key: str, aim: Aim) -> dict[str, Any]:
    code = aim.version.target.code
    flat: dict[str, Any] = {}
    for when, score in (("", aim.now), ("before.", aim.before), ("due.", aim.due)):
        if score:
            flat |= _cells(key, code, score, when)
    for part, changes in aim.parts.items() if aim.parts else ():
        for name, change in zip(COUNTED, changes, strict=True):
            flat[f"{key}|{code}|{part}.{name}"] = change
    for fact, count in aim.unknown.items():
        flat[f"{key}|{code}|unknown.{fact}"] = count
    return flat


def edition(found: Progress) -> Run | None:
    """Return the last run of the day, if what it published of the unit are these very figures."""
    run = Run.objects.filter(as_of=found.day).order_by("-pk").first()
    if run is None:
        return None
    published = figures_of(run, [found.unit.pk]).get(found.unit.pk)
    counts = published.counts if published else {}
    are_same = all(
        aim.version.pk in counts and counts[aim.version.pk].score() == aim.now for aim in found.aims
    )
    return run if are_same else None


def _cells(key: str, code: str, score: Any, when: str) -> dict[str, Any]:
    names = (*COUNTED, "threshold_bp")
    return {f"{key}|{code}|{when}{name}": getattr(score, name) for name in names}


def compose(found: Progress, asked: Asked, standing: Standing) -> Document:
    """Set the figures as a document in the language that was asked for."""
    with override(asked.language):
        title = _("Progress of the targets for the quality of cadres")
        main = Section(tuple(_body(found, asked, standing, title)), name=title)
        return Document(
            language=asked.language,
            title=f"{title} · {found.name}",
            author=asked.imprint.agency or found.name,
            made_at=standing.made_at.replace(microsecond=0),
            sections=(main, *_annexes(found, standing, asked)),
            footer=footer(asked, standing),
            keywords=(found.plan.code, standing.code),
        )


def _body(found: Progress, asked: Asked, standing: Standing, title: str) -> Iterator[Block]:
    yield letterhead(asked, standing)
    about = _("under plan no. %s") % found.plan.code
    yield Title(_("REPORT"), (title, f"{about}, {period_name(asked.period, asked.day)}"))
    yield from _bases(found, asked)
    yield Paragraph.of(
        _("%(unit)s reports the progress of the targets by the figures of %(day)s as follows:")
        % {"unit": found.name, "day": long_day(asked.day, asked.language == "vi")}
    )
    yield Heading(_("1. Result"))
    yield Paragraph.of(said.overall(found))
    for aim in found.aims:
        yield _about(aim, said.standing(aim))
    yield targets_table(found)
    yield _bullets(found)
    number = 2
    for heading, blocks in _chapters(found):
        if blocks:
            yield Heading(f"{number}. {heading}")
            yield from blocks
            number += 1
    yield closing(asked)


def _bases(found: Progress, asked: Asked) -> Iterator[Paragraph]:
    lines = [_("Pursuant to %s") % found.plan.resolution] if found.plan.resolution else []
    lines.append(_("Pursuant to plan no. %(code)s: %(name)s") % _plan_words(found))
    lines += asked.imprint.bases
    for place, line in enumerate(lines, 1):
        end = "." if place == len(lines) else ";"
        yield Paragraph.of(f"{line.rstrip(';.')}{end}", "basis")


def _plan_words(found: Progress) -> dict[str, str]:
    return {"code": found.plan.code, "name": found.plan.name}


def _chapters(found: Progress) -> Iterator[tuple[str, Sequence[Block]]]:
    if found.before:
        heading = _("Changes since %s, and why") % numbers.day(found.before)
        yield heading, list(_changes(found, found.before))
    for heading, is_expected in (
        (_("Result on the due date"), False),
        (_("Outlook to the due date"), True),
    ):
        of_kind = [aim for aim in found.aims if aim.is_expected == is_expected]
        yield heading, [_about(aim, said.at_due(aim)) for aim in of_kind if said.at_due(aim)]
    yield _("Completeness of the records"), [Paragraph.of(_records(found))]
    yield _("How the figures are made"), [Paragraph.of(text) for text in method(found)]


def _changes(found: Progress, before: date) -> Iterator[Block]:
    """Say and draw what changed; the figure of ratios was the first."""
    if all(aim.parts is None for aim in found.aims):
        yield Paragraph.of(_("There are no figures of that day to compare with."))
        return
    number = 2
    for aim in found.aims:
        yield _about(aim, said.change(aim))
        if drawn := fall(aim, number, before, found.day):
            yield drawn
            number += 1


def _about(aim: Aim, text: str) -> Paragraph:
    return Paragraph((Span(f"{said.named(aim)}: ", is_bold=True), Span(text)))


def _records(found: Progress) -> str:
    records = found.completeness
    lacking = [
        text % numbers.whole(count)
        for text, count in (
            (_("%s without a birth date"), records.birth_date),
            (_("%s with a birth date known in part"), records.full_birth_date),
            (_("%s without sex"), records.gender),
            (_("%s without a degree recorded"), records.degree),
            (_("%s without political theory recorded"), records.political_theory),
        )
        if count
    ]
    return _("Of %(people)s people with a post: %(parts)s.") % {
        "people": numbers.whole(records.people),
        "parts": said.listed(lacking) or _("every record is complete"),
    }


def _bullets(found: Progress) -> Bullets:
    aims = [aim for aim in found.aims if aim.now.population]
    return Bullets(
        caption=_("Figure 1. Ratios beside their thresholds"),
        bars=tuple(_bar(aim) for aim in aims),
        description=" ".join(f"{said.named(aim)}: {said.standing(aim)}" for aim in aims),
        key=(_("met"), _("unknown"), _("threshold")),
    )


def _bar(aim: Aim) -> Bar:
    score = aim.now
    return Bar(
        label=said.named(aim),
        met=Fraction(score.met, score.population),
        possible=Fraction(score.met + score.unknown, score.population),
        threshold=Fraction(score.threshold_bp, WHOLE),
        text=said.ratio(score),
        verdict=str(VERDICTS[score.verdict].word),
    )


def _annexes(found: Progress, standing: Standing, asked: Asked) -> Iterator[Section]:
    lines = _children(found)
    if not lines:
        return
    number = f"{standing.number}/{asked.imprint.symbol}" if standing.number else "\u2026\u2026"
    attached = Paragraph.of(_("(Attached to report no. %s)") % number, "centred")
    tables = [(_("All targets by unit"), summary_table(found, lines))]
    for place, aim in enumerate(found.aims):
        table = units_table(found, aim, place, lines, roman_of(place + 2))
        tables.append((_("%s by unit") % said.named(aim), table))
    for place, (name, table) in enumerate(tables, 1):
        annex = _("Annex %s") % roman_of(place)
        blocks = (Title(annex.upper(), (name,)), attached, table)
        yield Section(blocks, name=f"{annex}. {name}", is_annex=True)


def roman_of(number: int) -> str:
    """Return a Roman number from 1 to 39."""
    tens, ones = divmod(number - 1, len(_ROMAN))
    return "X" * tens + _ROMAN[ones]


def _children(found: Progress) -> Sequence[Line]:
    return [line for line in found.lines if line.depth == 1]
