"""Writing the access log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from apps.audit.accesses import month_of
from apps.audit.models import AccessLog, Shown
from apps.common.masking import without_numbers

_IN_A_ROW = 1_000


@transaction.atomic
def log_access(
    *,
    username: str,
    act: AccessLog.Act,
    kind: str,
    key: str,
    people: Iterable[int] = (),
    **detail: Any,
) -> None:
    """Record that a person's data were read, listed or exported.

    What was searched for is told without personal numbers, since nothing is taken out of the log.
    ``people`` are the ids of everybody whom a list or a file shows: its key names none of them.
    """
    said = without_numbers(detail)
    read = AccessLog.objects.create(username=username, act=act, kind=kind, key=key, detail=said)
    ids, month = sorted(set(people)), month_of(read.at)
    Shown.objects.bulk_create(
        Shown(access=read.pk, month=month, people=ids[start : start + _IN_A_ROW])
        for start in range(0, len(ids), _IN_A_ROW)
    )
