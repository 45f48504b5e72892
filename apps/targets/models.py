"""Plans and their targets: sentences about people, stored as rows and versioned by day."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import track
from apps.common.dated import DatedModel, DatedQuerySet, DayRange
from apps.common.notes import notes_moments
from apps.targets.conditions import Condition, parse, parse_population
from apps.units.models import Unit


@track()
class Plan(models.Model):
    """A plan or resolution with its targets."""

    code = models.CharField(_("number"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=300)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    resolution = models.CharField(_("under"), max_length=200, blank=True)
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until"))
    is_illustrative = models.BooleanField(_("illustrative"), default=False)

    class Meta:
        ordering = ["start_on", "code"]
        verbose_name = _("plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__gt=F("start_on")), name="plan_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.code


@track()
class Target(models.Model):
    """A target of a plan, through all its versions."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets")
    code = models.CharField(_("code"), max_length=50)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["plan", "position", "code"]
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="a_plan_has_a_target_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class TargetVersionQuerySet(DatedQuerySet):
    """Versions of targets."""

    def in_plan(self, code: str | None) -> Self:
        """Versions of one plan's targets, or of all plans."""
        return self if code is None else self.filter(target__plan__code=code)

    def in_order(self) -> Self:
        """The earliest first; one that holds since ever comes before those with a first day."""
        return self.order_by(F("start_day").asc(nulls_first=True))


@track("start_day", "end_day")
class TargetVersion(DatedModel):
    """What a target says for a period: who is counted, what counts as met, how many, by when."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="versions")
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    population = models.JSONField(_("population"))
    criterion = models.JSONField(_("criterion"))
    threshold_bp = models.PositiveIntegerField(
        _("threshold"), help_text=_("in basis points: 1500 is 15 %")
    )
    due_on = models.DateField(_("due"))
    legal_basis = models.TextField(_("legal basis"), blank=True)
    provisional = models.TextField(
        _("what is provisional"), blank=True, help_text=_("empty when the sources settle all")
    )
    provisional_en = models.TextField(blank=True)
    objects = TargetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["target", "start_day"]
        verbose_name = _("version of a target")
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_bp__range=(1, 10_000)),
                name="threshold_is_above_0_to_100_percent",
            ),
            models.CheckConstraint(
                condition=Q(start_day=None) | Q(end_day=None) | Q(end_day__gt=F("start_day")),
                name="version_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="versions_of_a_target_do_not_overlap",
                expressions=[
                    ("target", RangeOperators.EQUAL),
                    (DayRange("start_day", "end_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

        triggers = notes_moments("targets_targetchange")

    def __str__(self) -> str:
        return f"{self.target_id} {self.name}"

    def who(self) -> Condition:
        """The population as a condition."""
        return parse_population(self.population)

    def what(self) -> Condition:
        """The criterion as a condition."""
        return parse(self.criterion)


@track("start_day", "end_day")
class UnitThreshold(DatedModel):
    """A unit's own threshold for a target, in place of the target's."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="unit_thresholds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="thresholds")
    threshold_bp = models.PositiveIntegerField(_("threshold"))
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold of a unit")
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_bp__range=(1, 10_000)),
                name="unit_threshold_is_above_0_to_100_percent",
            ),
            ExclusionConstraint(
                name="thresholds_of_a_unit_do_not_overlap",
                expressions=[
                    ("target", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (DayRange("start_day", "end_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

        triggers = notes_moments("targets_targetchange")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.threshold_bp}"


class TargetChange(models.Model):
    """A note, left by triggers, that a target or threshold changed; the figures are due again."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
