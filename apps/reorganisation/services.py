"""Preparing, applying and undoing a reorganisation, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.verifying import post_violations
from apps.common.errors import RuleError
from apps.common.reach import Reach, beyond_scope
from apps.reorganisation import formers
from apps.reorganisation.carrying_out import carry_out, units_by_key
from apps.reorganisation.checking import check_rights, check_sound
from apps.reorganisation.drafting import keep_draft
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.moving import Destinations, destinations, move, posts_of, serving
from apps.reorganisation.plans import Plan
from apps.reorganisation.reading import parse
from apps.reorganisation.selectors import plan_of
from apps.units.services import changing_the_tree, hold_tree
from apps.units.verifying import Violation, tree_violations

State = Reorganisation.State


def prepare(*, body: Mapping[str, Any], by: User) -> Reorganisation:
    """Keep a sound plan as a draft. Raises FaultyPlanError with every fault of its form."""
    check_sound(*parse(body))
    return keep_draft(body=body, faults=[], by=by)


def apply(*, reorganisation: Reorganisation, by: User, now: datetime) -> Destinations:
    """Carry a draft out: units, successions and posts in one transaction.

    Raises RuleError when it was applied already, an act is refused, the user does not answer for
    all units, a post would go nowhere, or a rule of the tree or of posts would be broken.
    """
    with transaction.atomic():
        row = _locked(reorganisation, State.DRAFT)
        check_sound(*parse(row.plan))
        hold_tree()
        with (
            beyond_scope(Reach.REORGANISING),
            acting(by.username, reason=row.decision) as context,
        ):
            plan = plan_of(row)
            check_rights(plan, by)
            found = _carry_out(row, plan, by)
            formers.keep_made(row, context.id)
            row.marks = formers.marks()
            row.state, row.acted_by, row.acted_at = State.APPLIED, by, now
            row.save()
    return found


def undo(*, reorganisation: Reorganisation, by: User, now: datetime) -> None:
    """Put everything back as it stood before, unless something was built on it since.

    Raises RuleError naming the first unit or person whose facts were changed since.
    """
    with transaction.atomic():
        row = _locked(reorganisation, State.APPLIED)
        hold_tree()
        check_rights(check_sound(*parse(row.plan)), by)
        with (
            beyond_scope(Reach.REORGANISING),
            changing_the_tree(by, reason=_("%s undone") % row.decision),
        ):
            formers.check_untouched(row)
            formers.put_back(row)
        row.state, row.acted_by, row.acted_at = State.UNDONE, by, now
        with acting(by.username):
            row.save()


def _locked(reorganisation: Reorganisation, state: State) -> Reorganisation:
    row = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    if row.state != state:
        raise RuleError(
            _("This reorganisation is %s already.") % State(row.state).label
            if row.state != State.DRAFT
            else _("This reorganisation has not been applied.")
        )
    return row


def _carry_out(row: Reorganisation, plan: Plan, by: User) -> Destinations:
    broken, misplaced = set(tree_violations()), set(post_violations())
    found = destinations(plan, posts_of(plan))
    _check_people(found)
    with changing_the_tree(by, reason=plan.decision):
        formers.keep_before(row, found)
        carry_out(plan)
        move(found, units_by_key(plan.keys()), plan.effective_on, plan.decision)
    _check_nobody_lost(plan, found)
    _check_rules_hold(broken, misplaced)
    return found


def _check_rules_hold(broken: set[Violation], misplaced: set[Violation]) -> None:
    """Refuse what breaks a rule across rows that held; of a post without saying whose."""
    new = sorted(set(tree_violations()) - broken)
    if new:
        rule, where, what = new[0]
        message = _("The tree would not hold: %(rule)s (%(where)s: %(what)s).")
        raise RuleError(message % {"rule": rule, "where": where, "what": what})
    outside = sorted(set(post_violations()) - misplaced)
    if outside:
        said = {"count": len(outside), "what": outside[0][2]}
        message = _("%(count)s posts would lie outside their unit's existence, the first %(what)s.")
        raise RuleError(message % said)


def _check_people(found: Destinations) -> None:
    if found.unused:
        message = _("%s is named, but holds no post in the units that are reorganised.")
        raise RuleError(message % found.unused[0].cadre)
    later = next((post for post in found.leaving if not post.has_begun), None)
    if later:
        message = _("%s leaves, but holds a post that begins later. Take that post back first.")
        raise RuleError(message % later.cadre)
    if found.lost:
        post = found.lost[0]
        message = _(
            "%(count)s posts of units that end go nowhere, the first that of %(cadre)s in %(unit)s."
            " Say by name or by rule where they go."
        )
        said = {"count": len(found.lost), "cadre": post.cadre, "unit": post.unit}
        raise RuleError(message % said)


def _check_nobody_lost(plan: Plan, found: Destinations) -> None:
    """Refuse what would drop somebody; that nobody is counted twice holds the database."""
    gone = {post.cadre_id for post in found.leaving}
    held = {p.cadre_id for p, _to in found.going if p.is_primary and p.has_begun} - gone
    if len(serving(sorted(held), plan.effective_on)) < len(held):
        raise RuleError(_("Somebody would lose the post that is counted."))
