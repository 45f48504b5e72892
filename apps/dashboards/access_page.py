"""What auditors look for in the access log, and the page that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Self

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.accesses import Found, Search, found
from apps.audit.models import AccessLog
from apps.audit.selectors import former_values
from apps.cadres.models import Cadre
from apps.common.reach import Reach, beyond_scope
from apps.presentation import accesses

_MOMENTS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y")
# An account is found by a part of its name; more of them than this are too many to follow.
_ACCOUNTS = 10


@dataclass(frozen=True)
class Wanted:
    """The fields of the search as they were typed; an empty one asks for nothing."""

    person: str = ""
    account: str = ""
    act: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read a query string; an act or a kind that is not known asks for nothing."""
        said = {field.name: query.get(field.name, "").strip()[:200] for field in fields(cls)}
        said["act"] = said["act"] if said["act"] in AccessLog.Act.values else ""
        said["kind"] = said["kind"] if said["kind"] in accesses.kinds() else ""
        return cls(**said)

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Row:
    """A line in words: who it was, and where it leads for whoever may open that."""

    access: AccessLog
    account: str
    people: int
    opens: bool


@dataclass(frozen=True)
class AccessPage:
    """What was asked for and found; ``faults`` say which fields could not be read."""

    wanted: Wanted
    rows: Sequence[Row]
    faults: dict[str, str]
    older: int | None
    newer: int | None


def access_page(user: User, query: QueryDict) -> AccessPage:
    """Return the page of the log that was asked for."""
    wanted = Wanted.read(query)
    search, faults = _search(wanted)
    if faults:
        return AccessPage(wanted, (), faults, None, None)
    page = found(search, older=_number(query, "older"), newer=_number(query, "newer"))
    rows = _rows(user, page)
    return AccessPage(
        wanted,
        rows,
        {},
        older=rows[-1].access.pk if rows and page.has_earlier else None,
        newer=rows[0].access.pk if rows and page.has_later else None,
    )


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _search(wanted: Wanted) -> tuple[Search, dict[str, str]]:
    faults: dict[str, str] = {}
    moments: dict[str, datetime | None] = {"since": None, "until": None}
    for name in moments:
        if text := getattr(wanted, name):
            moments[name] = _moment(text, is_end=name == "until")
            if moments[name] is None:
                faults[name] = _("Write dd/mm/yyyy or dd/mm/yyyy hh:mm.")
    usernames = _usernames(wanted.account) if wanted.account else ()
    if len(usernames) > _ACCOUNTS:
        faults["account"] = _("More than %s accounts fit. Write more of the name.") % _ACCOUNTS
    keys, person = _whom(wanted.person) if wanted.person else ((), None)
    search = Search(usernames[:_ACCOUNTS], keys, person, wanted.act, wanted.kind, **moments)
    return search, faults


def _moment(text: str, *, is_end: bool) -> datetime | None:
    """Return the moment that is meant; the end of a period given by its last day is after it."""
    for form in _MOMENTS:
        try:
            said = datetime.strptime(text, form).replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            continue
        length = timedelta(days=1) if "%H" not in form else timedelta(minutes=1)
        return said + length if is_end else said
    return None


def _usernames(text: str) -> tuple[str, ...]:
    """Return the accounts meant: the one of this name, else those whose names hold the words.

    A name that no account has any more is looked for as it stands.
    """
    if User.objects.filter(username=text).exists():
        return (text,)
    fitting = User.objects.filter(Q(username__icontains=text) | Q(full_name__icontains=text))
    names = fitting.order_by("username").values_list("username", flat=True)[: _ACCOUNTS + 1]
    return tuple(names) or (text,)


def _whom(text: str) -> tuple[tuple[str, ...], int | None]:
    """Return the keys under which somebody is or was recorded, and their id."""
    with beyond_scope(Reach.HISTORY):
        pk = Cadre.objects.filter(key=text).values_list("pk", flat=True).first()
        if pk is None:
            return (text,), None
        return tuple(sorted({text, *former_values(Cadre, pk, "key")})), pk


def _rows(user: User, page: Found) -> list[Row]:
    lines = page.lines
    usernames = {line.access.username for line in lines}
    names = dict(User.objects.filter(username__in=usernames).values_list("username", "full_name"))
    opens: set[str] = set()
    if may(user, Permission.PEOPLE_VIEW):
        keys = {line.access.key for line in lines if line.access.kind == "cadre"}
        known = Cadre.objects.known_to(user, timezone.localdate())
        opens = set(known.filter(key__in=keys).values_list("key", flat=True))
    return [
        Row(
            line.access,
            names.get(line.access.username, ""),
            line.people,
            line.access.kind == "cadre" and line.access.key in opens,
        )
        for line in lines
    ]
