"""Why a series is cut, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.metrics.trends.series import Trend
from apps.presentation import numbers

# So many units that became another are named.
_NAMED = 8


def cut_words(trend: Trend) -> str:
    """Say on which days units were reorganised, and whose figures stand before; nothing if none."""
    said = []
    if trend.breaks:
        days = ", ".join(numbers.day(day) for day in trend.breaks)
        said.append(
            _(
                "The line is cut where units were reorganised (%(days)s): before and after, it is "
                "of other units."
            )
            % {"days": days}
        )
    if trend.breaks and trend.origins:
        names = _named(trend.origins)
        said.append(_("Before, it shows the units that became this one: %s.") % names)
    if trend.divided:
        said.append(
            _(
                "Not before: %s. They were divided between several units, and nobody's place is "
                "guessed; the unit above counts them."
            )
            % _named(trend.divided)
        )
    return " ".join(said)


def _named(units: Sequence[str]) -> str:
    return ", ".join(units[:_NAMED]) + (", …" if len(units) > _NAMED else "")
