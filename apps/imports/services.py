"""What officers do with a batch. The long steps are asked for here and done by a worker."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.imports.models import Batch, Question, RememberedReading
from apps.imports.workbook.contract import SheetReading
from apps.imports.workbook.limits import MAX_FILE, MIB
from apps.jobs.services import ask_again
from apps.units.models import Unit

JOB = "import"
_FOLDER = "imports"
_REMEMBERED = 50
State = Batch.State


def upload(*, chunks: Iterable[bytes], name: str, unit: Unit, by: User, day: date) -> Batch:
    """Keep a file and ask a worker to read it.

    Raises RuleError when it is empty or too large; then nothing is kept.
    """
    with transaction.atomic():
        batch = receive(chunks=chunks, name=name, unit=unit, by=by, day=day)
        _ask(batch)
    return batch


def receive(*, chunks: Iterable[bytes], name: str, unit: Unit, by: User, day: date) -> Batch:
    """Keep a file under a name of our own, without asking anybody to read it."""
    file = f"{_FOLDER}/{secrets.token_hex(16)}"
    path = Path(settings.MEDIA_ROOT / file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        size, sha256 = _keep(chunks, path)
        return Batch.objects.create(
            unit=unit,
            uploaded_by=by,
            uploaded_on=day,
            acted_by=by,
            language=get_language() or settings.LANGUAGE_CODE,
            name=clean(Path(name).name)[-200:] or "?",
            file=file,
            sha256=sha256,
            size=size,
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _keep(chunks: Iterable[bytes], path: Path) -> tuple[int, str]:
    seal, size = hashlib.sha256(), 0
    with path.open("xb") as kept:
        path.chmod(0o600)
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_FILE:
                raise RuleError(too_large(), field="file")
            seal.update(chunk)
            kept.write(chunk)
    if not size:
        raise RuleError(_("The file is empty. Choose another one."), field="file")
    return size, seal.hexdigest()


def too_large() -> str:
    """Say how large a file may be, and what to do with a larger one."""
    message = _(
        "The file is larger than %s MB. Remove pictures and sheets that are not needed, or divide"
        " it into several files."
    )
    return message % (MAX_FILE // MIB)


@transaction.atomic
def read_as(*, batch: Batch, readings: Sequence[SheetReading], by: User) -> None:
    """Settle how the sheets are read, remember it for the unit, and ask for the check."""
    held = _held(batch, State.READ, State.CHECKED, State.REFUSED)
    held.readings = [reading.to_json() for reading in readings]
    for reading in readings:
        if reading.table and reading.headings:
            _remember(held.unit, reading, by)
    _move(held, State.CHECKING, by)


@transaction.atomic
def read_again(*, batch: Batch, readings: Sequence[SheetReading], by: User) -> None:
    """Ask for the columns to be found anew, under other headings or for another table."""
    held = _held(batch, State.READ, State.CHECKED, State.REFUSED)
    held.readings = [reading.to_json() for reading in readings]
    _move(held, State.UPLOADED, by)


def _remember(unit: Unit, reading: SheetReading, by: User) -> None:
    said = "\n".join(f"{n}:{reading.headings[n]}" for n in sorted(reading.headings))
    RememberedReading.objects.update_or_create(
        unit=unit,
        headings=hashlib.sha256(said.encode()).hexdigest(),
        defaults={"reading": reading.to_json(), "saved_by": by},
    )
    old = RememberedReading.objects.filter(unit=unit).order_by("-saved_at", "-pk")[_REMEMBERED:]
    RememberedReading.objects.filter(pk__in=[row.pk for row in old]).delete()


@transaction.atomic
def answer(*, batch: Batch, answers: Mapping[str, str], by: User) -> None:
    """Settle doubtful matches, each by its token, and ask for the check again.

    An answer is the id of a candidate, "new", or empty to take it back.
    """
    held = _held(batch, State.CHECKED, State.REFUSED)
    for question in Question.objects.select_for_update().filter(batch=held):
        said = answers.get(question.token)
        if said is None or said == question.answer:
            continue
        allowed = {str(candidate["pk"]) for candidate in question.candidates} | {""}
        if said in allowed or (said == "new" and question.may_be_new):
            Question.objects.filter(pk=question.pk).update(answer=said)
    _move(held, State.CHECKING, by)


@transaction.atomic
def check_again(*, batch: Batch, by: User) -> None:
    """Ask for the check again, as when a unit was opened meanwhile."""
    _move(_held(batch, State.CHECKED, State.REFUSED), State.CHECKING, by)


@transaction.atomic
def confirm(*, batch: Batch, by: User) -> None:
    """Ask for a checked batch to be written."""
    _move(_held(batch, State.CHECKED), State.APPLYING, by)


@transaction.atomic
def undo(*, batch: Batch, by: User) -> None:
    """Ask for a written batch to be taken back."""
    _move(_held(batch, State.APPLIED), State.UNDOING, by)


@transaction.atomic
def try_again(*, batch: Batch, by: User) -> None:
    """Ask once more for the step that was given up."""
    held = _held(batch, State.FAILED)
    _move(held, held.failed_in or State.UPLOADED, by)


@transaction.atomic
def drop(*, batch: Batch, by: User) -> None:
    """Give a batch up before it is written; its file goes."""
    held = _held(batch, State.READ, State.CHECKED, State.REFUSED, State.FAILED)
    if held.failed_in == State.UNDOING:
        raise RuleError(_("What this batch wrote is recorded; it can only be undone."))
    held.acted_by = by
    put_away(held)


def put_away(batch: Batch) -> None:
    """Let nothing stay of a batch that wrote nothing but that it was there."""
    batch.problems.all().delete()
    batch.questions.all().delete()
    batch.state, batch.samples, batch.effect = State.DROPPED, {}, {}
    forget_file(batch)
    batch.save()


def forget_file(batch: Batch) -> None:
    """Delete the file of a batch that needs it no more."""
    paths = [Path(batch.path), beside(batch)] if batch.file else []
    batch.file = ""
    transaction.on_commit(lambda: _unlink(paths))


def beside(batch: Batch) -> Path:
    """Return where what the file of a batch says is kept: beside the file, and as long."""
    return Path(f"{batch.path}.said")


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _held(batch: Batch, *states: str) -> Batch:
    """Hold the batch's row; refuse an act that somebody else has overtaken."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.state not in states:
        message = _("This batch has been moved on meanwhile: it is %s.")
        raise RuleError(message % held.get_state_display())
    return held


def _move(batch: Batch, state: str, by: User) -> None:
    batch.state, batch.acted_by = state, by
    batch.language = get_language() or settings.LANGUAGE_CODE
    batch.reason = batch.failed_in = ""
    batch.save()
    _ask(batch)


def _ask(batch: Batch) -> None:
    by = batch.acted_by.username if batch.acted_by else ""
    ask_again(kind=JOB, day=batch.uploaded_on, by=by, subject=str(batch.pk))
