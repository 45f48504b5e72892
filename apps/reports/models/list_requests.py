"""Asking a second person for a list of the people of the whole city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import track
from apps.reports.models.wanted_lists import WantedList
from apps.units.models import Unit


class ListRequestQuerySet(models.QuerySet["ListRequest"]):
    """Requests by who may see them and how far they are."""

    def visible_to(self, user: User, day: date) -> Self:
        """Requests of the user's own, and those that the user may confirm."""
        units = Unit.objects.visible_to(user, day, Permission.EXPORT_CONFIRM)
        within = list(units.values_list("pk", flat=True))
        return self.filter(Q(asked_by=user) | Q(covers__contained_by=within))

    def waiting(self) -> Self:
        """Requests that nobody has decided and whose time is not over, by the database's clock."""
        return self.filter(state=ListRequest.State.WAITING, until__gt=Now())

    def late(self) -> Self:
        """Requests that nobody decided in time."""
        return self.filter(state=ListRequest.State.WAITING, until__lte=Now())


@track()
class ListRequest(WantedList):
    """Somebody asks another to confirm that a list of the people of the whole city goes out.

    ``words`` say in each language what is asked for: the title and the lines above its head.
    ``begun_at`` is when the list was given to a worker.
    """

    class State(models.TextChoices):
        """How far a request is."""

        WAITING = "waiting", _("waiting for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("run out")

    words = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    until = models.DateTimeField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.CharField(_("why"), max_length=300, blank=True, default="")
    begun_at = models.DateTimeField(null=True)
    objects = ListRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request for a list")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "confirmed", "refused", "withdrawn", "expired"]),
                name="list_request_state_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "expired"], decided_by=None)
                | (~Q(state__in=["waiting", "expired"]) & Q(decided_by__isnull=False)),
                name="a_decided_list_request_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_by=F("asked_by")),
                name="nobody_confirms_a_list_that_they_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(begun_at=None) | Q(state="confirmed"),
                name="a_list_that_takes_two_begins_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("asked_at")), name="a_list_request_lasts_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.key} {self.day} {self.state}"

    @property
    def lines(self) -> Sequence[str]:
        """What is asked for, in the language of the moment."""
        said = self.words.get((get_language() or "")[:2]) or next(iter(self.words.values()))
        return str(said).split("\n")
