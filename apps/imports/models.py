"""Workbooks on their way into the records: what was uploaded, found, asked, written, taken back."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.units.models import Unit


class BatchQuerySet(models.QuerySet["Batch"]):
    """Batches by who may see them."""

    def visible_to(self, user: User, day: date) -> Self:
        """Batches of the units whose records the user keeps on day, whoever uploaded them."""
        return self.filter(unit__in=Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT))

    def at_work(self) -> Self:
        """Batches that a worker is to move on."""
        return self.filter(state__in=Batch.WORKING)


class Batch(models.Model):
    """One uploaded workbook, from upload to undo.

    ``readings`` say how its sheets are read and ``samples`` what stands in them, ``counts`` what
    the check found, ``effect`` what it would do to the figures, ``digest`` what exactly would be
    written. ``context`` names the changes in the history and ``marks`` says how far it went then;
    ``kept`` is what an undo left as it was. Problems are said in ``language``, that of whoever
    acted last.
    """

    class State(models.TextChoices):
        """Where the batch stands."""

        UPLOADED = "uploaded", _("being opened")
        READ = "read", _("columns to be looked at")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("ready to be written")
        REFUSED = "refused", _("to be mended")
        APPLYING = "applying", _("being written")
        APPLIED = "applied", _("written")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("given up")
        DROPPED = "dropped", _("dropped")

    WORKING = (State.UPLOADED, State.CHECKING, State.APPLYING, State.UNDOING)
    OPEN = (State.READ, State.CHECKED, State.REFUSED, State.FAILED)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="batches")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="batches")
    uploaded_at = models.DateTimeField(db_default=Now())
    uploaded_on = models.DateField()
    name = models.CharField(_("file"), max_length=200)
    file = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    failed_in = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    readings = models.JSONField(default=list)
    samples = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, default="vi")
    acted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    context = models.UUIDField(null=True)
    marks = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=dict)
    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("batch")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in="uploaded read checking checked refused applying applied undoing"
                    " undone failed dropped".split()
                ),
                name="batch_state_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undoing", "undone"])
                | Q(applied_at__isnull=False),
                name="a_written_batch_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    @property
    def is_working(self) -> bool:
        """Whether a worker is to move it on."""
        return self.state in self.WORKING

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody to look, mend or decide."""
        return self.state in self.OPEN

    @property
    def path(self) -> str:
        """Where the file lies."""
        return str(settings.MEDIA_ROOT / self.file)


class Problem(models.Model):
    """What is wrong with a cell of a batch's file, or worth knowing."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="problems")
    sheet = models.CharField(max_length=200)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=3, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    message = models.TextField()
    is_fault = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("problem")
        indexes = [models.Index(fields=["batch", "sheet", "id"], name="problems_by_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.column}{self.row}: {self.message}"


class Question(models.Model):
    """A doubtful match: is this somebody who is recorded, or a new person? The answer is kept.

    ``said`` holds what the file says, ``candidates`` whom it can mean, ``why`` what is doubtful.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="questions")
    token = models.CharField(max_length=64)
    sheet = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    said = models.JSONField()
    candidates = models.JSONField()
    why = models.CharField(max_length=20)
    may_be_new = models.BooleanField(default=True)
    answer = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("question")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "token"], name="a_question_is_asked_once_in_a_batch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row} {self.answer}"


class Former(models.Model):
    """A row as it was before a batch corrected it; goes when the batch is undone."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="formers")
    table = models.CharField(max_length=40)
    object_id = models.IntegerField()
    columns = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "table", "object_id"], name="a_batch_keeps_a_former_row_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}"


class RememberedReading(models.Model):
    """How a unit's officers had a sheet with certain headings read."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="remembered_readings")
    headings = models.CharField(max_length=64, help_text=_("a hash of the headings"))
    reading = models.JSONField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "headings"], name="a_reading_of_a_unit_is_remembered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.headings}"
