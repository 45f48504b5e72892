"""Who read or took out which personal data. Text and keys only: history blocks nothing."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessLog(models.Model):
    """One reading or export of personal data."""

    class Act(models.TextChoices):
        """What was done with the data."""

        READ = "read", _("read")
        LIST = "list", _("listed")
        EXPORT = "export", _("exported")
        ERASE = "erase", _("erased")

    at = models.DateTimeField(auto_now_add=True)
    username = models.CharField(max_length=150)
    act = models.CharField(max_length=10, choices=Act)
    kind = models.CharField(max_length=30, help_text=_("what was read: cadre, population"))
    key = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("access")
        indexes = [
            models.Index(fields=["at"], name="accesses_in_time"),
            models.Index(fields=["username", "at"], name="accesses_of_an_account"),
            models.Index(fields=["key", "at"], name="accesses_to_a_key"),
            models.Index(fields=["kind", "at"], name="accesses_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.act} {self.kind} {self.key}"


class Shown(models.Model):
    """Whom a list or a file showed: one row for each thousand people.

    ``access`` is the line of the access log; ``month`` counts the months of its moment (UTC), so
    that the lists that showed somebody are found month by month, the latest first.
    """

    access = models.BigIntegerField(db_index=True)
    month = models.IntegerField()
    people = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["month", "people"], name="lists_that_showed_a_person")]

    def __str__(self) -> str:
        return f"{self.access}: {len(self.people)}"


class Seal(models.Model):
    """What a table of history held up to a row, in one number that follows from all before it.

    One row for each table and night, in the order of ``number`` and ``table``. It covers the rows
    numbered above ``after`` up to ``last``; ``marks`` holds a number and eight signs of each, so
    that the row that was tampered with can be named.
    """

    number = models.PositiveIntegerField(_("number"))
    table = models.CharField(_("table"), max_length=100)
    day = models.DateField(_("day"))
    sealed_at = models.DateTimeField(_("sealed at"))
    after = models.BigIntegerField()
    last = models.BigIntegerField()
    rows = models.PositiveBigIntegerField()
    columns = models.JSONField(default=list)
    marks = models.BinaryField()
    content = models.CharField(max_length=64)
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number", "table"]
        verbose_name = _("seal")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "table"], name="a_table_is_sealed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("after")), name="a_seal_covers_rows_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.table} {self.day}"


class Gap(models.Model):
    """Rows that were lawfully taken out of what else stays as it was written.

    ``spans`` are the first and last number of each run of them; ``sign`` is made with a key that
    the database does not have, so that a gap cannot be made up where rows are missing.
    """

    table = models.CharField(_("table"), max_length=100)
    spans = models.JSONField()
    rows = models.PositiveBigIntegerField(_("rows"))
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=150, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    sign = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("lawful gap")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_gap_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.rows}"
