"""Posts: who serves where, as what, for how long."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.fields import DERIVED, KEY, PERSONAL, FieldRules
from apps.audit.history import track
from apps.cadres.codes import APPOINTMENT_KINDS, ENDINGS, MANAGED_BY
from apps.common.dated import DatedModel, DatedQuerySet, DayRange
from apps.common.notes import notes_people
from apps.units.models import Unit


class AppointmentQuerySet(DatedQuerySet):
    """Appointments by what they are."""

    def primary(self) -> Self:
        """The appointments that are counted."""
        return self.filter(is_primary=True)


@track("start_day", "end_day", of="cadre")
class Appointment(DatedModel):
    """A cadre holds a post in a unit for a period. Only primary appointments are counted."""

    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    title = models.CharField(_("post"), max_length=200)
    is_leadership = models.BooleanField(_("leads or manages"), default=False)
    managed_by = models.CharField(_("managed by"), max_length=40)
    is_primary = models.BooleanField(_("primary"), default=True)
    decision = models.CharField(_("decision number"), max_length=100, blank=True)
    signed_on = models.DateField(_("decision signed"), null=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, default="appointment", db_default="appointment"
    )
    ended_by = models.CharField(
        _("why it ended"), max_length=20, blank=True, default="", db_default=""
    )
    objects = AppointmentQuerySet.as_manager()
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        **dict.fromkeys(("unit", "title", "is_leadership", "managed_by", "is_primary"), PERSONAL),
        **dict.fromkeys(("start_on", "end_on", "decision", "signed_on"), PERSONAL),
        **dict.fromkeys(("kind", "ended_by"), PERSONAL),
        **dict.fromkeys(("start_day", "end_day"), DERIVED),
    }

    class Meta:
        ordering = ["-start_day", "-pk"]
        verbose_name = _("appointment")
        constraints = [
            models.CheckConstraint(
                condition=Q(start_day=None) | Q(end_day=None) | Q(end_day__gt=F("start_day")),
                name="appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(managed_by__in=MANAGED_BY), name="managed_by_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=APPOINTMENT_KINDS), name="appointment_kind_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__in=["", *ENDINGS]), name="why_a_post_ended_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=~Q(kind="secondment", is_primary=True),
                name="a_secondment_is_not_the_primary_post",
            ),
            ExclusionConstraint(
                name="primary_appointments_of_a_cadre_do_not_overlap",
                expressions=[
                    ("cadre", RangeOperators.EQUAL),
                    (DayRange("start_day", "end_day"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_primary=True),
            ),
        ]
        triggers = notes_people("cadres_changedcadre", "cadre_id")

    def __str__(self) -> str:
        return f"{self.title} [{self.start_on or ''}, {self.end_on or ''})"
