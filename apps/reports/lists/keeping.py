"""Long lists from the asking to the end of their days."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.common.stepping_down import acting_for
from apps.jobs.models import Job
from apps.jobs.services import advance, ask_again, finish
from apps.notices.services import tell
from apps.notices.words import in_each_language
from apps.presentation.scene import Aside
from apps.reports.lists.answers import content_of
from apps.reports.lists.content import Content, Question, write
from apps.reports.models import LongList, LongListPart
from apps.reports.models.long_lists import LAST_FOR_TWO
from apps.reports.models.wanted_lists import KINDS, WantedList
from apps.reports.renderers.lists import ListRow
from apps.units.models import Unit
from apps.units.selectors import holds_a_top

JOB = "list"
# What is written while the reader waits: about a second.
AT_ONCE = 5_000
LAST = timedelta(days=7)
_MAX_OPEN = 5
_EVERY = 5_000
_PART = 1_000_000
State = LongList.State


@transaction.atomic
def ask_list(*, question: Question, content: Content, by: User) -> LongList:
    """Ask a worker to write a list; RuleError when too many are being written already."""
    if LongList.objects.of(by).filter(state=State.ASKED).count() >= _MAX_OPEN:
        raise RuleError(
            _("%s of your lists are being written. Wait until one is done.") % _MAX_OPEN
        )
    return begin(**wanted(question, content), asked_by=by)


def wanted(question: Question, content: Content) -> dict[str, Any]:
    """Return what is kept of a list that somebody wants."""
    return {
        "kind": question.what,
        "key": question.key,
        "code": question.code,
        "query": question.on(content.day).query,
        "day": content.day,
        "title": content.title[:300],
        "format": question.format,
        "language": question.language,
        "covers": list(content.covers),
        "entry": content.entry,
    }


def begin(**fields: Any) -> LongList:
    """Create a list and the job of writing it, in the caller's transaction."""
    asked = LongList.objects.create(**fields)
    ask_again(kind=JOB, day=asked.day, by=asked.asked_by.username, subject=str(asked.pk))
    return asked


def takes_two(kind: str, content: Content) -> bool:
    """Whether a list may hold the people of the whole city, and so needs a second person."""
    return kind != "units" and holds_a_top(content.covers, content.day)


def is_open_to(user: User, asked: WantedList) -> bool:
    """Whether the user may still take out everything that the list may hold."""
    wanted = [Permission.EXPORT]
    if asked.kind != "units":
        wanted.append(Permission.PEOPLE_VIEW)
    covered = set(asked.covers)
    return all(
        Unit.objects.visible_to(user, asked.day, permission).filter(pk__in=covered).count()
        == len(covered)
        for permission in wanted
    )


def write_list(job: Job) -> None:
    """Write the list of a job into its parts; nothing when it waits for nothing."""
    asked = LongList.objects.select_related("asked_by").filter(pk=int(job.subject)).first()
    if asked is None or not asked.is_working:
        with transaction.atomic():
            finish(job)
        return
    with override(asked.language), acting_for(asked.asked_by.pk):
        _write(asked, job)


def _write(asked: LongList, job: Job) -> None:
    now, user = timezone.now(), asked.asked_by
    try:
        _check_rights(user)
        content = content_of(user, _question(asked), timezone.localdate(now))
        if takes_two(asked.kind, content) and asked.confirmed_by_id is None:
            raise RuleError(_("You may no longer take this list out."))
    except (RuleError, Http404, Aside):
        _settle(asked, job, state=State.FAILED, reason=_("You may no longer take this list out."))
        return
    watched = replace(content, rows=_watched(content, job))
    with tempfile.TemporaryFile() as file:
        rows = write(watched, asked.format, file, by=user, now=now)
        size = file.seek(0, 2)
        _keep(asked, file)
    _settle(
        asked,
        job,
        state=State.READY,
        rows=rows,
        size=size,
        written_at=timezone.now(),
        covers=list(content.covers),
        people=list(content.people),
        entry=content.entry,
    )
    if asked.request_id:
        values = {"list": in_each_language(lambda: str(KINDS[asked.kind]))}
        link = reverse("list", args=[asked.pk])
        tell(users=[user], code="list_ready", values=values, link=link)


def _question(asked: LongList) -> Question:
    return Question(asked.kind, asked.format, asked.language, asked.key, asked.code, asked.query)  # type: ignore[arg-type]


def _check_rights(user: User) -> None:
    """The asker's rights decide while the worker writes, not when the list was asked for."""
    held = [may(user, permission) for permission in (Permission.EXPORT, Permission.PEOPLE_VIEW)]
    if not user.is_active or not all(held):
        raise RuleError(_("You may no longer take this list out."))


def _watched(content: Content, job: Job) -> Iterator[ListRow]:
    """Pass rows on, and say now and then how many have been passed."""
    for number, row in enumerate(content.rows):
        if number % _EVERY == 0:
            advance(job, done=number, total=content.count)
        yield row


def _keep(asked: LongList, file: IO[bytes]) -> None:
    """Store a file in parts, in place of those of an earlier attempt."""
    asked.parts.all().delete()
    file.seek(0)
    for number, content in enumerate(iter(lambda: file.read(_PART), b"")):
        LongListPart.objects.create(list=asked, number=number, content=content)


def bytes_of(asked: LongList) -> Iterable[bytes]:
    """Yield the file of a list, a part at a time."""
    for number in range(-(-asked.size // _PART)):
        yield bytes(asked.parts.get(number=number).content)


@transaction.atomic
def _settle(asked: LongList, job: Job, **changes: object) -> None:
    LongList.objects.filter(pk=asked.pk).update(**changes)
    finish(job)


def take_out(asked: LongList) -> bool:
    """Count a download; False where nobody gets the file any more.

    A list that took two people goes out once, within a day.
    """
    rows = LongList.objects.filter(pk=asked.pk, state=State.READY)
    if asked.request_id:
        rows = rows.filter(downloads=0, written_at__gt=Now() - LAST_FOR_TWO)
    return bool(rows.update(downloads=F("downloads") + 1))


def expire_lists(today: date) -> int:
    """Delete the lists that were asked for a week ago, or a day where it took two people."""
    old = LongList.objects.older_than(today - LAST)
    short = LongList.objects.filter(request__isnull=False, written_at__lte=Now() - LAST_FOR_TWO)
    deleted = [rows.delete()[1].get("reports.LongList", 0) for rows in (old, short)]
    return sum(deleted)
