"""What is done to plans and targets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.models import TrainingCategory
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.text import clean
from apps.targets.conditions import Condition, ConditionError, parse, parse_population
from apps.targets.faults import reason_words
from apps.targets.models import Plan, Target, TargetVersion, UnitThreshold
from apps.units.models import Unit


@transaction.atomic
def publish_plan(
    *,
    code: str,
    name: str,
    start_on: date,
    end_on: date,
    by: User,
    issued_on: date | None = None,
    resolution: str = "",
    is_illustrative: bool = False,
) -> Plan:
    """Enter a plan, which has no targets yet."""
    _check_plan({"code": code, "start_on": start_on, "end_on": end_on}, None)
    with acting(by.username):
        return Plan.objects.create(
            code=code,
            name=name,
            issued_on=issued_on,
            resolution=resolution,
            start_on=start_on,
            end_on=end_on,
            is_illustrative=is_illustrative,
        )


@transaction.atomic
def publish_target(
    *,
    plan: Plan,
    code: str,
    name: str,
    population: Any,
    criterion: Any,
    threshold_bp: int,
    due_on: date,
    by: User,
    name_en: str = "",
    legal_basis: str = "",
    provisional: str = "",
    provisional_en: str = "",
    start_on: date | None = None,
) -> TargetVersion:
    """Publish a new target of the plan, in force from a day or, without one, on every day."""
    if plan.targets.filter(code=code).exists():
        raise RuleError(_("The plan already has a target %s.") % code, field="code")
    _check(population, criterion, threshold_bp)
    with acting(by.username):
        target = Target.objects.create(plan=plan, code=code, position=plan.targets.count())
        return TargetVersion.objects.create(
            target=target,
            name=name,
            name_en=name_en,
            population=population,
            criterion=criterion,
            threshold_bp=threshold_bp,
            due_on=due_on,
            legal_basis=legal_basis,
            provisional=provisional,
            provisional_en=provisional_en,
            start_on=PartialDate.of(start_on) if start_on else None,
        )


_REVISABLE = frozenset(
    {
        "name",
        "name_en",
        "population",
        "criterion",
        "threshold_bp",
        "due_on",
        "legal_basis",
        "provisional",
        "provisional_en",
    }
)


_CORRECTABLE = frozenset(
    {"code", "name", "issued_on", "resolution", "start_on", "end_on", "is_illustrative"}
)


@transaction.atomic
def correct_plan(
    *, plan: Plan, by: User, reason: str = "", targets_follow: bool = False, **changes: Any
) -> None:
    """Correct what is recorded of a plan; ``reason`` is kept in the history.

    No due date that lay inside the plan's period may come to lie outside of it, unless
    ``targets_follow``: then the targets are corrected next.
    """
    if unknown := changes.keys() - _CORRECTABLE:
        raise TypeError(f"a plan has no {', '.join(sorted(unknown))}")
    present = Plan.objects.select_for_update().get(pk=plan.pk)
    said = {name: getattr(present, name) for name in _CORRECTABLE} | changes
    _check_plan(said, plan)
    if not targets_follow:
        _check_dues(present, said["start_on"], said["end_on"])
    with acting(by.username, reason=clean(reason)):
        Plan.objects.filter(pk=plan.pk).update(**changes)


def _check_plan(said: dict[str, Any], plan: Plan | None) -> None:
    """Refuse a period that ends before it starts, and the number of another plan."""
    if said["end_on"] <= said["start_on"]:
        raise RuleError(_("The plan must end after it starts."), field="end_on")
    others = Plan.objects.exclude(pk=plan.pk) if plan else Plan.objects.all()
    if others.filter(code=said["code"]).exists():
        message = _("There is already a plan with the number %s.")
        raise RuleError(message % said["code"], field="code")


def _check_dues(plan: Plan, start_on: date, end_on: date) -> None:
    """Refuse a period that no longer holds the due date of a target."""
    versions = TargetVersion.objects.filter(target__plan=plan)
    held = versions.filter(due_on__gte=plan.start_on, due_on__lte=plan.end_on)
    message = _("The target %(code)s is due on %(day)s, outside of the period.")
    for version in held.select_related("target").order_by("due_on"):
        if not start_on <= version.due_on <= end_on:
            said = {"code": version.target.code, "day": f"{version.due_on:%d/%m/%Y}"}
            field = "start_on" if version.due_on < start_on else "end_on"
            raise RuleError(message % said, field=field)


@transaction.atomic
def correct_target(*, version: TargetVersion, by: User, reason: str = "", **changes: Any) -> None:
    """Correct what a version should have said all along; earlier editions keep their figures.

    ``reason`` is kept in the history.
    """
    if unknown := changes.keys() - _REVISABLE:
        raise TypeError(f"a version has no {', '.join(sorted(unknown))}")
    said = {name: getattr(version, name) for name in _REVISABLE} | changes
    _check(said["population"], said["criterion"], said["threshold_bp"])
    with acting(by.username, reason=clean(reason)):
        TargetVersion.objects.filter(pk=version.pk).update(**changes)


@transaction.atomic
def revise_target(*, target: Target, from_day: date, by: User, **changes: Any) -> TargetVersion:
    """Let the target say something else from a day; the figures of earlier days keep theirs."""
    if unknown := changes.keys() - _REVISABLE:
        raise TypeError(f"a version has no {', '.join(sorted(unknown))}")
    present = _version_on(target, from_day)
    until = present.end_on
    said = {name: getattr(present, name) for name in _REVISABLE} | changes
    _check(said["population"], said["criterion"], said["threshold_bp"])
    with acting(by.username):
        _end(present, from_day)
        return TargetVersion.objects.create(
            target=target, start_on=PartialDate.of(from_day), end_on=until, **said
        )


@transaction.atomic
def withdraw_target(*, target: Target, from_day: date, by: User) -> None:
    """Take the target out of force from a day on."""
    present = _version_on(target, from_day)
    if target.versions.filter(start_day__gt=from_day).exists():
        raise RuleError(_("The target has a version that begins later; withdraw it from then."))
    with acting(by.username):
        _end(present, from_day)


@transaction.atomic
def set_unit_threshold(
    *, target: Target, unit: Unit, threshold_bp: int | None, from_day: date, by: User
) -> UnitThreshold | None:
    """Give a unit its own threshold from a day, or with None the target's again."""
    if threshold_bp is not None:
        _check_threshold(threshold_bp)
    rows = UnitThreshold.objects.select_for_update().filter(target=target, unit=unit)
    if rows.filter(start_day__gte=from_day).exists():
        raise RuleError(
            _("The unit has a threshold that begins on that day or later."), field="from_day"
        )
    with acting(by.username):
        for present in rows.as_of(from_day):
            present.end_on = PartialDate.of(from_day)
            present.save(update_fields=["end_on"])
        if threshold_bp is None:
            return None
        return UnitThreshold.objects.create(
            target=target, unit=unit, threshold_bp=threshold_bp, start_on=PartialDate.of(from_day)
        )


