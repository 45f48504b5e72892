"""Lists too long to be written while whoever asked waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.reports.models.list_requests import ListRequest
from apps.reports.models.wanted_lists import FORMATS, KINDS, WantedList

LAST_FOR_TWO = timedelta(hours=24)


class LongListQuerySet(models.QuerySet["LongList"]):
    """Long lists by whose they are."""

    def of(self, user: User) -> Self:
        """Lists that the user asked for: nobody else gets them."""
        return self.filter(asked_by=user).defer("people")

    def older_than(self, day: date) -> Self:
        """Lists asked for before a day."""
        return self.filter(asked_at__date__lt=day)


class LongList(WantedList):
    """A list that somebody asked to take out, written by a worker and kept for a few days.

    Whoever loses the right to one of the units that it covers does not get the file any more.
    ``people`` are the ids of those listed. One with the people of the whole city follows from a
    ``request`` that a second person confirmed, and goes out once.
    """

    class State(models.TextChoices):
        """Where the list stands."""

        ASKED = "asked", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    people = ArrayField(models.IntegerField(), default=list, db_default=[])
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="long_lists")
    asked_at = models.DateTimeField(db_default=Now())
    written_at = models.DateTimeField(null=True)
    request = models.OneToOneField(ListRequest, models.PROTECT, null=True, related_name="list")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    downloads = models.PositiveIntegerField(default=0, db_default=0)
    objects = LongListQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("list")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "ready", "failed"]),
                name="list_state_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)), name="list_kind_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=Q(format__in=list(FORMATS)), name="list_format_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(written_at__isnull=False) & Q(size__gt=0)),
                name="a_list_that_is_ready_was_written",
            ),
            models.CheckConstraint(
                condition=Q(request=None, confirmed_by=None)
                | (
                    Q(request__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("asked_by"))
                ),
                name="a_list_that_takes_two_was_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(request=None) | Q(downloads__lte=1),
                name="a_list_that_takes_two_goes_out_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.key} {self.day}"

    @property
    def gone_at(self) -> datetime | None:
        """When the file of a list that took two people stops going out."""
        return self.written_at and self.written_at + LAST_FOR_TWO

    @property
    def is_working(self) -> bool:
        """Whether a worker is to write it."""
        return bool(self.state == self.State.ASKED)


class LongListPart(models.Model):
    """A piece of a list's file, so that no file is ever held whole."""

    list = models.ForeignKey(LongList, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="a_part_of_a_list_comes_once")
        ]

    def __str__(self) -> str:
        return f"{self.list_id}.{self.number}"
