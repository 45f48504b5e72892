"""Scenarios: what somebody supposed for a unit, kept as the question and never as an answer."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.targets.models import Plan
from apps.units.models import Unit

LONGEST_NAME, LONGEST_WORDS = 120, 1000


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Scenarios by who may see them, and who may change them."""

    def visible_to(self, user: User, day: date) -> Self:
        """The user's own and shared ones, of units whose people the user may see."""
        seen = Unit.objects.visible_to(user, day, Permission.PEOPLE_VIEW)
        return self.filter(Q(made_by=user) | Q(is_shared=True), unit__in=seen)

    def kept_by(self, user: User, day: date) -> Self:
        """The user's own among those that the user may see."""
        return self.visible_to(user, day).filter(made_by=user)


class Scenario(models.Model):
    """A question under a name; it is answered anew from the facts of the day it is opened on.

    ``numbers`` are what was typed, a list for each name.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    words = models.TextField(_("what it is about"), max_length=LONGEST_WORDS, blank=True)
    numbers = models.JSONField(_("numbers as typed"), default=dict)
    is_shared = models.BooleanField(_("shared"), default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())
    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("scenario")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "made_by", "name"], name="nobody_names_two_scenarios_alike"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_scenario_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
