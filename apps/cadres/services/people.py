"""Registering people and correcting what identifies them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.codes import SENSITIVE_MARKS
from apps.cadres.identity import sealed, with_number
from apps.cadres.models import Cadre
from apps.cadres.personal_numbers import parse
from apps.cadres.walls import REGISTERED
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.reach import Reach, beyond_scope
from apps.common.text import clean, search_key, sort_key

_CORRECTABLE = frozenset(
    {"key", "full_name", "born", "gender", "personal_number", *SENSITIVE_MARKS}
)

_ANNOUNCED = """SELECT set_config(%s, (coalesce(nullif(current_setting(%s, true), ''), '{}')::int[]
                                  || %s::int[])::text, true)"""


@transaction.atomic
def register_cadre(
    *,
    full_name: str,
    born: PartialDate | None,
    gender: str,
    by: User,
    key: str = "",
    personal_number: str = "",
    marks: Mapping[str, bool | None] | None = None,
) -> Cadre:
    """Enter a person; without a staff number one is given. ``marks`` are the sensitive ones.

    Raises RuleError when the staff number or the personal number is somebody's already.
    """
    pk = _next_id()
    announce([pk])
    fields = _checked({"key": clean(key) or free_key(pk), "full_name": full_name}, None)
    number = _checked_number(personal_number, None)
    columns = {**fields, **_named(fields), **sealed(pk, number), **(marks or {})}
    try:
        with acting(by.username), transaction.atomic():
            return Cadre.objects.create(pk=pk, born=born, gender=gender, **columns)
    except IntegrityError as error:
        message = _("Somebody entered a record with the same number at this moment. Look for it.")
        raise RuleError(message, field="key") from error


@transaction.atomic
def correct_cadre(*, cadre: Cadre, reason: str, by: User, **changes: Any) -> None:
    """Correct what identifies a person, as it should have been recorded all along.

    Raises RuleError without a reason, or when a number is somebody else's.
    """
    if unknown := changes.keys() - _CORRECTABLE:
        raise TypeError(f"a cadre has no {', '.join(sorted(unknown))}")
    with changing(cadre, by, reason=needed(reason)) as locked:
        number = changes.pop("personal_number", None)
        columns = changes | _checked(changes, locked) | _named(changes)
        if number is not None:
            columns |= sealed(locked.pk, _checked_number(number, locked))
        Cadre.objects.filter(pk=locked.pk).update(**columns)


@contextmanager
def changing(cadre: Cadre, by: User, *, reason: str = "") -> Iterator[Cadre]:
    """Hold the person's row while an act looks at their facts and changes them."""
    with transaction.atomic(), acting(by.username, reason=reason):
        yield Cadre.objects.select_for_update().get(pk=cadre.pk)


def needed(reason: str) -> str:
    """Return the reason for changing the past; raise RuleError when there is none."""
    reason = clean(reason)
    if not reason:
        raise RuleError(_("Say why what was recorded is corrected."), field="reason")
    return reason


def free_key(pk: int) -> str:
    """Return a staff number that nobody has, made from an id."""
    key = f"CB{pk:06d}"
    with beyond_scope(Reach.MATCHING):
        while Cadre.objects.filter(key=key).exists():
            key += "A"
    return key


def announce(ids: Sequence[int]) -> None:
    """Tell the database whom the present transaction registers: nobody, as yet, has a post."""
    with connection.cursor() as cursor:
        cursor.execute(_ANNOUNCED, [REGISTERED, REGISTERED, list(ids)])


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cadres_cadre', 'id'))")
        return int(cursor.fetchone()[0])


def _checked(fields: dict[str, Any], present: Cadre | None) -> dict[str, Any]:
    """Return names and keys cleaned; refuse empty ones and a key that is somebody else's."""
    checked: dict[str, Any] = {
        name: clean(fields[name]) for name in ("key", "full_name") if name in fields
    }
    for name, value in checked.items():
        if not value:
            raise RuleError(_("This must not be empty."), field=name)
    key = checked.get("key", "")
    if "/" in key:
        raise RuleError(_("A staff number must not contain “/”."), field="key")
    others = Cadre.objects.exclude(pk=present.pk) if present else Cadre.objects.all()
    with beyond_scope(Reach.MATCHING):
        is_taken = bool(key) and others.filter(key=key).exists()
    if is_taken:
        raise RuleError(_("Another cadre has the staff number %s.") % key, field="key")
    return checked


def _named(fields: dict[str, Any]) -> dict[str, str]:
    """Return the keys to find and to sort by, when the name is among the fields."""
    if "full_name" not in fields:
        return {}
    name = clean(fields["full_name"])
    return {"name_key": search_key(name), "sort_key": sort_key(name)}


def _checked_number(text: str, present: Cadre | None) -> str:
    if not text:
        return ""
    try:
        number = parse(text)
    except ValueError as error:
        message = _("A personal identification number has 12 digits.")
        raise RuleError(message, field="personal_number") from error
    owner = with_number(number)
    if owner and owner != present:
        message = _("Another cadre has this personal identification number.")
        raise RuleError(message, field="personal_number")
    return number
