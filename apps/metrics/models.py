"""Runs and their results: computed, never typed in.

Runs are numbered in the order in which they were published. A result is in force from the run
that found it until the run that found something else, so storage grows with what changes: the
figure of a unit at run n is the row with ``from_run <= n < until_run``.
"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.targets.models import TargetVersion
from apps.units.models import Unit


class RunQuerySet(models.QuerySet["Run"]):
    """Runs by day."""

    def latest_editions(self) -> Self:
        """For each day the last published run, the latest day first."""
        return self.order_by("as_of", "-pk").distinct("as_of")


class Run(models.Model):
    """The figures of one day, as the facts were known when it was computed. Whole or absent."""

    class Reason(models.TextChoices):
        """What asked for the run."""

        NIGHT = "night", _("nightly")
        CHANGE = "change", _("after a change")
        ASKED = "asked", _("asked for")

    as_of = models.DateField(_("as of"))
    edition = models.PositiveIntegerField(_("edition"))
    computed_at = models.DateTimeField(_("computed"), auto_now_add=True)
    reason = models.CharField(max_length=10, choices=Reason)
    people = models.PositiveIntegerField(_("people counted"))
    seconds = models.FloatField(_("seconds"), default=0)
    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("run")
        indexes = [models.Index(fields=["-as_of", "-id"], name="run_of_a_day")]
        constraints = [
            models.UniqueConstraint(fields=["as_of", "edition"], name="one_run_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.as_of} #{self.edition}"


class AtRunQuerySet(models.QuerySet):
    """Rows in force for a span of runs."""

    def at(self, run: Run | int) -> Self:
        """Rows that hold the figures of a run."""
        number = run if isinstance(run, int) else run.pk
        return self.filter(Q(until_run=None) | Q(until_run__gt=number), from_run__lte=number)

    def current(self) -> Self:
        """Rows that hold the figures of the last published run."""
        return self.filter(until_run=None)


class AtRun(models.Model):
    """A row in force from one run until another; the numbers are primary keys of runs."""

    from_run = models.IntegerField()
    until_run = models.IntegerField(null=True)
    objects = AtRunQuerySet.as_manager()

    class Meta:
        abstract = True


class Result(AtRun):
    """A unit's counts for a target: alone (own) and with everything below it."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="results", db_index=False)
    version = models.ForeignKey(
        TargetVersion, models.PROTECT, related_name="results", db_index=False
    )
    threshold_bp = models.SmallIntegerField()
    own_met = models.IntegerField()
    own_not_met = models.IntegerField()
    own_unknown = models.IntegerField()
    met = models.IntegerField()
    not_met = models.IntegerField()
    unknown = models.IntegerField()

    class Meta:
        verbose_name = _("result")
        indexes = [
            models.Index(fields=["unit", "version", "from_run"], name="result_series"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "version"],
                condition=Q(until_run=None),
                name="one_current_result_for_a_unit_and_target",
            ),
            models.CheckConstraint(
                condition=Q(until_run=None) | Q(until_run__gt=F("from_run")),
                name="result_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.version_id} {self.met}/{self.population}"

    @property
    def population(self) -> int:
        """People counted with everything below."""
        return self.met + self.not_met + self.unknown


class Profile(AtRun):
    """Who a unit's counted people are, with everything below it, as counts by fixed bins.

    The bins are those of ``metrics.core.profile.BINS``.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="profiles", db_index=False)
    counts = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = _("profile")
        indexes = [models.Index(fields=["unit", "from_run"], name="profile_series")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until_run=None), name="one_current_profile_for_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.counts}"


class Standing(models.Model):
    """How each person counts in the last run, in blocks of people, so that a change can be
    taken in by difference.

    ``cadre_ids`` and ``unit_ids`` are int32 arrays, ``codes`` an int8 array of people × targets
    and ``bins`` an int16 array of people × groups of bins, all in memory order.
    """

    run = models.ForeignKey(Run, models.CASCADE)
    block = models.IntegerField(primary_key=True)
    version_ids = ArrayField(models.IntegerField())
    cadre_ids = models.BinaryField()
    unit_ids = models.BinaryField()
    codes = models.BinaryField()
    bins = models.BinaryField()

    def __str__(self) -> str:
        return f"block {self.block} of run {self.run_id}"
