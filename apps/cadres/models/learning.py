"""What people have learned, and how they were appraised."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from apps.accounts.fields import DERIVED, KEY, PERSONAL, VIEWS, FieldRules
from apps.audit.history import track
from apps.cadres.codes import LADDERS, RATINGS
from apps.cadres.models.people import Cadre
from apps.common.dated import Latest, PartialDateField, day_of
from apps.common.notes import notes_people


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


@track("rank", "awarded_earliest", "awarded_latest", of="cadre")
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
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        **dict.fromkeys(("kind", "level", "awarded_on", "name"), PERSONAL),
        **dict.fromkeys(("level:political_theory", "awarded_on:political_theory"), VIEWS),
        **dict.fromkeys(("rank", "awarded_earliest", "awarded_latest"), DERIVED),
    }

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


@track("completed_earliest", "completed_latest", of="cadre")
class Training(models.Model):
    """A course that a cadre completed."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="trainings")
    # Hardly a category is ever deleted, and no index would help to read one of a few.
    category = models.ForeignKey(TrainingCategory, models.PROTECT, db_index=False)
    completed_on = PartialDateField(_("completed"), null=True, blank=True)
    completed_earliest = day_of("completed_on")
    completed_latest = day_of("completed_on", Latest)
    name = models.CharField(_("name of the course"), max_length=200, blank=True)
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        **dict.fromkeys(("category", "completed_on", "name"), PERSONAL),
        **dict.fromkeys(("completed_earliest", "completed_latest"), DERIVED),
    }

    class Meta:
        ordering = ["-completed_earliest", "pk"]
        verbose_name = _("training")
        triggers = notes_people("cadres_changedcadre", "cadre_id")

    def __str__(self) -> str:
        return f"{self.category_id} {self.completed_on or ''}"


@track(of="cadre")
class Appraisal(models.Model):
    """The yearly rating, one a year, in four grades (Decree 335/2025/NĐ-CP)."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="appraisals")
    year = models.PositiveSmallIntegerField(_("year"))
    rating = models.CharField(_("rating"), max_length=20)
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        **dict.fromkeys(("year", "rating"), PERSONAL),
    }

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
