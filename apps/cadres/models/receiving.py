"""People taken over from elsewhere: the looks that it takes, and the receipts that follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models.people import Cadre
from apps.common.months import day_before
from apps.units.models import Unit

_OPEN_FOR = timedelta(days=1)
_TOLD_FOR = timedelta(days=30)


class LookupQuerySet(models.QuerySet["Lookup"]):
    """Looks by who looked, and when."""

    def open_to(self, user: User, now: datetime) -> Self:
        """Looks of the user that found somebody and still entitle to take them over."""
        return self.filter(user=user, cadre_id__isnull=False, looked_at__gt=now - _OPEN_FOR)


class Lookup(models.Model):
    """A user looked for one person by number, beyond the units whose people they may see.

    The rows limit how often that is done, and for a day entitle the user to receive whom they
    found. ``cadre_id`` is empty when nobody was found; ``unit`` is where the person was then said
    to serve. Who looked for whom and why stays in the access log.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="lookups")
    cadre_id = models.IntegerField(null=True)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, verbose_name=_("unit"))
    looked_at = models.DateTimeField(_("looked at"))
    objects = LookupQuerySet.as_manager()

    class Meta:
        verbose_name = _("lookup")
        indexes = [models.Index(fields=["user", "looked_at"], name="lookups_of_a_user")]

    def __str__(self) -> str:
        return f"{self.user_id} > {self.cadre_id}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts by whom they concern."""

    def told_to(self, user: User, now: datetime) -> Self:
        """Receipts of the last weeks, by others, out of units whose people the user may see."""
        seen = Unit.objects.visible_to(user, localdate(now), Permission.PEOPLE_VIEW)
        recent = self.filter(received_at__gt=now - _TOLD_FOR).exclude(by=user)
        return recent.filter(sent_from__in=seen)


class Receipt(models.Model):
    """A unit took a person over from one that its officer does not answer for.

    ``left_on`` is the first day on which the person no longer serves where they came from.
    """

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="receipts")
    sent_from = models.ForeignKey(Unit, models.PROTECT, related_name="sendings")
    received_in = models.ForeignKey(Unit, models.PROTECT, related_name="receipts")
    left_on = models.DateField(_("until"))
    start_on = models.DateField(_("from"))
    decision = models.CharField(_("decision number"), max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="receipts")
    received_at = models.DateTimeField(_("received at"))
    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("receipt")
        indexes = [models.Index(fields=["sent_from", "received_at"], name="receipts_out_of_a_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on__gte=models.F("left_on")),
                name="a_person_is_received_after_they_leave",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id}: {self.sent_from_id} > {self.received_in_id} {self.start_on}"

    @property
    def last_seen_on(self) -> date:
        """The last day on which the sending unit answered for the person."""
        return day_before(self.left_on)
