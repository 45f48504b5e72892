"""People and the dated facts about them: the only truth."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import track
from apps.cadres.codes import APPOINTMENT_KINDS, ENDINGS, GENDERS, LADDERS, MANAGED_BY, RATINGS
from apps.common.dated import (
    DatedModel,
    DatedQuerySet,
    DayRange,
    Latest,
    PartialDateField,
    day_of,
)
from apps.common.notes import notes_people
from apps.common.text import search_key
from apps.units.models import Unit


class CadreQuerySet(models.QuerySet["Cadre"]):
    """People by name and by where they serve."""

    def named(self, words: str) -> Self:
        """People whose name or key holds every word: accents, case and order do not matter."""
        found = self
        for word in search_key(words).split():
            found = found.filter(Q(name_key__contains=word) | Q(key__icontains=word))
        return found

    def serving_in(self, units: models.QuerySet, day: date) -> Self:
        """People with an appointment, primary or not, in one of the units on day."""
        posts = Appointment.objects.as_of(day).filter(cadre=OuterRef("pk"), unit__in=units)
        return self.filter(Exists(posts))

    def counted_in(self, units: models.QuerySet, day: date) -> Self:
        """People whose primary appointment is in one of the units on day."""
        posts = Appointment.objects.as_of(day).filter(is_primary=True, unit__in=units)
        return self.filter(Exists(posts.filter(cadre=OuterRef("pk"))))

    def visible_to(
        self, user: User, day: date, permission: Permission = Permission.PEOPLE_VIEW
    ) -> Self:
        """People who serve on day in units whose people the user may see."""
        return self.serving_in(Unit.objects.visible_to(user, day, permission), day)

    def known_to(
        self, user: User, day: date, permission: Permission = Permission.PEOPLE_VIEW
    ) -> Self:
        """People who serve in the user's units on day, and those whose last post was or is to be
        there: who has left and who is yet to come is known where the record lies.
        """
        units = Unit.objects.visible_to(user, day, permission)
        posts = Appointment.objects.as_of(day).filter(cadre=OuterRef("pk"), unit__in=units)
        last = Appointment.objects.filter(cadre=OuterRef("pk"), is_primary=True)
        last = last.order_by(F("end_day").desc(nulls_first=True), "-start_day").values("unit")[:1]
        return self.alias(last_unit=Subquery(last)).filter(
            Q(Exists(posts)) | Q(last_unit__in=units.values("pk"))
        )


@track("name_key", "sort_key", "born_earliest", "born_latest", "personal_number_index")
class Cadre(models.Model):
    """A person. Only what the targets, the reports and identification need is kept."""

    key = models.CharField(_("staff number"), max_length=50, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    sort_key = models.CharField(max_length=1500, editable=False, db_collation="C")
    born = PartialDateField(_("born"), null=True, blank=True)
    born_earliest = day_of("born")
    born_latest = day_of("born", Latest)
    gender = models.CharField(
        _("gender"),
        max_length=6,
        blank=True,
        choices=[("female", _("female")), ("male", _("male"))],
    )
    # The twelve digits (Circular 59/2021/TT-BCA, article 4), sealed; only identity.py reads them.
    personal_number = models.TextField(
        _("personal identification number"), blank=True, default="", db_default="", editable=False
    )
    personal_number_index = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    objects = CadreQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("cadre")
        indexes = [
            GinIndex(fields=["name_key"], name="cadre_by_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["sort_key", "id"], name="cadre_in_vietnamese_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(gender__in=["", *GENDERS]), name="gender_is_a_known_code_or_empty"
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(full_name=""), name="a_cadre_has_a_key_and_a_name"
            ),
            models.UniqueConstraint(
                fields=["personal_number_index"],
                condition=~Q(personal_number_index=""),
                name="a_personal_number_belongs_to_one_cadre",
            ),
            models.CheckConstraint(
                condition=Q(personal_number="", personal_number_index="")
                | (~Q(personal_number="") & ~Q(personal_number_index="")),
                name="a_personal_number_has_its_index",
            ),
        ]
        triggers = notes_people("cadres_changedcadre", "id")

    def __str__(self) -> str:
        return self.full_name


class AppointmentQuerySet(DatedQuerySet):
    """Appointments by what they are."""

    def primary(self) -> Self:
        """The appointments that are counted."""
        return self.filter(is_primary=True)


@track("start_day", "end_day")
class Appointment(DatedModel):
    """A cadre holds a post in a unit for a period. Only primary appointments are counted."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="appointments")
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


