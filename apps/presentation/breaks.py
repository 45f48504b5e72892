"""Why a series is cut, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.metrics.series import Trend
from apps.presentation import numbers

# So many units that became another are named.
_NAMED = 8


def cut_words(trend: Trend) -> str:
    """Say on which days units were reorganised, and whose figures stand before; nothing if none."""
    if not trend.breaks:
        return ""
    days = ", ".join(numbers.day(day) for day in trend.breaks)
    words = _(
        "The line is cut where units were reorganised (%(days)s): before and after, it is of "
        "other units."
    ) % {"days": days}
    if not trend.origins:
        return words
    names = ", ".join(trend.origins[:_NAMED]) + (", …" if len(trend.origins) > _NAMED else "")
    return f"{words} {_('Before, it shows the units that became this one: %s.') % names}"
