"""Lawful gaps in what stays as it was written: making them, and telling them from tampering."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from django.db import connection, transaction

from apps.audit.models import Gap
from apps.common.sealing import secret_for

Spans = list[list[int]]


class ForgedGapError(Exception):
    """A gap was not made by this system, or was changed since."""

    def __init__(self, gap: Gap) -> None:
        super().__init__(str(gap))
        self.gap = gap


@transaction.atomic
def remove(table: str, ids: Iterable[int], *, by: str, reason: str) -> int:
    """Take rows out of a table that stays, leave a gap that says why, and return how many.

    Only jobs may; the database refuses it to requests. All of the rows must be there.
    """
    numbers = sorted(set(ids))
    if not numbers:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (at,) = cursor.fetchone()
        gap = Gap(
            table=table, spans=_spans(numbers), rows=len(numbers), at=at, by=by, reason=reason
        )
        gap.sign = _sign(gap)
        gap.save(force_insert=True)
        cursor.execute("SELECT audit_remove(%s)", [gap.pk])
        return int(cursor.fetchone()[0])


def forget_contexts(contexts: Iterable[Any]) -> int:
    """Forget who acted and why, of contexts of which nothing is left; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget(%s::uuid[])", [[str(context) for context in contexts]])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class Gaps:
    """The runs of rows that were lawfully taken out, by table: first and last of each, in order."""

    runs: dict[str, np.ndarray]

    @classmethod
    def read(cls) -> Self:
        """Read all gaps; raise ForgedGapError for the first that this system did not make."""
        found: dict[str, Spans] = {}
        for gap in Gap.objects.order_by("pk").iterator(chunk_size=500):
            if not hmac.compare_digest(gap.sign, _sign(gap)):
                raise ForgedGapError(gap)
            found.setdefault(gap.table, []).extend(gap.spans)
        return cls({table: np.array(sorted(spans)) for table, spans in found.items()})

    def covers(self, table: str, ids: np.ndarray) -> np.ndarray:
        """Say of each number whether its row was lawfully taken out."""
        runs = self.runs.get(table)
        if runs is None:
            return np.zeros(len(ids), dtype=bool)
        at = np.searchsorted(runs[:, 0], ids, side="right") - 1
        return (at >= 0) & (ids <= runs[np.maximum(at, 0), 1])


def _spans(numbers: list[int]) -> Spans:
    """Return the first and last of each run of numbers that follow one another."""
    spans: Spans = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def _sign(gap: Gap) -> str:
    said = [gap.table, gap.spans, gap.rows, gap.at.timestamp(), gap.by, gap.reason]
    key = secret_for("gap in the history")
    return hmac.new(key, json.dumps(said).encode(), hashlib.sha256).hexdigest()
