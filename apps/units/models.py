"""Units, their dated places in the tree, and who answers for which of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import ROLE_NAMES, Permission, Role, roles_with
from apps.audit.history import track
from apps.common.dated import DatedModel, DatedQuerySet, DayRange
from apps.common.notes import notes_moments
from apps.units.codes import UNIT_KINDS


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units by their place in the tree."""

    def placed_on(self, day: date) -> Self:
        """Units that are in the tree on day."""
        return self.filter(Exists(Placement.objects.as_of(day).filter(unit=OuterRef("pk"))))

    def within(self, roots: Iterable[int] | models.QuerySet, day: date) -> Self:
        """Units at or below the roots on day."""
        links = Lineage.objects.as_of(day).filter(ancestor__in=roots, unit=OuterRef("pk"))
        return self.filter(Exists(links))

    def visible_to(
        self, user: User, day: date, permission: Permission = Permission.FIGURES_VIEW
    ) -> Self:
        """Units at or below those that the user answers for, in the tree of day.

        The assignments are those in force now, whichever day is looked at. This is the one rule
        of scope; every other ``visible_to`` is defined by it. What a token leaves out stays out.
        """
        roots = Membership.objects.in_force_now().holding(permission).filter(user=user)
        seen = self.within(roots.values("unit"), day)
        limits = user.limits
        if limits is None:
            return seen
        if permission not in limits.permissions:
            return seen.none()
        if limits.unit_key:
            return seen.within(Unit.objects.filter(key=limits.unit_key).values("pk"), day)
        return seen


@track("name_key")
class Unit(models.Model):
    """A body of the city. Its name and its place on a day are in its placements."""

    key = models.CharField(_("key"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("the latest name"))
    name_key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    code = models.CharField(
        _("identification code"), max_length=50, blank=True, help_text=_("of the kind H26.14")
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("unit")
        indexes = [GinIndex(fields=["name_key"], name="unit_by_name", opclasses=["gin_trgm_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=UNIT_KINDS), name="unit_kind_is_a_known_code"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="a_unit_has_a_key"),
        ]
        triggers = notes_moments("units_treechange")

    def __str__(self) -> str:
        return self.name


@track("start_day", "end_day")
class Placement(DatedModel):
    """A unit stands under a parent for a period, by a name. The root has no parent."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="child_placements")
    name = models.CharField(_("name"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        constraints = [
            models.CheckConstraint(
                condition=Q(start_day=None) | Q(end_day=None) | Q(end_day__gt=F("start_day")),
                name="placement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("unit")),
                name="a_unit_is_not_its_own_parent",
            ),
            ExclusionConstraint(
                name="placements_of_a_unit_do_not_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DayRange("start_day", "end_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = notes_moments("units_treechange")

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id} [{self.start_on or ''}, {self.end_on or ''})"


@track("start_day", "end_day")
class HeadcountQuota(DatedModel):
    """So many posts (biên chế) are assigned to a unit itself for a period.

    What is assigned to the units below it counts besides, so that a sum over a subtree is right.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="headcount_quotas")
    posts = models.PositiveIntegerField(_("posts assigned"))
    decision = models.CharField(_("decision number"), max_length=100, blank=True, default="")
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-start_day"]
        verbose_name = _("posts assigned")
        constraints = [
            models.CheckConstraint(
                condition=Q(start_day=None) | Q(end_day=None) | Q(end_day__gt=F("start_day")),
                name="headcount_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(posts__lte=1_000_000), name="headcount_is_a_plausible_number"
            ),
            ExclusionConstraint(
                name="headcounts_of_a_unit_do_not_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DayRange("start_day", "end_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.posts} [{self.start_on or ''}, {self.end_on or ''})"


class Lineage(models.Model):
    """Unit and ancestor for a period: the closure of the placements, rebuilt with them.

    A unit is its own ancestor at distance 0.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="lineage")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="descendants")
    distance = models.SmallIntegerField()
    start_day = models.DateField(null=True)
    end_day = models.DateField(null=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "unit"], name="lineage_downwards"),
            models.Index(fields=["unit", "ancestor"], name="lineage_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} <= {self.ancestor_id}"


class TreeChange(models.Model):
    """A note, left by triggers, that units or the tree changed; the figures are due again."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)


@track()
class Succession(models.Model):
    """A unit became (part of) another on a day."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    effective_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("succession")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"],
                name="a_succession_is_recorded_once",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="a_unit_does_not_succeed_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id} {self.effective_on}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Assignments of users to units."""

    def in_force_now(self) -> Self:
        """Assignments in force today by the database's clock, in Hà Nội."""
        today = models.functions.TruncDate(models.functions.Now(), tzinfo=None)
        return self.annotate(today=today).filter(
            Q(end_on=None) | Q(end_on__gt=F("today")), start_on__lte=F("today")
        )

    def holding(self, permission: Permission) -> Self:
        """Assignments whose role holds the permission."""
        return self.filter(role__in=roles_with(permission))


@track()
class Membership(models.Model):
    """A user holds a role for a unit and everything below it, for a period."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_NAMES.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until"), null=True, blank=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(end_on__gt=F("start_on")),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="membership_role_is_a_known_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"
