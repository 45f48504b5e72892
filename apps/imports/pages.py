"""What the pages of the import show: steps, columns, problems, counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.imports.models import Batch, Problem, Question
from apps.imports.services import JOB
from apps.imports.steps.effects import UnitShown, shown
from apps.imports.steps.reading import readings_of
from apps.imports.words import DATE_ORDERS, DOUBTS, ENCODINGS, TABLES, field_word, kept_words
from apps.imports.workbook.cells import column_letters
from apps.imports.workbook.contract import SheetReading
from apps.imports.workbook.vocabulary import FIELDS
from apps.jobs.models import Job

State = Batch.State
STEPS = (
    gettext_lazy("Upload the file"),
    gettext_lazy("Read the columns"),
    gettext_lazy("Check the file"),
    gettext_lazy("Confirm"),
    gettext_lazy("Write"),
)
_AT = {
    State.UPLOADED: 2,
    State.READ: 2,
    State.CHECKING: 3,
    State.REFUSED: 3,
    State.CHECKED: 4,
    State.APPLYING: 5,
    State.APPLIED: 6,
    State.UNDOING: 6,
    State.UNDONE: 6,
    State.DROPPED: 0,
}
_PER_PAGE = 50


@dataclass(frozen=True)
class StepShown:
    """One of the five steps."""

    number: int
    word: str | Promise
    state: str  # done, current, ahead


def steps(batch: Batch | None, *, at: int | None = None) -> list[StepShown]:
    """Return the five steps as they stand for a batch; without one, the first is current."""
    if at is None:
        state = batch.failed_in if batch and batch.state == State.FAILED else batch and batch.state
        at = _AT.get(state, 1) if state else 1  # type: ignore[call-overload]
        if batch and batch.state == State.REFUSED and not batch.checked_at:
            at = 2
    return [
        StepShown(n, word, "done" if n < at else "current" if n == at else "ahead")
        for n, word in enumerate(STEPS, start=1)
    ]


def listed(user: User, day: date, number: str | None) -> Page:
    """Return a page of the batches that the user may see, the latest first."""
    seen = Batch.objects.visible_to(user, day).select_related("unit", "uploaded_by")
    return Paginator(seen, 20).get_page(number)


@dataclass(frozen=True)
class Progress:
    """How far a worker is; ``total`` is 0 while it has not begun."""

    done: int
    total: int
    is_waiting: bool

    @property
    def percent(self) -> int:
        """The hundredths that are done."""
        return min(100, 100 * self.done // self.total) if self.total else 0


def progress(batch: Batch) -> Progress:
    """Return how far the work on a batch is."""
    jobs = Job.objects.filter(kind=JOB, day=batch.uploaded_on, subject=str(batch.pk))
    job = jobs.first()
    if job is None:
        return Progress(0, 0, is_waiting=True)
    return Progress(job.done, job.total, is_waiting=job.state != Job.State.RUNNING)


@dataclass(frozen=True)
class ColumnShown:
    """A column of a sheet: its heading, values from it, the field that it is read as."""

    number: int
    letter: str
    heading: str
    samples: list[str]
    field: str
    word: str


@dataclass(frozen=True)
class SheetShown:
    """A sheet as it is read, with what may be chosen."""

    prefix: str
    reading: SheetReading
    columns: list[ColumnShown]
    fields: list[tuple[str, str]]
    dates: list[tuple[str, str, str, str]]  # field, word, order, proof

    @property
    def is_unsettled(self) -> bool:
        """Whether the order of some dates must be chosen."""
        return any(not order for _field, _word, order, _proof in self.dates)

    @property
    def is_open(self) -> bool:
        """Whether there is something to look at: not in what was looked at before."""
        return self.is_unsettled or bool(self.reading.table and not self.reading.is_remembered)


CHOICES = {"tables": TABLES, "orders": DATE_ORDERS, "encodings": ENCODINGS}


def sheets(batch: Batch) -> list[SheetShown]:
    """Return the sheets of a batch with how they are read."""
    return [_sheet(batch, r, f"s{place}") for place, r in enumerate(readings_of(batch))]


def _sheet(batch: Batch, reading: SheetReading, prefix: str) -> SheetShown:
    found = batch.samples.get(reading.sheet, {})
    columns = [
        ColumnShown(
            number,
            column_letters(number),
            reading.headings.get(number, ""),
            found.get(str(number), []),
            reading.columns.get(number, ""),
            field_word(reading.table, reading.columns.get(number, "")),
        )
        for number in sorted({*reading.headings, *reading.columns})
    ]
    fields = [(name, field_word(reading.table, name)) for name in FIELDS.get(reading.table, ())]
    dates = [
        (name, field_word(reading.table, name), order, proof)
        for name, (order, proof) in reading.dates.items()
    ]
    return SheetShown(prefix, reading, columns, fields, dates)


@dataclass(frozen=True)
class CheckShown:
    """What the check of a batch found."""

    batch: Batch
    chips: list[tuple[str, str, int, bool]]  # sheet, word, count, whether it is chosen
    page: Page
    questions: list[tuple[Question, str]]
    answered: int
    effect: list[UnitShown]
    tables: list[tuple[str, dict[str, int]]]

    @property
    def is_ready(self) -> bool:
        """Whether it can be written."""
        return self.batch.state == State.CHECKED

    @property
    def to_write(self) -> int:
        """How many facts would be written."""
        return int(self.batch.counts.get("new", 0)) + int(self.batch.counts.get("corrected", 0))


def check_shown(batch: Batch, query: Any) -> CheckShown:
    """Return what the check of a batch found, narrowed to a sheet and a page."""
    found = Problem.objects.filter(batch=batch)
    sheet = query.get("sheet", "")
    narrowed = found.filter(sheet=sheet) if sheet else found
    asked = Question.objects.filter(batch=batch)
    return CheckShown(
        batch,
        _chips(found, sheet),
        Paginator(narrowed.order_by("-is_fault", "pk"), _PER_PAGE).get_page(query.get("page")),
        [(q, str(DOUBTS.get(q.why, ""))) for q in asked.filter(answer="")[:_PER_PAGE]],
        asked.exclude(answer="").count(),
        shown(batch),
        by_table(batch),
    )


def by_table(batch: Batch) -> list[tuple[str, dict[str, int]]]:
    """Return the counts of each table that the file says something of."""
    found = batch.counts.get("by_table", {})
    counted = ((str(word), found.get(file, {})) for file, word in TABLES.items())
    return [(word, counts) for word, counts in counted if any(counts.values())]


def _chips(found: QuerySet[Problem], chosen: str) -> list[tuple[str, str, int, bool]]:
    counted = found.values("sheet").annotate(
        n=Count("pk"), faults=Count("pk", filter=Q(is_fault=True))
    )
    rows = [
        (row["sheet"], row["sheet"], row["n"], row["sheet"] == chosen)
        for row in counted.order_by("sheet")
    ]
    total = sum(row[2] for row in rows)
    return [("", _("All"), total, not chosen), *rows]


def kept(batch: Batch) -> list[tuple[str, str, str]]:
    """Return what an undo left as it was: key and name of each person, and what of them."""
    files: dict[tuple[str, str], set[str]] = {}
    for row in batch.kept.get("rows", []):
        files.setdefault((row["key"], row["name"]), set()).add(row["table"])
    return [(key, name, kept_words(held)) for (key, name), held in files.items()]
