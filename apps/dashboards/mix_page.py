"""Whether all targets of a unit can still be met, and by how little, within given limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from apps.common.errors import RuleError
from apps.common.months import months_after
from apps.metrics.ahead.mixing import Answer, answer
from apps.metrics.core.acts import Question, TooManyWaysError
from apps.metrics.core.mix import Limit, Mix, NoMix
from apps.metrics.core.solving import UnprovenError
from apps.metrics.core.supposing import AS_THEY_ARE, Supposed
from apps.metrics.core.verdict import WHOLE
from apps.metrics.score import Score
from apps.presentation.filters import read_day
from apps.presentation.mixes import limit_words, line_sentence
from apps.presentation.offers import Offers, typed
from apps.presentation.scene import Scene
from apps.targets.models import TargetVersion

# What the form asks for, all together of each.
LIMITS = ("vacancies", "recruits", "trainings", "qualifications")
_MOST_DIGITS = 6
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s?%?")
_AGES = (18, 70)


@dataclass(frozen=True)
class Asked:
    """The day on which all is to be met, the limits that were typed, and what is supposed."""

    day: date
    limits: Mapping[Limit, int]
    supposed: Supposed

    @property
    def typed(self) -> dict[str, int | None]:
        """The limits by name, None where nothing was typed."""
        return {name: self.limits.get((name, "")) for name in LIMITS}


@dataclass(frozen=True)
class Row:
    """A target on the day: as it will be by what is known, and with the mix."""

    version: TargetVersion
    before: Score
    after: Score | None
    is_supposed: bool


@dataclass(frozen=True)
class MixPage:
    """The answer in words; ``answer`` is None where there is none, ``why_not`` says why."""

    asked: Asked
    answer: Answer | None
    rows: Sequence[Row]
    sentences: Sequence[str]
    binding: Sequence[str]
    impossible: Sequence[TargetVersion]
    why_not: str = ""

    @property
    def is_supposed(self) -> bool:
        """Whether anything but the plan as it stands was asked for."""
        return self.asked.supposed != AS_THEY_ARE

    @property
    def mix(self) -> Mix | None:
        """The smallest mix, where there is one."""
        found = self.answer.found if self.answer else None
        return found if isinstance(found, Mix) else None

    @property
    def is_limited(self) -> bool:
        """Whether it is limits that are in the way."""
        found = self.answer.found if self.answer else None
        return isinstance(found, NoMix) and found.is_limited


def read_asked(scene: Scene, query: QueryDict) -> Asked:
    """Read a query string; the day is the last due date ahead where none is named."""
    dues = [version.due_on for version in scene.versions if version.due_on > scene.day]
    day = read_day(query.get("on", ""))
    if day is None or day <= scene.day:
        day = max(dues, default=months_after(scene.day, 12))
    typed = {name: query.get(name, "") for name in LIMITS}
    limits = {
        (name, ""): int(text)
        for name, text in typed.items()
        if text.isdecimal() and len(text) <= _MOST_DIGITS
    }
    return Asked(day, limits, _read_supposed(scene, query))


def _read_supposed(scene: Scene, query: QueryDict) -> Supposed:
    """Read other thresholds, in percent by the target's code, and another age."""
    thresholds = {}
    for version in scene.versions:
        found = _PERCENT.fullmatch(query.get(f"bp-{version.target.code}", "").strip())
        bp = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
        if 1 <= bp <= WHOLE:
            thresholds[version.pk] = bp
    age = query.get("age", "")
    is_age = age.isdecimal() and _AGES[0] <= int(age[:3]) <= _AGES[1]
    return Supposed(thresholds, int(age) if is_age else None)


def mix_page(scene: Scene, asked: Asked, categories: Mapping[str, str]) -> MixPage:
    """Find the smallest mix and say it."""
    plan = scene.plan.code if scene.plan else None
    try:
        found = answer(
            scene.unit, scene.day, asked.day, asked.limits, plan=plan, supposed=asked.supposed
        )
    except RuleError as error:
        return MixPage(asked, None, (), (), (), (), error.message)
    except (TooManyWaysError, UnprovenError):
        return MixPage(asked, None, (), (), (), ())
    ids = [spec.version_id for spec in found.specs]
    known = TargetVersion.objects.select_related("target").in_bulk(ids)
    versions = [known[pk] for pk in ids]
    mix = found.found
    return MixPage(
        asked=asked,
        answer=found,
        rows=_rows(asked, found, versions),
        sentences=[line_sentence(line, categories) for line in mix.lines]
        if isinstance(mix, Mix)
        else (),
        binding=[
            limit_words(limit, categories)
            for limit in (mix.binding if isinstance(mix, Mix) else mix.limits)
        ],
        impossible=[versions[at] for at in mix.targets] if isinstance(mix, NoMix) else (),
    )


def try_address(scene: Scene, shown: MixPage | None, query: QueryDict) -> str:
    """Return the address at which the numbers of the mix can be tried and changed."""
    said = QueryDict(mutable=True)
    for name in query:
        if (name in ("day", "plan", "on", "age") or name.startswith("bp-")) and query[name]:
            said.setlist(name, query.getlist(name)[-1:])
    if shown and shown.mix and shown.answer:
        question = Question(shown.answer.specs, shown.answer.base, shown.answer.day)
        for name, texts in (typed(Offers.of(question, ()), shown.mix.lines) or {}).items():
            said.setlist(name, texts)
    return f"{reverse('unit_try', args=[scene.unit.key])}?{said.urlencode()}"


def _rows(asked: Asked, found: Answer, versions: Sequence[TargetVersion]) -> list[Row]:
    mix, bars = found.found, found.thresholds
    after = mix.after.tolist() if isinstance(mix, Mix) else []
    return [
        Row(
            version=version,
            before=_score(mix.before[place].tolist(), bars[place]),
            after=_score(after[place], bars[place]) if after else None,
            is_supposed=version.pk in asked.supposed.thresholds,
        )
        for place, version in enumerate(versions)
    ]


def _score(counts: list[int], threshold_bp: int) -> Score:
    met, not_met, unknown = counts
    return Score.of(met, not_met, unknown, threshold_bp)
