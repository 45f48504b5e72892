"""Long lists from the asking to the end of their days."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import IO

from django.db import transaction
from django.http import Http404
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
from apps.presentation.scene import Aside
from apps.reports.lists.answers import content_of
from apps.reports.lists.content import Content, Question, write
from apps.reports.models import LongList, LongListPart
from apps.reports.renderers.lists import ListRow
from apps.units.models import Unit

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
    asked = LongList.objects.create(
        kind=question.what,
        key=question.key,
        code=question.code,
        query=question.on(content.day).query,
        day=content.day,
        title=content.title[:300],
        format=question.format,
        language=question.language,
        covers=list(content.covers),
        entry=content.entry,
        asked_by=by,
    )
    ask_again(kind=JOB, day=asked.day, by=by.username, subject=str(asked.pk))
    return asked


def is_open_to(user: User, asked: LongList) -> bool:
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


def expire_lists(today: date) -> int:
    """Delete the lists that were asked for a week ago or earlier; return how many."""
    old = LongList.objects.older_than(today - LAST)
    return old.delete()[1].get("reports.LongList", 0)
