"""What a cell may hold: each check returns the reason why a text is refused, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from apps.common.partial import PartialDate

Check = Callable[[str], str | None]


def known(codes: tuple[str, ...]) -> Check:
    """Return the check of a code: one of those known."""

    def check(value: str) -> str | None:
        if value in codes:
            return None
        return _("“%(value)s” is not one of: %(codes)s") % {
            "value": value,
            "codes": ", ".join(codes),
        }

    return check


def date(value: str) -> str | None:
    """Check a date as far as it is known."""
    try:
        PartialDate.parse(value)
    except ValueError:
        return _("“%(value)s” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD") % {"value": value}
    return None


def day(value: str) -> str | None:
    """Check a day, which is known as a whole."""
    try:
        PartialDate.parse(value).full_day  # noqa: B018
    except ValueError:
        return _("“%(value)s” is not a day: write YYYY-MM-DD") % {"value": value}
    return None


# What no cell may hold: the database refuses NUL and halves of characters, workbooks the rest.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def short(limit: int) -> Check:
    """Return the check of a text of a name or key: so long at most, and printable."""

    def check(value: str) -> str | None:
        if _CONTROL.search(value):
            return _("a control character stands in the text")
        if len(value) > limit:
            return _("longer than %(limit)s characters") % {"limit": limit}
        return None

    return check


def year(value: str) -> str | None:
    """Check the year of an appraisal."""
    if value.isascii() and value.isdigit() and 1945 <= int(value) <= 2100:
        return None
    return _("“%(value)s” is not a year") % {"value": value}


_SHORT = short(50)


def key(value: str) -> str | None:
    """Check the key of a unit, a person or a category."""
    return _("a key must not contain “/”") if "/" in value else _SHORT(value)
