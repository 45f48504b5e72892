"""Qualifications, trainings and yearly appraisals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.models import Appraisal, Cadre, Qualification, Training, TrainingCategory
from apps.cadres.services.people import changing
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.text import clean


def add_qualification(
    *,
    cadre: Cadre,
    kind: str,
    level: str,
    awarded_on: PartialDate | None,
    by: User,
    name: str = "",
) -> Qualification:
    """Record a level that the person reached on a ladder, or with "none" that they have none.

    Raises RuleError when it is recorded already, lies before birth, or contradicts the record.
    """
    with changing(cadre, by) as locked:
        check_after_birth(locked, awarded_on, field="awarded_on")
        held = locked.qualifications.filter(kind=kind)
        if level == "none" and held.exclude(level="none").exists():
            message = _("A level is recorded already, so “none” cannot be; withdraw that first.")
            raise RuleError(message, field="level")
        same = held.filter(level=level, name=clean(name))
        if any(_may_be_the_same(row.awarded_on, awarded_on) for row in same):
            message = _("This level is on record already. Correct that entry if its date differs.")
            raise RuleError(message, field="level")
        return Qualification.objects.create(
            cadre=locked, kind=kind, level=level, awarded_on=awarded_on, name=clean(name)
        )


@transaction.atomic
def add_training(
    *,
    cadres: Sequence[Cadre],
    category: TrainingCategory,
    completed_on: PartialDate | None,
    by: User,
    name: str = "",
) -> int:
    """Record one course for one person or for many; return for how many it was new.

    Whoever has the same course on the same date already is left as they are. Raises RuleError when
    the course lies before the birth of one of them; then nothing is recorded.
    """
    ids = [cadre.pk for cadre in cadres]
    with acting(by.username):
        locked = list(Cadre.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        for cadre in locked:
            check_after_birth(cadre, completed_on, field="completed_on")
        same = Training.objects.filter(
            cadre__in=ids, category=category, completed_on=completed_on, name=clean(name)
        )
        have = set(same.values_list("cadre_id", flat=True))
        new = [
            Training(cadre=cadre, category=category, completed_on=completed_on, name=clean(name))
            for cadre in locked
            if cadre.pk not in have
        ]
        return len(Training.objects.bulk_create(new))


@transaction.atomic
def appraise(*, ratings: Mapping[Cadre, str], year: int, by: User, reason: str = "") -> int:
    """Record the ratings of a year; return how many were new or different.

    Raises RuleError when a rating that is on record would change and no reason is given.
    """
    given = {cadre.pk: rating for cadre, rating in ratings.items()}
    with acting(by.username, reason=clean(reason)):
        # Held in one order, so that two officers with overlapping lists do not wait in a circle.
        list(Cadre.objects.select_for_update().filter(pk__in=given).order_by("pk"))
        present = {
            row.cadre_id: row for row in Appraisal.objects.filter(cadre__in=given, year=year)
        }
        changed = [row for pk, row in present.items() if row.rating != given[pk]]
        if changed and not clean(reason):
            message = _("A rating on record would change; say why it is corrected.")
            raise RuleError(message, field="reason")
        for row in changed:
            row.rating = given[row.cadre_id]
        Appraisal.objects.bulk_update(changed, ["rating"])
        new = [
            Appraisal(cadre_id=pk, year=year, rating=rating)
            for pk, rating in given.items()
            if pk not in present
        ]
        Appraisal.objects.bulk_create(new)
        return len(new) + len(changed)


def check_after_birth(cadre: Cadre, day: PartialDate | None, *, field: str) -> None:
    """Refuse a date that certainly lies before the person was born."""
    if day and cadre.born and day.latest < cadre.born.earliest:
        message = _("%(name)s was not born yet on that date.")
        raise RuleError(message % {"name": cadre.full_name}, field=field)


def _may_be_the_same(recorded: PartialDate | None, new: PartialDate | None) -> bool:
    """Whether two partly known dates can mean one day; an empty one means any."""
    if recorded is None or new is None:
        return True
    return recorded.earliest <= new.latest and new.earliest <= recorded.latest
