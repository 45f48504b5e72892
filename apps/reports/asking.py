"""What was asked for: enough to compute a report's figures and to set it, without any table."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, Self

from apps.common.text import search_key
from apps.targets.models import Plan
from apps.units.models import Unit


@dataclass(frozen=True)
class Imprint:
    """The words of a report's head and end that its figures do not give.

    ``symbol`` follows the number: "BC-SNV" in "Số: 412/BC-SNV".
    """

    parent_agency: str = ""
    agency: str = ""
    symbol: str = ""
    place: str = ""
    bases: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the words as JSON holds them."""
        return asdict(self)

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        """Return the words from JSON; unknown names are left out."""
        known = {field.name for field in fields(cls)}
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
            if name in known
        }
        return cls(**kept)


@dataclass(frozen=True)
class Asked:
    """A report that is asked for; ``before`` is the day that it is compared with."""

    kind: str
    unit: Unit
    day: date
    language: Literal["vi", "en"]
    plan: Plan | None = None
    period: str = "day"
    before: date | None = None
    style: Literal["state", "party"] = "state"
    imprint: Imprint = Imprint()


@dataclass(frozen=True)
class Standing:
    """How far the document is: a draft has neither number nor day.

    ``run`` is the number of the published run whose figures it states, with the time at which that
    was computed; without one they were computed for it.
    """

    made_at: datetime
    code: str = ""
    run: tuple[int, datetime] | None = None
    number: str = ""
    issued_on: date | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it was not issued."""
        return not self.number


_NOT_IN_SYMBOLS = re.compile(r"[^A-ZĐ]")
_SMALL = frozenset({"và", "các", "của", "thành", "phố", "xã", "phường"})


def symbol_of(name: str) -> str:
    """Return the usual short form of an agency's name in a document's symbol: "SNV".

    The first letter of each word, without accents but with Đ (Decree 30/2020, annex I).
    """
    letters = [
        "Đ" if word[0] in "đĐ" else search_key(word)[:1].upper()
        for word in name.split()
        if word.lower() not in _SMALL
    ]
    return _NOT_IN_SYMBOLS.sub("", "".join(letters))
