"""Reading notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.notices.models import Notice
from apps.notices.words import Sentence, said

_PAGE = 25
_MOST = 99


@dataclass(frozen=True)
class Bell:
    """How many notices wait, short for the badge and in words."""

    count: int
    words: str

    @property
    def badge(self) -> str:
        """The number, cut where it would grow too wide."""
        return str(self.count) if self.count <= _MOST else f"{_MOST}+"


def bell(user: User) -> Bell:
    """Count what the user has not seen."""
    count = Notice.objects.visible_to(user).unseen().count()
    words = ngettext("%(count)s new notice", "%(count)s new notices", count) % {"count": count}
    return Bell(count, words)


@dataclass(frozen=True)
class Told:
    """A notice with what it says."""

    notice: Notice
    sentence: Sentence


def page_of(user: User, number: str | None) -> tuple[Page[Notice], list[Told]]:
    """Return a page of the user's notices, the latest first, and what they say."""
    page = Paginator(Notice.objects.visible_to(user), _PAGE).get_page(number)
    return page, told(page.object_list)


def told(notices: Iterable[Notice]) -> list[Told]:
    """Say notices in the language of the moment."""
    return [Told(notice, said(notice.code, notice.values)) for notice in notices]
