"""Saying what is wrong with a condition in the reader's language, and where."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.targets.conditions import ConditionError

# Every reason that the language of conditions and the list of courses give.
REASONS = {
    "expected an object with exactly one key": gettext_lazy(
        "expected an object with exactly one key"
    ),
    "nested more than %(limit)s deep": gettext_lazy("nested more than %(limit)s deep"),
    "unknown key; known are %(known)s": gettext_lazy("unknown key; known are %(known)s"),
    "could be unknown; a population may only use %(known)s": gettext_lazy(
        "could be unknown; a population may only use %(known)s"
    ),
    'expected "day" or "month"': gettext_lazy('expected "day" or "month"'),
    "before since": gettext_lazy("before since"),
    "expected true or false": gettext_lazy("expected true or false"),
    "expected an object": gettext_lazy("expected an object"),
    "missing %(keys)s": gettext_lazy("missing %(keys)s"),
    "unknown key %(keys)s": gettext_lazy("unknown key %(keys)s"),
    "expected a list": gettext_lazy("expected a list"),
    "expected a whole number from 1 to 1200": gettext_lazy(
        "expected a whole number from 1 to 1200"
    ),
    "expected a code": gettext_lazy("expected a code"),
    "expected a date YYYY-MM-DD": gettext_lazy("expected a date YYYY-MM-DD"),
    "unknown value %(value)s; known are %(known)s": gettext_lazy(
        "unknown value %(value)s; known are %(known)s"
    ),
    "unknown training category %(category)s": gettext_lazy(
        "unknown training category %(category)s"
    ),
    "only for the columns of statistical tables": gettext_lazy(
        "only for the columns of statistical tables"
    ),
}
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


def reason_words(error: ConditionError) -> str:
    """Return why a condition was refused, in the reader's language."""
    template = str(REASONS.get(error.template, error.template))
    return template % error.said if error.said else template


def place_words(error: ConditionError) -> str:
    """Return where the fault is, step by step: "all › part 2 › gender"."""
    steps = [
        _("part %s") % (int(index) + 1) if index else key
        for key, index in _STEP.findall(error.path)
    ]
    return " › ".join(steps) or _("the whole condition")
