"""Reports that are made at every period's end, and the periods for which they were."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.reports.models.reports import KINDS, LANGUAGES, PERIODS, STYLES, Report, in_scope
from apps.targets.models import Plan
from apps.units.models import Unit

REPEATED = ("month", "quarter", "half_year", "year")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Schedules by who may see them, and by state."""

    def visible_to(self, user: User, today: date) -> Self:
        """Schedules of the units whose reports the user may take out."""
        return self.filter(in_scope(user, today, Permission.EXPORT, day="covered_until"))

    def active(self) -> Self:
        """Schedules that make reports."""
        return self.filter(state=Schedule.State.ACTIVE)


class Schedule(models.Model):
    """A report that is asked for on the morning after each period.

    ``covered_until`` is the end of the last period that needs no report any more. Without words of
    its own in ``imprint``, each report gets those that are usual on its day. ``made_by`` answers
    for it: by that person's rights the reports are built.
    """

    class State(models.TextChoices):
        """Whether it makes reports: not while paused by hand, or stopped since rights were lost."""

        ACTIVE = "active", pgettext_lazy("schedule", "active")
        PAUSED = "paused", pgettext_lazy("schedule", "paused")
        STOPPED = "stopped", pgettext_lazy("schedule", "stopped")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="schedules", verbose_name=_("unit"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="schedules", verbose_name=_("plan")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=list(KINDS.items()))
    period = models.CharField(
        _("period"), max_length=10, choices=[(code, PERIODS[code]) for code in REPEATED]
    )
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGES.items()))
    style = models.CharField(_("letterhead"), max_length=5, choices=list(STYLES.items()))
    imprint = models.JSONField(_("words of the head and the end"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    covered_until = models.DateField(_("covered until"))
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="schedules", verbose_name=_("answers for it")
    )
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["unit__name_key", "kind", "period", "pk"]
        verbose_name = _("schedule")
        constraints = [
            models.CheckConstraint(
                condition=Q(period__in=REPEATED), name="schedule_period_is_one_that_repeats"
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(LANGUAGES)), name="schedule_language_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=Q(style__in=list(STYLES)), name="schedule_style_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused", "stopped"]),
                name="schedule_state_is_a_known_code",
            ),
            models.UniqueConstraint(
                fields=["unit", "plan", "kind", "period", "language"],
                nulls_distinct=False,
                name="a_unit_has_a_schedule_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.period}"

    @property
    def is_active(self) -> bool:
        """Whether it makes reports."""
        return bool(self.state == self.State.ACTIVE)


class Turn(models.Model):
    """A period of a schedule: its report was asked for, even if the draft is gone since."""

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="turns", verbose_name=_("schedule")
    )
    ends_on = models.DateField(_("end of the period"))
    report = models.OneToOneField(
        Report, models.SET_NULL, null=True, related_name="turn", verbose_name=_("report")
    )

    class Meta:
        ordering = ["schedule", "-ends_on"]
        verbose_name = _("scheduled report")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "ends_on"], name="a_period_of_a_schedule_has_one_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.ends_on}"
