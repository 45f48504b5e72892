"""People, and the notes that their facts changed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from apps.accounts.fields import DERIVED, KEY, OPEN, PERSONAL, SEALED, SENSITIVE, FieldRules
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import track
from apps.cadres.codes import GENDERS, SENSITIVE_MARKS
from apps.cadres.models.posts import Appointment
from apps.common.dated import Latest, PartialDateField, day_of
from apps.common.notes import notes_people
from apps.common.text import search_key
from apps.units.models import Unit


class CadreQuerySet(models.QuerySet["Cadre"]):
    """People by name and by where they serve."""

    def named(self, words: str) -> Self:
        """People whose name or key holds every word: accents, case and order do not matter."""
        found = self
        for word in search_key(words).split():
            found = found.filter(Q(name_key__contains=word) | Q(key__icontains=word))
        return found

    def restricted(self) -> Self:
        """People who had processing of their data restricted."""
        return self.filter(Exists(Restriction.objects.filter(cadre=OuterRef("pk"))))

    def unrestricted(self) -> Self:
        """People whose data may be handed on: without those who had that restricted."""
        return self.exclude(Exists(Restriction.objects.filter(cadre=OuterRef("pk"))))

    def serving_in(self, units: models.QuerySet, day: date) -> Self:
        """People with an appointment, primary or not, in one of the units on day."""
        posts = Appointment.objects.as_of(day).filter(cadre=OuterRef("pk"), unit__in=units)
        return self.filter(Exists(posts))

    def counted_in(self, units: models.QuerySet, day: date) -> Self:
        """People whose primary appointment is in one of the units on day."""
        posts = Appointment.objects.as_of(day).filter(is_primary=True, unit__in=units)
        return self.filter(Exists(posts.filter(cadre=OuterRef("pk"))))

    def visible_to(
        self, user: User, day: date, permission: Permission = Permission.PEOPLE_VIEW
    ) -> Self:
        """People who serve on day in units whose people the user may see."""
        return self.serving_in(Unit.objects.visible_to(user, day, permission), day)

    def known_to(
        self, user: User, day: date, permission: Permission = Permission.PEOPLE_VIEW
    ) -> Self:
        """People who serve in the user's units on day, and those whose last post was or is to be
        there: who has left and who is yet to come is known where the record lies.
        """
        units = Unit.objects.visible_to(user, day, permission)
        posts = Appointment.objects.as_of(day).filter(cadre=OuterRef("pk"), unit__in=units)
        last = Appointment.objects.filter(cadre=OuterRef("pk"), is_primary=True)
        latest = last.order_by(F("end_day").desc(nulls_first=True), "-start_day").values("unit")
        return self.alias(last_unit=Subquery(latest[:1])).filter(
            Q(Exists(posts)) | Q(last_unit__in=units.values("pk"))
        )


@track("name_key", "sort_key", "born_earliest", "born_latest", "personal_number_index")
class Cadre(models.Model):
    """A person. Only what the targets, the reports and identification need is kept."""

    key = models.CharField(_("staff number"), max_length=50, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    sort_key = models.CharField(max_length=1500, editable=False, db_collation="C")
    born = PartialDateField(_("born"), null=True, blank=True)
    born_earliest = day_of("born")
    born_latest = day_of("born", Latest)
    gender = models.CharField(
        _("gender"),
        max_length=6,
        blank=True,
        choices=[("female", _("female")), ("male", _("male"))],
    )
    # Kept for statistical tables alone, and shown only to who keeps the record.
    is_party_member = models.BooleanField(_("Party member"), null=True, blank=True)
    is_minority = models.BooleanField(_("of an ethnic minority"), null=True, blank=True)
    is_religious = models.BooleanField(_("follows a religion"), null=True, blank=True)
    # The twelve digits (Circular 59/2021/TT-BCA, article 4), sealed; only identity.py reads them.
    personal_number = models.TextField(
        _("personal identification number"), blank=True, default="", db_default="", editable=False
    )
    personal_number_index = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    objects = CadreQuerySet.as_manager()
    field_rules: ClassVar[FieldRules] = {
        "id": KEY,
        "key": OPEN,
        **dict.fromkeys(("full_name", "born", "gender"), PERSONAL),
        **dict.fromkeys(SENSITIVE_MARKS, SENSITIVE),
        "personal_number": SEALED,
        **dict.fromkeys(("name_key", "sort_key", "born_earliest", "born_latest"), DERIVED),
        "personal_number_index": DERIVED,
    }

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("cadre")
        indexes = [
            GinIndex(fields=["name_key"], name="cadre_by_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["sort_key", "id"], name="cadre_in_vietnamese_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(gender__in=["", *GENDERS]), name="gender_is_a_known_code_or_empty"
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(full_name=""), name="a_cadre_has_a_key_and_a_name"
            ),
            models.UniqueConstraint(
                fields=["personal_number_index"],
                condition=~Q(personal_number_index=""),
                name="a_personal_number_belongs_to_one_cadre",
            ),
            models.CheckConstraint(
                condition=Q(personal_number="", personal_number_index="")
                | (~Q(personal_number="") & ~Q(personal_number_index="")),
                name="a_personal_number_has_its_index",
            ),
        ]
        triggers = notes_people("cadres_changedcadre", "id")

    def __str__(self) -> str:
        return self.full_name


@track(of="cadre")
class Restriction(models.Model):
    """A person had processing of their data restricted: lists and programs get nothing of them."""

    cadre = models.OneToOneField(Cadre, models.PROTECT, related_name="restriction")
    since = models.DateField(_("restricted since"))
    field_rules: ClassVar[FieldRules] = {
        **dict.fromkeys(("id", "cadre"), KEY),
        "since": PERSONAL,
    }

    class Meta:
        verbose_name = _("restriction of processing")

    def __str__(self) -> str:
        return f"{self.cadre_id} {self.since}"


class ChangedCadre(models.Model):
    """A note, left by triggers, that a person's facts changed; the figures of the day are due.

    Notes are appended without looking and deleted by whoever computed with them, so that no
    change is missed between the two.
    """

    cadre_id = models.IntegerField()

    def __str__(self) -> str:
        return str(self.cadre_id)
