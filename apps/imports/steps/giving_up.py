"""What becomes of batches whose work failed too often, and of files that nobody needs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Now

from apps.imports.models import Batch
from apps.imports.services import JOB, put_away
from apps.jobs.models import Job

_KEPT = timedelta(days=30)


def give_up_batches() -> int:
    """Say of batches that no worker will move on any more that they failed; return how many."""
    jobs = Job.objects.filter(
        kind=JOB,
        state=Job.State.FAILED,
        day=OuterRef("uploaded_on"),
        subject=Cast(OuterRef("pk"), CharField()),
    )
    stuck = Batch.objects.at_work().filter(Exists(jobs))
    return stuck.update(state=Batch.State.FAILED, failed_in=F("state"), reason=Value(""))


def forget_old_files() -> int:
    """Drop batches left alone for a month, and their files with them; return how many."""
    count = 0
    old = Batch.objects.filter(uploaded_at__lt=Now() - _KEPT, state__in=Batch.OPEN)
    for pk in list(old.exclude(file="").values_list("pk", flat=True)):
        with transaction.atomic():
            batch = old.select_for_update().filter(pk=pk).first()
            if batch and batch.failed_in != Batch.State.UNDOING:
                put_away(batch)
                count += 1
    return count
