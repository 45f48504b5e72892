"""Taking a person out of the history and out of the access log, lawfully and with a trace."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from apps.audit.gaps import forget_contexts, remove
from apps.audit.models import AccessLog, Shown
from apps.privacy import held
from apps.privacy.whose import Whose

# Words that somebody typed; all else in a line was chosen from what is offered.
_TYPED = frozenset({"q", "words", "name", "staff_number", "personal_number", "born", "reason"})
# What stands in the log where somebody was named.
NOBODY = "erased"
_LOG, _SHOWN = AccessLog._meta.db_table, Shown._meta.db_table


def take_out_of_history(cadre_id: int, *, by: str, reason: str) -> None:
    """Take every version of the person's rows out, and who acted, where nothing else is left."""
    contexts = held.contexts_of(cadre_id)
    for versions, rows in held.versions_about(cadre_id):
        remove(versions._meta.db_table, [pk for pk, _c in rows], by=by, reason=reason)
    forget_contexts(contexts)


def take_out_of_log(whose: Whose, *, by: str, reason: str) -> None:
    """Let the log say of the person's readings only that somebody who was erased was read."""
    shown = Shown.objects.filter(people__contains=[whose.pk]).values_list("access", flat=True)
    lists = AccessLog.objects.filter(pk__in=set(shown))
    named = {row.pk: row for row in lists.iterator() if _without(row.detail, whose) != row.detail}
    named |= {row.pk: row for row in AccessLog.objects.filter(key__in=whose.keys)}
    named |= {row.pk: row for row in _with_text(whose)}
    renamed = {pk: _renamed(row, whose) for pk, row in named.items()}
    _rewrite_shown(whose, renamed, by=by, reason=reason)
    remove(_LOG, renamed, by=by, reason=reason)


def _without(detail: dict[str, Any], whose: Whose, *, is_whole: bool = False) -> dict[str, Any]:
    """Return what was asked for without the words that may be of the person."""
    kept = {}
    for name, value in detail.items():
        if isinstance(value, dict):
            kept[name] = _without(value, whose, is_whole=is_whole)
        elif name not in _TYPED or not (is_whole or whose.is_searched_by(str(value))):
            kept[name] = value
    return kept


def _with_text(whose: Whose) -> Iterable[AccessLog]:
    """Return the lines whose words hold a staff number: looked for, and found by nobody."""
    named = Q(pk=None)
    for key in whose.keys:
        named |= Q(text__contains=json.dumps(key, ensure_ascii=False))
    return AccessLog.objects.annotate(text=Cast("detail", TextField())).filter(named)


def _renamed(row: AccessLog, whose: Whose) -> int:
    """Write a line anew without the person, at its old moment, and return its number."""
    is_whole = row.key in whose.keys
    kept = _without(row.detail, whose, is_whole=is_whole)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_accesslog (at, username, act, kind, key, detail)"
            " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
            [row.at, row.username, row.act, row.kind, NOBODY if is_whole else row.key,
             json.dumps(kept)],
        )  # fmt: skip
        return int(cursor.fetchone()[0])


def _rewrite_shown(whose: Whose, renamed: dict[int, int], *, by: str, reason: str) -> None:
    """Take the person out of whom lists showed, and let what is left follow its line."""
    rows = Shown.objects.filter(people__contains=[whose.pk]) | Shown.objects.filter(
        access__in=renamed
    )
    old = list(rows.distinct())
    new = [
        Shown(access=renamed.get(row.access, row.access), month=row.month, people=people)
        for row in old
        if (people := [pk for pk in row.people if pk != whose.pk])
    ]
    Shown.objects.bulk_create(new)
    remove(_SHOWN, [row.pk for row in old], by=by, reason=reason)
