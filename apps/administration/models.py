"""What stands between asking for a right and having it: requests for roles, and invitations."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import ROLE_NAMES, Permission, Role
from apps.audit.history import track
from apps.units.models import Unit


class GrantRequestQuerySet(models.QuerySet["GrantRequest"]):
    """Requests by who may see them and how far they are."""

    def visible_to(self, user: User, day: date) -> Self:
        """Requests for units for which the user keeps accounts."""
        units = Unit.objects.visible_to(user, day, Permission.USERS_EDIT)
        return self.filter(unit__in=units)

    def waiting(self) -> Self:
        """Requests that nobody has decided."""
        return self.filter(state=GrantRequest.State.WAITING)


@track()
class GrantRequest(models.Model):
    """Somebody who keeps accounts asks another to confirm a role of city-wide weight."""

    class State(models.TextChoices):
        """How far a request is."""

        WAITING = "waiting", _("waiting for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")

    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="grant_requests")
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_NAMES.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.CharField(_("why"), max_length=300, blank=True, default="")
    objects = GrantRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request for a role")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(state="waiting"),
                name="a_role_is_asked_for_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "confirmed", "refused", "withdrawn"]),
                name="request_state_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="request_role_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(end_on__gt=F("start_on")),
                name="request_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False)),
                name="a_decided_request_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="nobody_confirms_what_they_asked_for_or_get",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id} {self.state}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what can still be done with them."""

    def open(self) -> Self:
        """Invitations that were neither used nor taken back; they may be too old."""
        return self.filter(used_at=None, withdrawn_at=None)

    def alive(self) -> Self:
        """Open invitations whose time is not over, by the database's clock."""
        return self.open().filter(until__gt=Now())

    def unconfirmed(self) -> Self:
        """Invitations that wait for a second person."""
        return self.alive().filter(needs_second=True, confirmed_by=None)


class Invitation(models.Model):
    """A link, good once and for a time, with which a user sets their own password.

    Only a digest of what the link carries is kept. ``made_by`` is empty for the operator at the
    shell. One for somebody whose rights are city-wide opens only once a second person confirmed.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="")
    needs_second = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="a_user_has_one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("made_at")), name="an_invitation_lasts_a_while"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None),
                name="an_invitation_is_used_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (~Q(confirmed_by=F("made_by")) & ~Q(confirmed_by=F("user"))),
                name="nobody_confirms_an_invitation_of_their_own",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(needs_second=False) | Q(confirmed_by__isnull=False),
                name="what_needs_two_is_used_after_both_said_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.until:%Y-%m-%d %H:%M}"
