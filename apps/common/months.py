"""Going back by days and months, never past the first day of the calendar."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the day ``months`` earlier, cut to that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_before(day: date) -> date:
    """Return the day before."""
    return date.fromordinal(max(1, day.toordinal() - 1))


def day_after(day: date) -> date:
    """Return the day after."""
    return date.fromordinal(day.toordinal() + 1)


def months_after(day: date, months: int) -> date:
    """Return the day ``months`` later, cut to that month's last day."""
    return months_before(day, -months)
