"""What changed since the earlier day, drawn: the same parts as in the sentence beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from apps.metrics.core.bridge import PARTS
from apps.metrics.progress import Aim
from apps.presentation import numbers
from apps.presentation.bridges import part_word, signed
from apps.reports.builders import said
from apps.reports.document import Step, Waterfall


def fall(aim: Aim, number: int, before: date, day: date) -> Waterfall | None:
    """Return how the count of those who meet a target came about; None where nobody moved."""
    if aim.before is None or aim.parts is None:
        return None
    steps = [
        _whole(before, aim.before.met),
        *_steps(aim, aim.before.met),
        _whole(day, aim.now.met),
    ]
    if len(steps) == 2:
        return None
    name = said.named(aim)
    place = {"number": number, "target": name}
    return Waterfall(
        caption=_("Figure %(number)s. People who meet the target: %(target)s") % place,
        steps=tuple(steps),
        description=f"{name}: {said.change(aim)}",
        key=(_("more"), _("fewer"), _("people who meet it")),
        lower=_("from"),
    )


def _whole(day: date, count: int) -> Step:
    return Step(_("On %s") % numbers.day(day), count, count, numbers.whole(count), is_whole=True)


def _steps(aim: Aim, start: int) -> Iterator[Step]:
    for part in PARTS if aim.parts else ():
        change = aim.parts[part][0] if aim.parts else 0
        if change:
            yield Step(part_word(part), start, start + change, signed(change))
            start += change
