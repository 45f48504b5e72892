"""Reorganisations, and what stood before them."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import track
from apps.cadres.models import Cadre
from apps.units.models import Lineage, Membership


def units_ever_of(user: User, permission: Permission) -> list[int]:
    """Return the units that stand, on any day, at or below those the user answers for now."""
    held = Membership.objects.in_force_now().holding(permission).filter(user=user)
    below = Lineage.objects.filter(ancestor__in=held.values("unit"))
    return sorted(set(below.values_list("unit", flat=True)))


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    """Reorganisations by who may see them."""

    def visible_to(self, user: User) -> Self:
        """The user's own, those of units that the user runs, and those that take people of theirs.

        Units that end are looked for on every day; whoever acts is asked for the day before.
        """
        run = units_ever_of(user, Permission.UNITS_EDIT)
        kept = units_ever_of(user, Permission.PEOPLE_EDIT)
        whole = Q(covers__contained_by=run) & ~Q(covers=[])
        return self.filter(Q(prepared_by=user) | whole | Q(sources__overlap=kept))


@track("faults", "covers", "sources", "work", "refusal", "language")
class Reorganisation(models.Model):
    """Acts on many units that one decision orders for one day, and where their people go.

    ``plan`` is what ``reading.parse`` reads, without the people who are named: they are rows of
    ``Destination``. ``covers`` are the units that it names, ``sources`` those whose people may go
    elsewhere. ``work`` is what a worker is to do, ``refusal`` why it was not done; while somebody
    is ``asked_by``, it waits for a second person or for the worker, and is not changed.
    """

    class State(models.TextChoices):
        """How far it has come."""

        FAULTY = "faulty", _("to be mended")
        DRAFT = "draft", _("draft")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")

    class Work(models.TextChoices):
        """What a worker is to do."""

        LOOKING = "looking", _("being looked at")
        APPLYING = "applying", _("being carried out")
        UNDOING = "undoing", _("being undone")

    name = models.CharField(_("name"), max_length=300)
    decision = models.CharField(_("decision number"), max_length=100, blank=True)
    effective_on = models.DateField(_("from"), null=True)
    plan = models.JSONField()
    faults = models.JSONField(default=list, help_text="where a file is wrong, and how")
    covers = ArrayField(models.IntegerField(), default=list)
    sources = ArrayField(models.IntegerField(), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    work = models.CharField(max_length=10, choices=Work, blank=True, default="")
    refusal = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10, default="vi")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acted_at = models.DateTimeField(null=True)
    marks = models.JSONField(
        default=dict, help_text="how far the history of each table went when it was applied"
    )
    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "-pk"]
        verbose_name = _("reorganisation")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="faulty") | (~Q(decision="") & Q(effective_on__isnull=False)),
                name="a_reorganisation_names_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["faulty", "draft"])
                | Q(acted_by__isnull=False, acted_at__isnull=False),
                name="a_reorganisation_that_was_applied_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("acted_by")),
                name="nobody_confirms_a_reorganisation_that_they_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.effective_on}"

    @property
    def is_editable(self) -> bool:
        """Whether the plan may be changed now."""
        is_open = self.state in (self.State.FAULTY, self.State.DRAFT)
        return is_open and not self.work and self.asked_by_id is None


class Destination(models.Model):
    """Where the posts of one person go, by the file or by hand; to nowhere when they leave.

    The database shows it to whoever sees the person (``walls``).
    """

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="destinations")
    cadre = models.ForeignKey(Cadre, models.CASCADE, related_name="+")
    to = models.CharField(max_length=50, blank=True, help_text="the key of the unit")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "cadre"], name="a_person_goes_one_way_in_a_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id} > {self.to}"


class Outlook(models.Model):
    """What a reorganisation would do, as counts; it stays until somebody looks again.

    ``is_current`` says that neither the plan nor whom it sends where has changed since.
    """

    reorganisation = models.OneToOneField(Reorganisation, models.CASCADE, related_name="outlook")
    at = models.DateTimeField(db_default=Now())
    counts = models.JSONField()
    is_current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.reorganisation_id} {self.at}"


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
