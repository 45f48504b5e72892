"""Checking a batch: its problems, its doubts, its counts and its effect are kept."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.accounts.access import may
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.imports.checking.check import Outcome, Reader, check
from apps.imports.models import Batch, Problem, Question
from apps.imports.steps.effects import plain
from apps.imports.steps.reading import readings_of, without_numbers
from apps.imports.steps.said import read_and_keep
from apps.imports.steps.working import Step
from apps.imports.steps.writing import size_of, write_changes
from apps.imports.workbook.contract import Extract, UnreadableError
from apps.metrics.previews.preview import effect_of

_TOTAL = 100


def check_batch(step: Step) -> None:
    """Check a batch and keep what was found."""
    batch, tell = step.batch, step.told(_TOTAL)
    try:
        tell(1)
        said = read_and_keep(batch)
    except UnreadableError as error:
        with transaction.atomic():
            step.settle(state=Batch.State.REFUSED, reason=error.message)
        return
    if not sum(count.read for count in said.counts.values()):
        reason = _("No row of the file is read. Say which sheet holds what, and where it begins.")
        with transaction.atomic():
            step.settle(state=Batch.State.REFUSED, reason=reason, checked_at=None)
        return
    tell(25)
    outcome = look(step, said)
    tell(60)
    effect = effect_of_writing(step, outcome)
    tell(95)
    with transaction.atomic():
        keep(step, outcome, said, effect=effect)


def look(step: Step, said: Extract, *, hold: bool = False) -> Outcome:
    """Check what a batch's file says, as whoever acts."""
    batch = step.batch
    answers = Question.objects.filter(batch=batch).exclude(answer="")
    reader = Reader(
        user=batch.acted_by or batch.uploaded_by,
        home=batch.unit_id,
        day=step.day,
        uploaded_at=batch.uploaded_at,
        answers=dict(answers.values_list("token", "answer")),
    )
    tell = step.told(_TOTAL, since=25) if not hold else lambda done: None
    return check(
        said, readings_of(batch), reader, hold=hold, told=lambda done: tell(35 * done // 100)
    )


def effect_of_writing(step: Step, outcome: Outcome) -> dict[str, Any]:
    """Return the effect of the rows that nothing keeps back, as plain values."""
    user = step.batch.acted_by or step.batch.uploaded_by
    if not size_of(outcome.changes) or not may(user, Permission.PEOPLE_EDIT):
        return {}
    try:
        effects = effect_of(
            lambda: write_changes(outcome.changes, outcome.held), user=user, day=step.day
        )
    except (IntegrityError, RuleError):
        # Rows that were left out for a fault may be what others rest on.
        return {}
    return plain(effects)


def keep(
    step: Step,
    outcome: Outcome,
    said: Extract,
    *,
    effect: dict[str, Any],
    reason: str = "",
) -> None:
    """Keep what a check found, inside the caller's transaction."""
    batch = step.batch
    Problem.objects.filter(batch=batch).delete()
    Problem.objects.bulk_create(
        [
            Problem(
                batch=batch,
                sheet=found.sheet[:200],
                row=max(0, found.row),
                column=found.column[:3],
                heading=found.heading[:200],
                value=without_numbers(found.value)[:200],
                message=without_numbers(found.message),
                is_fault=found.is_fault,
            )
            for found in outcome.problems
        ],
        batch_size=2000,
    )
    _keep_questions(batch, outcome)
    step.settle(
        state=Batch.State.CHECKED if outcome.is_sound else Batch.State.REFUSED,
        counts=counts_of(outcome, said),
        effect=effect,
        digest=outcome.digest,
        checked_at=Now(),
        reason=reason,
    )


def _keep_questions(batch: Batch, outcome: Outcome) -> None:
    """Keep new questions, and note which are asked no more; answers stay."""
    asked = {doubt.identity.token for doubt, _sheet, _row in outcome.doubts}
    answered = Question.objects.filter(batch=batch).exclude(answer="")
    Question.objects.filter(batch=batch, answer="").exclude(token__in=asked).delete()
    answered.filter(token__in=asked).update(answer="")
    Question.objects.bulk_create(
        [
            Question(
                batch=batch,
                token=doubt.identity.token,
                sheet=sheet[:200],
                row=row,
                said=doubt.said(),
                candidates=[
                    {"pk": k.pk, "key": k.key, "name": k.name, "born": k.born, "unit": k.unit}
                    for k in doubt.candidates
                ],
                why=doubt.why,
                may_be_new=doubt.may_be_new,
            )
            for doubt, sheet, row in outcome.doubts
        ],
        update_conflicts=True,
        unique_fields=["batch", "token"],
        update_fields=["sheet", "row", "said", "candidates", "why", "may_be_new"],
        batch_size=2000,
    )


def counts_of(outcome: Outcome, said: Extract) -> dict[str, Any]:
    """Return the counts that the pages and the command show."""
    faulty = {(p.sheet, p.row) for p in outcome.problems if p.is_fault and p.row}
    sheets = {
        sheet: {"read": count.read, "skipped": count.skipped}
        for sheet, count in said.counts.items()
    }
    totals = {
        word: sum(counts[word] for counts in outcome.counts.values())
        for word in ("new", "corrected", "unchanged", "conflicting")
    }
    return {
        "sheets": len(sheets),
        "by_sheet": sheets,
        "by_table": outcome.counts,
        "rows": sum(count["read"] for count in sheets.values()),
        "faulty_rows": len(faulty),
        "faults": sum(problem.is_fault for problem in outcome.problems),
        "notes": sum(not problem.is_fault for problem in outcome.problems),
        "questions": len(outcome.doubts),
        "new_people": outcome.counts["cadres.csv"]["new"],
        **totals,
    }
