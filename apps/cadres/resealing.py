"""Sealing personal numbers anew under the present key, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from apps.audit.history import without_history
from apps.cadres.identity import number_of, place_of
from apps.cadres.models import Cadre
from apps.common.sealing import SealError, seal, under_present_key


def stale() -> QuerySet[Cadre]:
    """Return the cadres whose numbers are sealed under an older key."""
    numbered = Cadre.objects.exclude(personal_number="")
    return numbered.exclude(personal_number__startswith=under_present_key()).order_by("pk")


def reseal(*, batch: int = 500) -> Iterator[tuple[int, list[int]]]:
    """Seal stale numbers anew; yield after each batch how many, and who could not be opened.

    Each batch is a transaction, and what is done is known by its key: whoever is stopped begins
    again. A number stays the same, so no version of its row is written.
    """
    last = 0
    while rows := list(stale().filter(pk__gt=last)[:batch]):
        last = rows[-1].pk
        yield _reseal([row.pk for row in rows])


@transaction.atomic
def _reseal(pks: list[int]) -> tuple[int, list[int]]:
    held = list(stale().filter(pk__in=pks).select_for_update())
    lost = [row.pk for row in held if not _seal_anew(row)]
    with without_history():
        Cadre.objects.bulk_update([row for row in held if row.pk not in lost], ["personal_number"])
    return len(held) - len(lost), lost


def _seal_anew(row: Cadre) -> bool:
    try:
        row.personal_number = seal(number_of(row), place=place_of(row.pk))
    except SealError:
        return False
    return True
