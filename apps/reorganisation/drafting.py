"""Keeping plans as drafts: from a file, with its faults if it has any, and act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.reorganisation.checking import FaultyPlanError, faults_of_people, faults_of_units
from apps.reorganisation.models import Destination, Outlook, Reorganisation
from apps.reorganisation.plans import Open, Plan
from apps.reorganisation.reading import Fault, is_placed, named_in, parse
from apps.units.models import Unit

State = Reorganisation.State
_LONGEST = 300


@transaction.atomic
def upload(
    *, body: Any, name: str, by: User, replaced: Reorganisation | None = None
) -> Reorganisation:
    """Keep what a file says as a draft, in the place of another; with its faults if it has any."""
    plan, faults = parse(body)
    if is_placed(body, plan):
        faults += [*faults_of_units(plan, by), *faults_of_people(body, plan, by)]
    row = editable(replaced) if replaced else None
    return keep_draft(body=body, faults=faults, by=by, row=row, name=name)


@transaction.atomic
def keep_draft(
    *,
    body: Any,
    faults: Sequence[Fault],
    by: User,
    row: Reorganisation | None = None,
    name: str = "",
) -> Reorganisation:
    """Write a plan to a draft, or a new one. Of a faulty file nobody's name is kept."""
    plan, _faults = parse(body)
    row = row or Reorganisation(prepared_by=by)
    row.plan = _without_names(body)
    row.faults = [[fault.path, fault.template, fault.value] for fault in faults]
    row.state = State.FAULTY if faults else State.DRAFT
    row.name = (plan.name or name)[:_LONGEST]
    row.decision = plan.decision
    is_dated = not any(fault.path == "$.effective_on" for fault in faults)
    row.effective_on = plan.effective_on if is_dated else None
    _note_units(row, plan, is_sound=not faults)
    row.refusal = ""
    with acting(by.username):
        row.save()
    row.destinations.all().delete()
    if not faults:
        _keep_names(row, body, by)
    looked_at_before(row)
    return row


def _without_names(body: Any) -> Any:
    if not isinstance(body, dict) or not named_in(body):
        return body
    rules = [part for part in body["people"] if not (isinstance(part, dict) and "cadre" in part)]
    return {**body, "people": rules}


def _keep_names(row: Reorganisation, body: Any, by: User) -> None:
    to = {str(part["cadre"]): part.get("to") or "" for _path, part in named_in(body)}
    found = dict(Cadre.objects.filter(key__in=to).values_list("key", "pk"))
    unknown = [path for path, part in named_in(body) if part["cadre"] not in found]
    if unknown:
        faults = [Fault(f"{path}.cadre", "names nobody whose record you keep") for path in unknown]
        raise FaultyPlanError(faults)
    Destination.objects.bulk_create(
        Destination(reorganisation=row, cadre_id=found[key], to=unit, sent_by=by)
        for key, unit in to.items()
    )


def _note_units(row: Reorganisation, plan: Plan, *, is_sound: bool) -> None:
    keys = plan.keys() if is_sound else set()
    known = dict(Unit.objects.filter(key__in=keys).values_list("key", "pk"))
    opened = {act.unit for act in plan.of(Open)}
    row.covers = sorted(pk for key, pk in known.items() if key not in opened)
    row.sources = sorted(known[key] for key in set(plan.sources()) if key in known)


def looked_at_before(row: Reorganisation) -> None:
    """Note that what was foreseen of a plan is no longer what it says."""
    Outlook.objects.filter(reorganisation=row).update(is_current=False)


def editable(row: Reorganisation) -> Reorganisation:
    """Return a draft as it is now, held for a change; RuleError when it is none any more."""
    held = Reorganisation.objects.select_for_update().get(pk=row.pk)
    if not held.is_editable:
        raise RuleError(_("The plan cannot be changed now: look at its page."))
    return held


@transaction.atomic
def change(
    *,
    row: Reorganisation,
    edit: Callable[[dict[str, Any]], None],
    by: User,
    runs_units: bool = True,
) -> Reorganisation:
    """Change the plan of a draft in place; RuleError with the first fault that it would have.

    Whoever does not run its units has to be admitted to the change by the caller.
    """
    held = editable(row)
    body = dict(held.plan)
    edit(body)
    plan, faults = parse(body)
    faults = [fault for fault in faults if fault.template != "name at least one act"]
    if runs_units and not faults:
        faults = faults_of_units(plan, by)
    if faults:
        raise FaultyPlanError(faults[:1])
    held.plan, held.state, held.faults, held.refusal = body, State.DRAFT, [], ""
    held.name, held.decision, held.effective_on = plan.name, plan.decision, plan.effective_on
    _note_units(held, plan, is_sound=True)
    with acting(by.username):
        held.save()
    looked_at_before(held)
    return held


def put(place: str, part: Mapping[str, Any], at: int | None) -> Callable[[dict[str, Any]], None]:
    """Return the edit that adds an act or rule to ``place``, or puts it where another stood."""

    def edit(body: dict[str, Any]) -> None:
        parts = list(body.get(place, []))
        body[place] = parts
        if at is None:
            parts.append(dict(part))
        else:
            parts[at] = dict(part)

    return edit


def take_out(place: str, at: int, was: Mapping[str, Any]) -> Callable[[dict[str, Any]], None]:
    """Return the edit that takes an act or rule out, if it is still what it was."""

    def edit(body: dict[str, Any]) -> None:
        parts = list(body.get(place, []))
        if at >= len(parts) or parts[at] != was:
            raise RuleError(_("Somebody changed the plan meanwhile. Look again."))
        del parts[at]
        body[place] = parts

    return edit


@transaction.atomic
def begin(*, head: Mapping[str, Any], by: User) -> Reorganisation:
    """Keep a plan without acts as a draft, to be filled in act by act."""
    return keep_draft(body={**head, "acts": [], "people": []}, faults=[], by=by)


@transaction.atomic
def drop(*, row: Reorganisation, by: User) -> None:
    """Let a draft go; that it was there stays in the history."""
    held = editable(row)
    with acting(by.username):
        held.delete()
