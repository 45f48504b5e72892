"""Lists too long to be written while whoever asked waits."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User

KINDS = {"cadres": _("List of cadres"), "who": _("Who counts"), "units": _("Units below")}
FORMATS = {"xlsx": "Excel", "csv": "CSV"}


class LongListQuerySet(models.QuerySet["LongList"]):
    """Long lists by whose they are."""

    def of(self, user: User) -> Self:
        """Lists that the user asked for: nobody else gets them."""
        return self.filter(asked_by=user).defer("people")

    def older_than(self, day: date) -> Self:
        """Lists asked for before a day."""
        return self.filter(asked_at__date__lt=day)


class LongList(models.Model):
    """A list that somebody asked to take out, written by a worker and kept for a few days.

    ``query`` is the query string of the screen, with its day. ``covers`` are the units whose data
    it may hold: whoever loses the right to one of them does not get the file any more. ``people``
    are the ids of those listed. ``entry`` is what the access log keeps of it whenever it goes out.
    """

    class State(models.TextChoices):
        """Where the list stands."""

        ASKED = "asked", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=10, choices=list(KINDS.items()))
    key = models.CharField(_("unit"), max_length=50, blank=True)
    code = models.CharField(_("target"), max_length=50, blank=True)
    query = models.TextField(blank=True)
    day = models.DateField(_("figures of"))
    title = models.CharField(_("title"), max_length=300)
    format = models.CharField(_("format"), max_length=5, choices=list(FORMATS.items()))
    language = models.CharField(_("language"), max_length=2)
    covers = ArrayField(models.IntegerField())
    people = ArrayField(models.IntegerField(), default=list, db_default=[])
    entry = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="long_lists")
    asked_at = models.DateTimeField(db_default=Now())
    written_at = models.DateTimeField(null=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.key} {self.day}"

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
