"""The answer to each kind of question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from apps.accounts.models import User
from apps.reports.lists.content import Content, Question
from apps.reports.lists.people import cadre_content, who_content
from apps.reports.lists.units import unit_content

_ANSWERS: dict[str, Callable[[User, Question, date], Content]] = {
    "cadres": cadre_content,
    "who": who_content,
    "units": unit_content,
}


def content_of(user: User, question: Question, today: date) -> Content:
    """Return the list asked for, cut to what the user may take out."""
    return _ANSWERS[question.what](user, question, today)
