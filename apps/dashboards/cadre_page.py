"""What the page of a cadre shows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from apps.accounts.fields import Reading, reading
from apps.accounts.roles import Permission
from apps.audit.selectors import changes_of
from apps.cadres.codes import ASKED_OF_EVERYBODY, LADDERS
from apps.cadres.identity import masked_number_of
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Restriction,
    Training,
)
from apps.cadres.retirement import retires_on
from apps.cadres.selectors import category_names, facts
from apps.common.sealing import SealError
from apps.dashboards.completeness import Completeness, completeness
from apps.metrics.effects import Effect, effects
from apps.presentation.changes import in_words
from apps.presentation.history import Entry
from apps.presentation.labels import language
from apps.presentation.scene import Scene, scene_of
from apps.targets.reasons import Setting
from apps.units.models import Placement, Unit
from apps.units.selectors import Step


@dataclass(frozen=True)
class Post:
    """An appointment on the line of time: future, current, concurrent or past."""

    appointment: Appointment
    unit_name: str
    closed_on: date | None
    state: str


@dataclass(frozen=True)
class Ladder:
    """The level reached on a ladder; empty when not recorded."""

    kind: str
    level: str


@dataclass(frozen=True)
class CadrePage:
    """A cadre with everything recorded, and what follows from it."""

    cadre: Cadre
    masked_number: str
    restricted_since: date | None
    scene: Scene
    primary: Post | None
    posts: Sequence[Post]
    qualifications: Sequence[Qualification]
    trainings: Sequence[Training]
    appraisals: Sequence[Appraisal]
    ladders: Sequence[Ladder]
    retires_on: date | None
    planned: PlannedRetirement | None
    completeness: Completeness
    effects: Sequence[Effect]
    figure_unit: Step
    counting: frozenset[str]
    history: Sequence[Entry]
    readable: frozenset[str]


def cadre_page(
    request: HttpRequest, cadre: Cadre, day: date, held: frozenset[Permission]
) -> CadrePage:
    """Read everything that the page shows of a cadre whom the user may see on day.

    ``held`` is what the user may do with the record.
    """
    appointments = list(cadre.appointments.select_related("unit"))
    posts = _posts(appointments, day)
    primary = next((post for post in posts if post.state == "current"), None)
    scene = scene_of(request, _visible_unit(request, appointments, day).key)
    qualifications = list(cadre.qualifications.all())
    trainings = list(cadre.trainings.select_related("category"))
    appraisals = list(cadre.appraisals.all())
    figure_unit = _figure_unit(scene)
    return CadrePage(
        cadre=cadre,
        masked_number=_masked_number(cadre),
        restricted_since=_restricted_since(cadre),
        scene=scene,
        primary=primary,
        posts=posts,
        qualifications=qualifications,
        trainings=trainings,
        appraisals=appraisals,
        ladders=_ladders(qualifications, day),
        retires_on=retires_on(cadre.born.earliest if cadre.born else None, cadre.gender),
        planned=cadre.planned_retirements.first(),
        completeness=completeness(
            cadre, primary.appointment if primary else None, qualifications, appraisals, day
        ),
        effects=_effects(cadre, posts, qualifications, trainings, scene, figure_unit.unit),
        figure_unit=figure_unit,
        counting=_counting(scene),
        history=_history(cadre, held),
        readable=frozenset(
            name for name in Cadre.field_rules if reading(Cadre, name, held) != Reading.NOTHING
        ),
    )


def _restricted_since(cadre: Cadre) -> date | None:
    return Restriction.objects.filter(cadre=cadre).values_list("since", flat=True).first()


def _masked_number(cadre: Cadre) -> str:
    """Return what may be shown of the number; nothing when it cannot be opened."""
    with suppress(SealError):
        return masked_number_of(cadre)
    return ""


def _visible_unit(request: HttpRequest, appointments: list[Appointment], day: date) -> Unit:
    """Return the unit through which the user sees the person: that of the primary post, else of
    another, else of the last or next one.
    """
    current = sorted(
        appointments,
        key=lambda post: (
            not post.is_in_force_on(day),
            not post.is_primary,
            -(post.end_day or date.max).toordinal(),
        ),
    )
    seen = Unit.objects.visible_to(request.user, day)  # type: ignore[arg-type]
    visible = set(seen.filter(pk__in=[p.unit_id for p in current]).values_list("pk", flat=True))
    return next(post.unit for post in current if post.unit_id in visible)


def _figure_unit(scene: Scene) -> Step:
    """Return the highest visible unit below the root on the way to the person's unit."""
    below = [step for step in scene.trail[1:] if step.is_visible]
    return below[0] if below else scene.trail[-1]