def _version_on(target: Target, day: date) -> TargetVersion:
    present = target.versions.select_for_update().as_of(day).first()
    if present is None:
        raise RuleError(_("The target is not in force on that day."), field="from_day")
    if present.start_on and present.start_on.earliest == day:
        raise RuleError(
            _("The present version begins on that day; choose a later one."), field="from_day"
        )
    return present


def _end(version: TargetVersion, day: date) -> None:
    version.end_on = PartialDate.of(day)
    version.save(update_fields=["end_on"])


def _check(population: Any, criterion: Any, threshold_bp: int) -> None:
    for field, value, read in (
        ("population", population, parse_population),
        ("criterion", criterion, read_criterion),
    ):
        try:
            read(value)
        except ConditionError as error:
            raise _fault(field, error) from error
    _check_threshold(threshold_bp)


def read_criterion(value: Any, *, of_table: bool = False) -> Condition:
    """Parse a criterion, or a column's condition; refuse a training category not in the list."""
    criterion = parse(value, of_table=of_table)
    known = set(TrainingCategory.objects.values_list("code", flat=True))
    for path, category in _categories(value, "$"):
        if category not in known:
            reason = "unknown training category %(category)s"
            raise ConditionError(path, reason, category=repr(category))
    return criterion


def _check_threshold(threshold_bp: int) -> None:
    if not 1 <= threshold_bp <= 10_000:
        raise RuleError(
            _("The threshold must be above 0 % and at most 100 %."), field="threshold_bp"
        )


def _fault(field: str, error: ConditionError) -> RuleError:
    message = _("The condition has a fault at %(path)s: %(reason)s.")
    return RuleError(message % {"path": error.path, "reason": reason_words(error)}, field=field)


def _categories(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield each training category that a well-formed condition names, with its path."""
    key, body = next(iter(value.items()))
    here = f"{path}.{key}"
    if key == "trained":
        yield f"{here}.category", body["category"]
    elif key == "not":
        yield from _categories(body, here)
    elif key in ("all", "any"):
        for i, part in enumerate(body):
            yield from _categories(part, f"{here}[{i}]")
