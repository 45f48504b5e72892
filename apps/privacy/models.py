"""What people ask of those who keep their data, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.fields import KEEPERS, KEY, FieldRules
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import track
from apps.cadres.models import Cadre
from apps.privacy.clocks import CLOCKS, first_answer_by
from apps.units.models import Unit


class SubjectRequestQuerySet(models.QuerySet["SubjectRequest"]):
    """Requests by who answers for them and how far they are."""

    def visible_to(self, user: User, day: date) -> Self:
        """Requests about people whose records the user keeps on day.

        A request follows the person. Once the record is erased it stays with its unit.
        """
        about = self.order_by().values("cadre")
        kept = Cadre.objects.filter(pk__in=about).known_to(user, day, Permission.PEOPLE_EDIT)
        units = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT)
        erased = Q(cadre=None, unit__in=units.values("pk"))
        return self.filter(Q(cadre__in=kept.order_by().values("pk")) | erased)

    def open(self) -> Self:
        """Requests that still have to be answered."""
        return self.filter(state__in=SubjectRequest.OPEN)

    def due_by(self, day: date) -> Self:
        """Open requests whose last day is no later than a day."""
        return self.open().filter(due_on__lte=day)


@track(of="cadre")
class SubjectRequest(models.Model):
    """A person asked to see, correct, restrict or erase what is kept of them, or objected.

    ``cadre`` is empty once the person was erased; ``unit`` is where they served when they asked.
    """

    class Right(models.TextChoices):
        """What is asked for."""

        SEE = "see", _("see the data")
        CORRECT = "correct", _("correct the data")
        RESTRICT = "restrict", _("restrict processing")
        OBJECT = "object", _("object to processing")
        ERASE = "erase", _("erase the data")

    class Way(models.TextChoices):
        """How it came in."""

        IN_PERSON = "in_person", _("in person")
        LETTER = "letter", _("by letter")
        EMAIL = "email", _("by e-mail")
        PHONE = "phone", _("by telephone")

    class State(models.TextChoices):
        """How far it is."""

        RECEIVED = "received", _("received")
        IN_WORK = "in_work", _("in work")
        ANSWERED = "answered", _("answered")
        REFUSED = "refused", _("refused")

    OPEN: ClassVar = (State.RECEIVED, State.IN_WORK)
    RESTRICTING: ClassVar = (Right.RESTRICT, Right.OBJECT)
    cadre = models.ForeignKey(Cadre, models.PROTECT, null=True, related_name="subject_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"))
    right = models.CharField(_("asked for"), max_length=10, choices=Right)
    way = models.CharField(_("came in"), max_length=10, choices=Way)
    words = models.TextField(_("what was asked"), blank=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answer due on"))
    put_off_because = models.CharField(_("put off because"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    reply = models.TextField(_("answer"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True)
    objects = SubjectRequestQuerySet.as_manager()
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        **dict.fromkeys(("unit", "right", "way", "words", "received_on", "due_on"), KEEPERS),
        **dict.fromkeys(("put_off_because", "state", "reply", "closed_on"), KEEPERS),
    }

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("request on personal data")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["received", "in_work"]),
                name="open_subject_requests",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(right__in=list(CLOCKS)), name="a_request_asks_for_a_known_right"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("received_on")),
                name="a_request_is_due_after_it_came_in",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "in_work"], closed_on=None)
                | Q(state__in=["answered", "refused"], closed_on__isnull=False),
                name="a_closed_request_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused", reply=""), name="a_refusal_gives_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_right_display()}, {self.received_on}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be answered."""
        return self.state in self.OPEN

    @property
    def first_answer_by(self) -> date:
        """The last day for saying that it has come in."""
        return first_answer_by(self.received_on)


class RetentionRun(models.Model):
    """A night in which what was too old was let go of: how many rows of each kind."""

    ran_at = models.DateTimeField(_("ran at"))
    removed = models.JSONField(default=dict)

    class Meta:
        ordering = ["-ran_at"]
        verbose_name = _("run of retention")

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d}: {sum(self.removed.values())}"
