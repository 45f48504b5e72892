"""How long the law gives for an answer to somebody whose data are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# A first answer, that the request has come in, within so many working days.
FIRST_ANSWER = 2
_SATURDAY = 5
_DECREE = "Decree 356/2025/NĐ-CP, article 5"


@dataclass(frozen=True)
class Clock:
    """Days for an answer, days by which it may be put off once, and where that is written.

    Provisional: the source is an analysis that quotes the decree, and does not say whether days
    are working days. Every day is counted, which is never too late.
    """

    days: int
    more: int
    source: str = _DECREE
    is_provisional: bool = True

    def due_on(self, received_on: date) -> date:
        """Return the last day for the answer."""
        return received_on + timedelta(days=self.days)

    def put_off(self, due_on: date) -> date:
        """Return the last day once the answer was put off."""
        return due_on + timedelta(days=self.more)


# By what is asked for.
CLOCKS: dict[str, Clock] = {
    "see": Clock(10, 10),
    "correct": Clock(10, 10),
    "restrict": Clock(15, 15),
    "object": Clock(15, 15),
    "erase": Clock(20, 20),
}


def first_answer_by(received_on: date) -> date:
    """Return the last day for saying that a request has come in; Saturdays and Sundays are off.

    Public holidays are not known here: the day is never later than the law's.
    """
    day, left = received_on, FIRST_ANSWER
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
