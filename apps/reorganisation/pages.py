"""What the pages of a reorganisation show."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.months import day_before
from apps.jobs.models import Job
from apps.reorganisation import asking
from apps.reorganisation.assigning import goals_of
from apps.reorganisation.checking import said
from apps.reorganisation.models import Outlook, Reorganisation
from apps.reorganisation.plans import Plan
from apps.reorganisation.reading import Fault, parse
from apps.reorganisation.selectors import unassigned
from apps.reorganisation.sentences import KINDS, kind_of, names_of, rule_sentence, sentence
from apps.units.models import Unit

State = Reorganisation.State
_ACTS = 50


@dataclass(frozen=True)
class Shown:
    """An act or a rule in words; ``at`` is its place in the plan, ``mark`` what stands there."""

    at: int
    kind: str
    word: str | Promise
    sentence: str
    mark: str


@dataclass(frozen=True)
class Source:
    """A unit whose people may go elsewhere, and how many of its posts go nowhere yet."""

    key: str
    name: str
    lost: int
    is_kept: bool


@dataclass(frozen=True)
class PlanShown:
    """A plan on its page."""

    page: Page
    acts: list[Shown]
    kinds: list[tuple[str, str | Promise, int]]
    kind: str
    rules: list[Shown]
    sources: list[Source]
    faults: list[str]
    lost: int
    counts: int


def listed(user: User, number: str | None) -> Page:
    """Return a page of the reorganisations that the user may see, the latest first."""
    seen = Reorganisation.objects.visible_to(user).defer("plan", "marks", "faults")
    named = seen.select_related("prepared_by", "acted_by")
    return Paginator(named.order_by("-pk"), 20).get_page(number)


def plan_shown(row: Reorganisation, user: User, asked: Mapping[str, Any]) -> PlanShown:
    """Return a plan in words, a page of its acts at a time."""
    plan, _faults = parse(row.plan)
    counts = Counter(kind_of(act) for act in plan.acts)
    kind = asked.get("kind", "")
    raw = row.plan.get("acts", []) if isinstance(row.plan, dict) else []
    numbered = [(i, act) for i, act in enumerate(plan.acts) if kind in ("", kind_of(act))]
    page = Paginator(numbered, _ACTS).get_page(asked.get("page"))
    of_page = {key for _path, key in Plan("", "", plan.effective_on, tuple(
        act for _i, act in page.object_list), plan.rules, ()).places()}  # fmt: skip
    names = names_of(plan, of_page, row.effective_on)
    acts = [
        Shown(i, kind_of(act), KINDS[kind_of(act)], sentence(act, names), mark_of(raw[i]))
        for i, act in page.object_list
    ]
    sources = sources_of(row, plan, user)
    return PlanShown(
        page=page,
        acts=acts,
        kinds=[(code, word, counts[code]) for code, word in KINDS.items() if counts[code]],
        kind=kind,
        rules=list(_rules(row, plan, names)),
        sources=sources,
        faults=[said(Fault(*fault)) for fault in row.faults],
        lost=sum(source.lost for source in sources),
        counts=len(plan.acts),
    )


def mark_of(part: Any) -> str:
    """Return what tells an act or a rule of a plan from another."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def _rules(row: Reorganisation, plan: Plan, names: Mapping[str, str]) -> Iterator[Shown]:
    people = row.plan.get("people", []) if isinstance(row.plan, dict) else []
    places = [i for i, part in enumerate(people) if isinstance(part, dict) and "from" in part]
    for i, rule in zip(places, plan.rules, strict=False):
        yield Shown(i, "rule", "", rule_sentence(rule, names), mark_of(people[i]))


def sources_of(row: Reorganisation, plan: Plan, user: User) -> list[Source]:
    """Return the units that do not merely merge, with what is left to be assigned."""
    followed = plan.followed()
    keys = [key for key in dict.fromkeys(plan.sources()) if key not in followed]
    if row.effective_on is None or row.state == Reorganisation.State.FAULTY or not keys:
        return []
    is_open = row.state == Reorganisation.State.DRAFT
    lost = unassigned(row) if is_open else Counter()
    day = day_before(row.effective_on)
    kept = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT).filter(key__in=keys)
    own = set(kept.values_list("key", flat=True))
    names = names_of(plan, keys, row.effective_on)
    return [Source(key, names[key], lost[key], key in own) for key in keys]


@dataclass(frozen=True)
class Next:
    """What the reader may do with a plan as it stands."""

    runs: bool
    may_edit: bool
    may_look: bool
    may_ask: bool
    may_undo: bool
    waits: bool
    may_confirm: bool
    is_own: bool
    takes_two: bool
    outlook: Outlook | None


def next_steps(row: Reorganisation, user: User) -> Next:
    """Return what the reader may do now."""
    runs = may(user, Permission.UNITS_EDIT) and asking.runs(user, row)
    outlook = Outlook.objects.filter(reorganisation=row).first()
    is_draft = row.state == State.DRAFT and row.is_editable
    waits = row.asked_by_id is not None
    is_ready = outlook is not None and outlook.is_current and not outlook.counts["blocking"]
    is_own = row.asked_by_id == user.pk
    return Next(
        runs=runs,
        may_edit=runs and row.is_editable,
        may_look=runs and is_draft and bool(row.plan.get("acts")),
        may_ask=runs and is_draft and is_ready,
        may_undo=runs and row.state == State.APPLIED and not waits,
        waits=waits,
        may_confirm=runs and waits and not is_own,
        is_own=is_own,
        takes_two=row.state in (State.DRAFT, State.APPLIED) and asking.takes_two(row),
        outlook=outlook,
    )


Choices = list[tuple[str, str]]


def choices_of_rule(row: Reorganisation, user: User, first: str) -> tuple[Choices, Choices]:
    """Return the units whose posts the user may send by rule, and where they may go."""
    if row.effective_on is None or not row.is_editable:
        return [], []
    plan, _faults = parse(row.plan)
    day = day_before(row.effective_on)
    run = Unit.objects.visible_to(user, day, Permission.UNITS_EDIT).filter(pk__in=row.sources)
    kept = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT).filter(pk__in=row.sources)
    keys = sorted({*run.values_list("key", flat=True), *kept.values_list("key", flat=True)})
    keys.sort(key=lambda key: key != first)
    goals = sorted({goal for key in keys for goal in goals_of(plan, key)})
    names = names_of(plan, {*keys, *goals}, row.effective_on)
    return [(key, names[key]) for key in keys], [(key, names[key]) for key in goals]


@dataclass(frozen=True)
class Working:
    """Whether a worker has begun."""

    is_waiting: bool


def working(row: Reorganisation) -> Working:
    """Return how far the work on a reorganisation is."""
    job = Job.objects.filter(kind=asking.JOB, subject=str(row.pk)).order_by("-pk").first()
    return Working(is_waiting=job is None or job.state != Job.State.RUNNING)
