"""When people leave service at another day than the one their age sets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.fields import KEY, PERSONAL, FieldRules
from apps.audit.history import track
from apps.cadres.codes import RETIREMENT_GROUNDS
from apps.cadres.models.people import Cadre
from apps.common.notes import notes_people


@track(of="cadre")
class PlannedRetirement(models.Model):
    """The last day of service that was decided for one person, and why it is not that of age.

    Projections go by it instead of the statutory day; nobody's post ends by it.
    """

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="planned_retirements")
    last_day = models.DateField(_("last day of service"))
    ground = models.CharField(_("ground"), max_length=20)
    note = models.CharField(_("reason and decision"), max_length=300)
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        **dict.fromkeys(("last_day", "ground", "note"), PERSONAL),
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("planned retirement")
        constraints = [
            models.UniqueConstraint(fields=["cadre"], name="one_planned_retirement_a_cadre"),
            models.CheckConstraint(
                condition=Q(ground__in=RETIREMENT_GROUNDS), name="retirement_ground_is_a_known_code"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="a_planned_retirement_says_why"),
        ]
        triggers = notes_people("cadres_changedcadre", "cadre_id")

    def __str__(self) -> str:
        return f"{self.last_day} {self.ground}"
