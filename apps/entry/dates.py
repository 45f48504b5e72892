"""Reading dates as people type them, and saying what is wrong with one. Pure but for its words."""

from __future__ import annotations

import calendar
import re

from django.utils.translation import gettext as _

from apps.common.partial import PartialDate

_SEPARATED = re.compile(r"(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{1,4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_MONTHS = 12


def read_date(text: str) -> PartialDate:
    """Read dd/mm/yyyy, mm/yyyy or yyyy, as typed; raise ValueError that says what to do."""
    text = text.strip()
    if _ISO.fullmatch(text):
        return _made(*(int(part) for part in text.split("-")))
    found = _SEPARATED.fullmatch(text)
    if not found:
        raise ValueError(_("Write the date as dd/mm/yyyy, mm/yyyy or yyyy."))
    day, month, year = found.groups()
    if len(year) != 4:
        raise ValueError(_("Write the year with four digits."))
    return _made(int(year), int(month) if month else None, int(day) if day else None)


def _made(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    if not 1900 <= year <= 2100:
        raise ValueError(_("The year must lie between 1900 and 2100."))
    if month is not None and not 1 <= month <= _MONTHS:
        raise ValueError(_("There is no month %s. Write dd/mm/yyyy.") % month)
    if day is not None and month is not None:
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            message = _("Month %(month)s of %(year)s has only %(last)s days. Write dd/mm/yyyy.")
            raise ValueError(message % {"month": month, "year": year, "last": last})
    return PartialDate(year, month, day)