def _rank() -> models.GeneratedField:
    """The level's place on its ladder, kept by the database; ``none`` is 0."""
    cases = [
        When(kind=kind, level=level, then=Value(rank))
        for kind, ladder in LADDERS.items()
        for rank, level in enumerate(ladder)
    ]
    return models.GeneratedField(
        expression=Case(*cases), output_field=models.SmallIntegerField(), db_persist=True
    )


def _known_levels() -> Q:
    known = Q()
    for kind, ladder in LADDERS.items():
        known |= Q(kind=kind, level__in=ladder)
    return known


@track("rank", "awarded_earliest", "awarded_latest")
class Qualification(models.Model):
    """A level reached on a ladder; ``none`` says that the person is known to have none."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="qualifications")
    kind = models.CharField(_("kind"), max_length=20)
    level = models.CharField(_("level"), max_length=20)
    rank = _rank()
    awarded_on = PartialDateField(_("awarded"), null=True, blank=True)
    awarded_earliest = day_of("awarded_on")
    awarded_latest = day_of("awarded_on", Latest)
    name = models.CharField(_("name of the degree"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "-rank", "pk"]
        verbose_name = _("qualification")
        constraints = [
            models.CheckConstraint(
                condition=_known_levels(), name="qualification_kind_and_level_are_known_codes"
            )
        ]
        triggers = notes_people("cadres_changedcadre", "cadre_id")

    def __str__(self) -> str:
        return f"{self.kind} {self.level}"


class TrainingCategory(models.Model):
    """A kind of course. Staff extend the list; ``knowledge_update`` is what the plan counts."""

    code = models.CharField(_("code"), max_length=50, primary_key=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        ordering = ["code"]
        verbose_name = _("training category")

    def __str__(self) -> str:
        return self.name_vi


@track("completed_earliest", "completed_latest")
class Training(models.Model):
    """A course that a cadre completed."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="trainings")
    category = models.ForeignKey(TrainingCategory, models.PROTECT)
    completed_on = PartialDateField(_("completed"), null=True, blank=True)
    completed_earliest = day_of("completed_on")
    completed_latest = day_of("completed_on", Latest)
    name = models.CharField(_("name of the course"), max_length=200, blank=True)

    class Meta:
        ordering = ["-completed_earliest", "pk"]
        verbose_name = _("training")
        triggers = notes_people("cadres_changedcadre", "cadre_id")

    def __str__(self) -> str:
        return f"{self.category_id} {self.completed_on or ''}"


@track()
class Appraisal(models.Model):
    """The yearly rating, one a year, in four grades (Decree 335/2025/NĐ-CP)."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="appraisals")
    year = models.PositiveSmallIntegerField(_("year"))
    rating = models.CharField(_("rating"), max_length=20)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("appraisal")
        constraints = [
            models.UniqueConstraint(fields=["cadre", "year"], name="one_appraisal_a_year"),
            models.CheckConstraint(condition=Q(rating__in=RATINGS), name="rating_is_a_known_code"),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2100)), name="appraisal_year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.rating}"


class ChangedCadre(models.Model):
    """A note, left by triggers, that a person's facts changed; the figures of the day are due.

    Notes are appended without looking and deleted by whoever computed with them, so that no
    change is missed between the two.
    """

    cadre_id = models.IntegerField()

    def __str__(self) -> str:
        return str(self.cadre_id)
