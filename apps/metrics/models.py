"""Runs and their results: computed, never typed in.

Runs are numbered in the order in which they were published. A unit has a row of results for each
run that found something new about it, so storage grows with what changes: its figures at run n
are its last row with ``from_run <= n``.
"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
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
    version_ids = ArrayField(
        models.IntegerField(),
        default=list,
        help_text="versions of targets, in the order of the results' counts",
    )
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


class Result(models.Model):
    """What a unit's figures are from a run on, until its next row: for every target and, as the
    profile, who its people are.

    ``counts`` are those of ``metrics.core.evaluate.CELLS`` in the order of the run's targets,
    ``profile`` those of ``metrics.core.profile``. Rows are only ever added. They are written for
    units that the same transaction reads, so that the database does not check the key once more.
    """

    pk = models.CompositePrimaryKey("unit", "from_run")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="results", db_index=False, db_constraint=False
    )
    from_run = models.IntegerField()
    counts = ArrayField(
        models.IntegerField(),
        help_text="for each target seven: the threshold in basis points; met, not met and unknown"
        " in the unit alone; the same with everything below it",
    )
    profile = models.BinaryField(
        help_text="counts by age band and sex, degree and political theory with everything below,"
        " four bytes each, the highest first; empty when the unit left the tree",
    )

    class Meta:
        verbose_name = _("result")

    def __str__(self) -> str:
        return f"{self.unit_id} from run {self.from_run}"


class Standing(models.Model):
    """How people count in the last run, so that a change can be taken in by difference.

    A row with a block holds everyone of that block at a whole refresh; one without holds the
    people of one change, and stands above every earlier row. ``people`` are records of
    ``metrics.standing``.
    """

    run = models.ForeignKey(Run, models.CASCADE)
    block = models.IntegerField(null=True, unique=True)
    people = models.BinaryField(help_text="records of person, unit, states by target, and bins")

    def __str__(self) -> str:
        return f"block {self.block} of run {self.run_id}"


class Projection(models.Model):
    """The figures of days ahead as the facts told them on the base day. There is one at a time.

    ``run`` is the number of the last run when they were computed: later ones know more.
    """

    base = models.DateField(_("base day"))
    run = models.IntegerField(_("last run"))
    computed_at = models.DateTimeField(_("computed"), auto_now_add=True)
    days = ArrayField(models.DateField(), help_text="the base day, then month-ends and due dates")
    version_ids = ArrayField(models.IntegerField(), help_text="versions of targets")

    class Meta:
        verbose_name = _("projection")

    def __str__(self) -> str:
        return f"from {self.base}"


class ProjectedUnit(models.Model):
    """What a projection says of a unit: days by versions by ``metrics.core.evaluate.CELLS``.

    A threshold of 0 says that the unit or the version is not there on that day.
    """

    pk = models.CompositePrimaryKey("unit", "projection")
    projection = models.ForeignKey(Projection, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    counts = models.BinaryField(help_text="four bytes each, the lowest first, deflated")

    class Meta:
        verbose_name = _("projected unit")

    def __str__(self) -> str:
        return f"{self.unit_id} of projection {self.projection_id}"


class ForeseenLoss(models.Model):
    """A verdict that is met on the base day and no longer is at a month-end ahead, and why.

    Of those who are met on the base day and no longer are, ``lapsed`` still serve, ``retired``
    have retired, and ``gone`` hold no post of the unit any more; ``gained`` are met anew.
    """

    projection = models.ForeignKey(Projection, models.CASCADE, related_name="losses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(TargetVersion, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("first month-end"))
    lapsed = models.PositiveIntegerField(_("no longer meet the condition"))
    retired = models.PositiveIntegerField(_("retired"))
    gone = models.PositiveIntegerField(_("left the post"))
    gained = models.PositiveIntegerField(_("newly meet it"))

    class Meta:
        ordering = ["day", "unit", "version"]
        verbose_name = _("verdict about to be lost")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.version_id} {self.day}"
