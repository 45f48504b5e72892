"""Reorganisations, and what stood before them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.history import track


@track()
class Reorganisation(models.Model):
    """Acts on many units that one decision orders for one day, and where their people go.

    ``plan`` is what ``plans.parse`` reads.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("draft")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")

    name = models.CharField(_("name"), max_length=300)
    decision = models.CharField(_("decision number"), max_length=100)
    effective_on = models.DateField(_("from"))
    plan = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    acted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acted_at = models.DateTimeField(null=True)
    marks = models.JSONField(
        default=dict, help_text="how far the history of each table went when it was applied"
    )

    class Meta:
        ordering = ["-effective_on", "-pk"]
        verbose_name = _("reorganisation")
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision=""), name="a_reorganisation_names_its_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(acted_by__isnull=False, acted_at__isnull=False),
                name="a_reorganisation_that_was_applied_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.effective_on}"


class Former(models.Model):
    """A row as it was before a reorganisation, or, without columns, one that it made."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="formers")
    source = models.CharField(max_length=40, help_text="the table of the row")
    object_id = models.IntegerField()
    columns = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "source", "object_id"],
                name="a_reorganisation_keeps_a_former_row_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"
