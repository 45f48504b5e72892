"""Statistical tables that offices have made, kept to be filled again."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.reports.table_form import TableForm, read_form
from apps.units.models import Lineage, Unit


class TableTemplateQuerySet(models.QuerySet["TableTemplate"]):
    """Templates by who may use them, and who may change them."""

    def visible_to(self, user: User, day: date) -> Self:
        """Templates of the user's units and of those above, whose forms everybody below fills."""
        seen = Unit.objects.visible_to(user, day)
        above = Lineage.objects.as_of(day).filter(unit__in=seen).values("ancestor")
        return self.filter(Q(unit__in=seen) | Q(unit__in=above))

    def kept_by(self, user: User, day: date) -> Self:
        """Templates of the units whose reports the user may take out."""
        return self.filter(unit__in=Unit.objects.visible_to(user, day, Permission.EXPORT))


class TableTemplate(models.Model):
    """A statistical table of a unit: what ``table_form`` reads, under a name."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="table_templates")
    name = models.CharField(_("name"), max_length=120)
    definition = models.JSONField(_("definition"))
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved at"), db_default=Now())
    objects = TableTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("table template")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_unit_names_a_table_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_table_template_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def form(self) -> TableForm:
        """Return the form that the template describes."""
        return read_form(self.definition)
