"""Which step a batch waits for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils.translation import override

from apps.common.stepping_down import acting_for
from apps.imports.models import Batch
from apps.imports.steps.applying import apply
from apps.imports.steps.checking import check_batch
from apps.imports.steps.reading import read
from apps.imports.steps.undoing import undo
from apps.imports.steps.working import Step
from apps.jobs.models import Job
from apps.jobs.services import finish

_STEPS: dict[str, Callable[[Step], None]] = {
    Batch.State.UPLOADED: read,
    Batch.State.CHECKING: check_batch,
    Batch.State.APPLYING: apply,
    Batch.State.UNDOING: undo,
}


def move_on(job: Job, *, day: date) -> None:
    """Do the step that the batch of a job waits for; nothing when it waits for none."""
    batches = Batch.objects.select_related("unit", "uploaded_by", "acted_by")
    batch = batches.filter(pk=int(job.subject)).first()
    if batch is None or batch.state not in _STEPS:
        with transaction.atomic():
            finish(job)
        return
    by = batch.acted_by or batch.uploaded_by
    with override(batch.language), acting_for(by.pk):
        _STEPS[batch.state](Step(batch, job, day))
