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
