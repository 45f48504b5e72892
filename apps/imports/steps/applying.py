"""Writing a checked batch: all of it, and exactly what was checked, or nothing."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.audit.history import acting
from apps.audit.selectors import changed_since, mark_of
from apps.cadres.models import Appointment, Appraisal, Cadre, Qualification, Training
from apps.imports.checking.check import Outcome
from apps.imports.checking.comparing import MODELS
from apps.imports.models import Batch, Former
from apps.imports.services import forget_file
from apps.imports.steps.checking import effect_of_writing, keep, look
from apps.imports.steps.said import kept_or_read
from apps.imports.steps.working import Step, one_at_a_time
from apps.imports.steps.writing import keep_formers, size_of, write_changes
from apps.imports.workbook.contract import Extract, UnreadableError

_SOURCES = (
    (Cadre, "pgh_obj_id"),
    (Appointment, "cadre_id"),
    (Qualification, "cadre_id"),
    (Training, "cadre_id"),
    (Appraisal, "cadre_id"),
)


class OvertakenError(Exception):
    """What would be written is no longer what was checked."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("what is recorded has changed since the check")
        self.outcome = outcome


def apply(step: Step) -> None:
    """Write a checked batch; when what is recorded has changed, go back to the check and say so."""
    try:
        said = kept_or_read(step.batch)
    except UnreadableError as error:
        with transaction.atomic():
            step.settle(state=Batch.State.REFUSED, reason=error.message)
        return
    total = sum(step.batch.counts.get(word, 0) for word in ("new", "corrected"))
    with one_at_a_time(step, total):
        try:
            with transaction.atomic():
                _write(step, said, total)
        except OvertakenError as error:
            _go_back(step, said, error.outcome)


def _write(step: Step, said: Extract, total: int) -> None:
    batch = step.batch
    by = batch.acted_by or batch.uploaded_by
    with acting(by.username, reason=f"batch {batch.pk}") as context:
        outcome = look(step, said, hold=True)
        if not outcome.is_sound or outcome.digest != batch.digest:
            raise OvertakenError(outcome)
        Former.objects.filter(batch=batch).delete()
        keep_formers(batch.pk, outcome.changes, outcome.held)
        write_changes(
            outcome.changes, outcome.held, told=step.told(size_of(outcome.changes) or total)
        )
    marks = {file: mark_of(model) for file, model in MODELS.items()}
    forget_file(batch)
    step.settle(
        state=Batch.State.APPLIED,
        applied_at=Now(),
        context=context.id,
        marks=marks,
        samples={},
        file="",
    )


def _go_back(step: Step, said: Extract, outcome: Outcome) -> None:
    """Keep what a fresh check found, with whose records changed since the last one."""
    effect = effect_of_writing(step, outcome)
    with transaction.atomic():
        keep(step, outcome, said, effect=effect, reason=_overtaken(step.batch, outcome))


def _overtaken(batch: Batch, outcome: Outcome) -> str:
    since = batch.checked_at or batch.uploaded_at
    changed = changed_since(since, *_SOURCES)
    people = outcome.held["cadres.csv"]
    names = people.loc[people["id"].isin(changed), "full_name"].tolist()
    if not names:
        return _("What is recorded has changed since the check. Look at it again, then write it.")
    message = _(
        "Since the check somebody changed the records of %(names)s. Look at what would be written"
        " now, then write it."
    )
    shown = ", ".join(names[:5]) + (f" (+{len(names) - 5})" if len(names) > 5 else "")
    return message % {"names": shown}
