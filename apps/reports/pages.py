"""What the pages of reports show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.jobs.models import Job
from apps.presentation import labels, numbers
from apps.presentation.bridges import PART_WORDS
from apps.reports.lists.keeping import LAST
from apps.reports.models import LongList, Report
from apps.reports.selectors import Difference
from apps.targets.models import TargetVersion
from apps.units.models import Unit

_PAGE = 25
_MOST_SHOWN = 200


def listed(user: User, today: date, number: str | None) -> Page[Report]:
    """Return a page of the reports that the user may see, the latest first."""
    seen = Report.objects.visible_to(user, today).select_related("unit", "plan", "asked_by")
    return Paginator(seen.defer("figures", "moment"), _PAGE).get_page(number)


@dataclass(frozen=True)
class Progress:
    """How far a worker is with a report."""

    percent: int
    is_waiting: bool


def progress_of(kind: str, asked: Report | LongList) -> Progress:
    """Return how far the worker is with a report or a list; ``kind`` is that of its jobs."""
    job = Job.objects.filter(kind=kind, day=asked.day, subject=str(asked.pk)).first()
    if job is None or job.state == Job.State.QUEUED:
        return Progress(0, is_waiting=True)
    return Progress(100 * job.done // job.total if job.total else 5, is_waiting=False)


def long_lists(user: User) -> Sequence[LongList]:
    """Return the lists that the user asked a worker for, the latest first."""
    return list(LongList.objects.of(user)[:_PAGE])


def last_day(asked: LongList) -> date:
    """Return the day after which a list is deleted."""
    return timezone.localdate(asked.asked_at) + LAST


@dataclass(frozen=True)
class Changed:
    """A difference in words."""

    unit: str
    target: str
    measure: str
    stated: str
    found: str


@dataclass(frozen=True)
class Compared:
    """Differences to be shown, and how many there are in all."""

    rows: Sequence[Changed]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether only the first are shown."""
        return self.count > len(self.rows)


def in_words(report: Report, found: Sequence[Difference]) -> Compared:
    """Say differences by the names of units, targets and measures."""
    shown = found[:_MOST_SHOWN]
    names = dict(Unit.objects.filter(key__in={d.unit for d in shown}).values_list("key", "name"))
    codes = {d.target for d in shown}
    versions = TargetVersion.objects.filter(
        target__plan=report.plan, target__code__in=codes
    ).select_related("target")
    targets = {version.target.code: labels.target_name(version) for version in versions}
    rows = [
        Changed(
            unit=names.get(d.unit, d.unit),
            target=targets.get(d.target) or _column(d.target),
            measure=_measure(d.measure),
            stated=_value(d.stated, d.measure),
            found=_value(d.found, d.measure),
        )
        for d in shown
    ]
    return Compared(rows, len(found))


def _column(number: str) -> str:
    """Name a column of a statistical table; nothing where the figure stands in none."""
    return _("column %s") % number if number else ""


def _value(value: Any, measure: str) -> str:
    if value is None:
        return "\u2013"
    if measure.endswith("threshold_bp"):
        return numbers.threshold(value)
    return numbers.whole(value) if isinstance(value, int) else str(value)


def _measure(name: str) -> str:
    when, _dot, last = name.rpartition(".")
    word = str(_WORDS.get(last, last))
    return f"{word}, {_GROUPS[when]}" if when in _GROUPS else word


_WORDS = {
    "met": gettext_lazy("met"),
    "not_met": gettext_lazy("not met"),
    "unknown": gettext_lazy("unknown"),
    "threshold_bp": gettext_lazy("threshold"),
    "name": gettext_lazy("name"),
    "people": gettext_lazy("people with a post"),
    "born": gettext_lazy("birth date"),
    "birth_date": gettext_lazy("birth date missing"),
    "full_birth_date": gettext_lazy("birth date known in part"),
    "gender": gettext_lazy("sex"),
    "degree": gettext_lazy("degree missing"),
    "professional": gettext_lazy("degree"),
    "political_theory": gettext_lazy("political theory"),
    "state_management": gettext_lazy("state management"),
    "training": gettext_lazy("training"),
}
_GROUPS = {
    "before": gettext_lazy("on the earlier day"),
    "due": gettext_lazy("on the due date"),
    **{part: words[0] for part, words in PART_WORDS.items()},
    "unknown": gettext_lazy("why unknown"),
    "record": gettext_lazy("completeness"),
    "own": gettext_lazy("the unit's own people"),
}
