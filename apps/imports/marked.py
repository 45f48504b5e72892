"""The uploaded workbook back, with a mark and a comment at every problem."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from apps.common.errors import RuleError
from apps.imports.models import Batch
from apps.imports.workbook.contract import Problem, UnreadableError
from apps.imports.workbook.marking import mark_faults


def marked_workbook(batch: Batch) -> bytes:
    """Return the file of a batch with its problems marked; raise RuleError when it is gone."""
    problems = [
        Problem(p.sheet, p.row, p.column, p.heading, p.value, p.message, p.is_fault)
        for p in batch.problems.all()
    ]
    if not batch.file:
        raise RuleError(_("The file of this batch is not kept any more."))
    try:
        return mark_faults(Path(batch.path), name=batch.name, problems=problems)
    except (UnreadableError, FileNotFoundError) as error:
        raise RuleError(_("The file cannot be marked; use the table of faults.")) from error
