"""The rows of the list of records to mend: whose, what is wrong, what hangs on it, where to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.urls import reverse

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Appointment, Cadre
from apps.cadres.quality import RULES, Fact, Rule
from apps.cadres.selectors import primary_posts
from apps.metrics.core.settling import WEIGHTS
from apps.metrics.settling import Worklist
from apps.targets.models import TargetVersion
from apps.units.models import Placement

Verdict = tuple[int, int, str]
_UNITS_NAMED = 3
# Where on the page of a cadre each fact stands.
_PLACES = {Fact.QUALIFICATION: "qualifications", Fact.TRAINING: "training"}


def mending_link(rule: Rule, key: str, kept: str, *, may_edit: bool) -> str:
    """Return the address at which a record that breaks a rule is mended: the one decision.

    Whoever may not edit gets to the place on the person's page where the fact stands.
    """
    if may_edit and (act := _act(rule)):
        return reverse("record_act", args=[key, act])
    place = _PLACES.get(rule.fact, "appointments" if rule.code == "same_post" else "summary")
    return f"{reverse('cadre', args=[key])}{kept}#{place}"


def _act(rule: Rule) -> str:
    """Return the form that mends a record, or nothing where one entry of several is at fault."""
    if rule.fact == Fact.QUALIFICATION and rule.code == f"no_{rule.kind}":
        return "qualification"
    is_of_a_post = rule.code in ("young_post", "early_award", "early_training", "same_post")
    of_person = (Fact.BORN, Fact.GENDER, Fact.PERSON, Fact.NONE)
    return "correct" if rule.fact in of_person and not is_of_a_post else ""


def unit_names(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """Return the names of some units on day."""
    placed = Placement.objects.as_of(day).filter(unit__in=list(unit_ids))
    return dict(placed.values_list("unit", "name"))


@dataclass(frozen=True)
class Hanging:
    """The verdicts of one target that hang on a record; its plan where several have a say."""

    version: TargetVersion
    plan: str
    units: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Row:
    """One record to mend: whose, what is wrong, what hangs on it, and where it is mended."""

    rule: Rule
    cadre: Cadre
    post: Appointment | None
    settles: int
    may_turn: int
    shares: int
    hanging: tuple[Hanging, ...]
    href: str


def rows_of(user: User, listed: Worklist, places: Sequence[int], kept: str) -> Iterator[Row]:
    """Yield the records at some places of the worklist with names, of people the user may see."""
    cells = listed.records.iloc[list(places)][["rule", "cadre_id", *WEIGHTS]].to_numpy().tolist()
    ids = [cadre_id for _, cadre_id, *_ in cells]
    people = Cadre.objects.visible_to(user, listed.day).filter(pk__in=ids).in_bulk()
    posts = primary_posts(ids, listed.day)
    may_edit = may(user, Permission.PEOPLE_EDIT)
    verdicts = {place: listed.hanging(place) for place in places}
    named = Named.of([one for found in verdicts.values() for one in found], listed.day)
    for place, cell in zip(places, cells, strict=True):
        number, cadre_id, settles, may_turn, shares = cell
        cadre, rule = people.get(cadre_id), RULES[number]
        if cadre:
            link = mending_link(rule, cadre.key, kept, may_edit=may_edit)
            hanging = named.grouped(verdicts[place])
            yield Row(rule, cadre, posts.get(cadre_id), settles, may_turn, shares, hanging, link)


@dataclass(frozen=True)
class Named:
    """The targets and units of some verdicts, to call them by name."""

    versions: Mapping[int, TargetVersion]
    units: Mapping[int, str]

    @classmethod
    def of(cls, verdicts: Sequence[Verdict], day: date) -> Self:
        """Read the names that some verdicts need."""
        found = TargetVersion.objects.select_related("target__plan")
        versions = found.in_bulk({version_id for version_id, _, _ in verdicts})
        return cls(versions, unit_names({unit_id for _, unit_id, _ in verdicts}, day))

    def plan_of(self, version: TargetVersion) -> str:
        """Return the code of a target's plan, when not all targets are of one."""
        plans = {each.target.plan_id for each in self.versions.values()}
        return version.target.plan.code if len(plans) > 1 else ""

    def grouped(self, verdicts: Sequence[Verdict]) -> tuple[Hanging, ...]:
        """Return those verdicts that weigh most, by target, the nearest unit first."""
        heaviest = min((WEIGHTS.index(weight) for _, _, weight in verdicts), default=0)
        by_version: dict[int, list[str]] = {}
        for version_id, unit_id, weight in verdicts:
            if weight == WEIGHTS[heaviest]:
                by_version.setdefault(version_id, []).append(self.units[unit_id])
        return tuple(
            Hanging(
                self.versions[version_id],
                self.plan_of(self.versions[version_id]),
                tuple(names[:_UNITS_NAMED]),
                max(0, len(names) - _UNITS_NAMED),
            )
            for version_id, names in by_version.items()
        )
