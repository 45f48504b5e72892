"""The same import for the shell: read, check and write at once, without a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.imports.models import Batch
from apps.imports.services import forget_file, receive
from apps.imports.steps.applying import apply
from apps.imports.steps.checking import check_batch
from apps.imports.steps.reading import read
from apps.imports.steps.working import Step
from apps.units.models import Unit
from apps.units.tree import two_levels

_CHUNK = 1 << 20
State = Batch.State
FaultRow = tuple[str, int, str, str, str]


def import_file(path: Path, *, by: User, day: date, is_applied: bool) -> Batch:
    """Check a file, and write it when asked and when it is sound; return the batch.

    Raises RuleError when the user keeps no unit's records, or the file is empty or too large.
    """
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(_CHUNK), b"")
        batch = receive(chunks=chunks, name=path.name, unit=_home(by, day), by=by, day=day)
    read(Step(batch, None, day))
    batch.refresh_from_db()
    if batch.state == State.READ:
        _step(batch, State.CHECKING)
        check_batch(Step(batch, None, day))
        batch.refresh_from_db()
    if batch.state == State.CHECKED and is_applied:
        _step(batch, State.APPLYING)
        apply(Step(batch, None, day))
        batch.refresh_from_db()
    return batch


def forget(batch: Batch) -> None:
    """Leave nothing behind of a batch that wrote nothing."""
    forget_file(batch)
    Batch.objects.filter(pk=batch.pk).delete()


def fault_rows(batch: Batch) -> Iterator[FaultRow]:
    """Yield what keeps a batch from being written: sheet, row, column, value, message."""
    if batch.reason:
        yield "", 0, "", "", batch.reason
    for fault in batch.problems.filter(is_fault=True):
        yield fault.sheet, fault.row, fault.column, fault.value, fault.message
    for question in batch.questions.filter(answer=""):
        names = "; ".join(f"{c['name']} ({c['key']})" for c in question.candidates)
        message = _(
            "It is doubtful who is meant: %s. Add the staff number, or settle it on screen."
        )
        yield question.sheet, question.row, "", question.said["name"], message % names


def _home(by: User, day: date) -> Unit:
    kept = two_levels(by, day, Permission.PEOPLE_EDIT)
    if not kept:
        raise RuleError(_("%s keeps the records of no unit.") % by.username)
    return Unit.objects.get(key=kept[0][0])


def _step(batch: Batch, state: str) -> None:
    batch.state = state
    batch.save(update_fields=["state"])