def _effects(
    cadre: Cadre,
    posts: Sequence[Post],
    held: Sequence[Qualification],
    done: Sequence[Training],
    scene: Scene,
    unit: Unit,
) -> list[Effect]:
    """Say how the person counts on the day of the figures."""
    listed = [post.appointment for post in posts if post.appointment.is_primary]
    current = next((post for post in listed if post.is_in_force_on(scene.day)), None)
    awards = [(row.kind, row.level, row.awarded_on) for row in held]
    courses = [(row.category_id, row.completed_on) for row in done]
    setting = Setting(scene.day, language(), category_names(language()))
    known = facts(cadre, current, awards, courses)
    return effects(cadre, known, scene.run, unit, scene.versions, setting)


def _counting(scene: Scene) -> frozenset[str]:
    """Return the training categories that a target of the plan looks at."""
    needed = [version.criterion for version in scene.versions]
    return frozenset(category for value in needed for category in _categories(value))


def _categories(value: object) -> Sequence[str]:
    if isinstance(value, dict):
        if "trained" in value and isinstance(value["trained"], dict):
            return [value["trained"]["category"]]
        return [found for part in value.values() for found in _categories(part)]
    if isinstance(value, list):
        return [found for part in value for found in _categories(part)]
    return []


def _posts(appointments: list[Appointment], day: date) -> list[Post]:
    """Return the posts, the latest first, each with its unit's name at the time."""
    placements: dict[int, list[Placement]] = {}
    for placement in Placement.objects.filter(unit__in=[post.unit_id for post in appointments]):
        placements.setdefault(placement.unit_id, []).append(placement)
    ordered = sorted(appointments, key=lambda post: post.start_day or date.min, reverse=True)
    return [_post(post, placements.get(post.unit_id, []), day) for post in ordered]


def _post(post: Appointment, placements: list[Placement], day: date) -> Post:
    ends = [placement.end_day for placement in placements]
    closed_on = max((end for end in ends if end), default=None) if None not in ends else None
    last = min(post.end_day or date.max, day if post.is_in_force_on(day) else date.max)
    in_time = [p for p in placements if (p.start_day or date.min) <= last]
    named = max(in_time, key=lambda p: p.start_day or date.min, default=None)
    return Post(
        appointment=post,
        unit_name=named.name if named else post.unit.name,
        closed_on=closed_on if closed_on and closed_on <= day else None,
        state=_state(post, day),
    )


def _state(post: Appointment, day: date) -> str:
    if post.start_day and post.start_day > day:
        return "future"
    if post.end_day and post.end_day <= day:
        return "past"
    return "current" if post.is_primary else "concurrent"


def _ladders(qualifications: list[Qualification], day: date) -> list[Ladder]:
    """Return the highest level of each kind certainly awarded by day.

    A kind that is not asked of everybody is there only when it is recorded.
    """
    found: dict[str, Qualification] = {}
    for held in qualifications:
        is_awarded = held.awarded_latest is None or held.awarded_latest <= day
        if is_awarded and (held.kind not in found or held.rank > found[held.kind].rank):
            found[held.kind] = held
    return [
        Ladder(kind, found[kind].level if kind in found else "")
        for kind in LADDERS
        if kind in found or kind in ASKED_OF_EVERYBODY
    ]


def _history(cadre: Cadre, held: frozenset[Permission]) -> list[Entry]:
    models = (Appointment, Qualification, Training, Appraisal, PlannedRetirement)
    parts = [(model, "cadre_id") for model in models]
    return in_words(changes_of(cadre, *parts, limit=100), held)
