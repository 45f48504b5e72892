"""Of whom each row speaks: by personal number, by staff number, or by name and birth date."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from apps.cadres.personal_numbers import masked
from apps.common.sealing import blind_index
from apps.common.text import search_key

NEW = "new"
# What a new person without a staff number is called until the writing gives one.
PROVISIONAL = "*"


class Identity(NamedTuple):
    """What a row says of whom it speaks, as text in codes."""

    key: str
    number: str
    name: str
    born: str

    @property
    def token(self) -> str:
        """A name for this identity that reveals nothing, the same at every reading."""
        number = blind_index(self.number) if self.number else ""
        said = "|".join((self.key, number, search_key(self.name), self.born))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Known:
    """A person on record, as far as matching looks."""

    pk: int
    key: str
    name: str
    born: str
    number_index: str
    unit: str
    is_kept: bool  # their records are the officer's to keep

    @property
    def name_key(self) -> str:
        """The name without accents and case."""
        return search_key(self.name)


@dataclass(frozen=True)
class Doubt:
    """A match that only a person can settle."""

    identity: Identity
    candidates: tuple[Known, ...]
    why: str  # "number", "key", "name" or "twins"
    may_be_new: bool

    def said(self) -> dict[str, Any]:
        """Return what the file says, the number masked."""
        shown = masked(self.identity.number) if self.identity.number else ""
        return {**self.identity._asdict(), "number": shown}


@dataclass(frozen=True)
class Verdict:
    """Whom an identity means: a person on record, somebody new, a doubt, or a fault in words."""

    known: Known | None = None
    doubt: Doubt | None = None
    fault: str = ""
    column: str = "full_name"

    @property
    def is_new(self) -> bool:
        """Whether this is somebody who is not on record."""
        return not (self.known or self.doubt or self.fault)


@dataclass
class Register:
    """The people on record who can be meant by a file."""

    people: list[Known]
    answers: Mapping[str, str]  # by token: "new" or the id of a person
    _by: dict[str, dict[str, list[Known]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Arrange the people by what they are looked up with."""
        for column in ("key", "number_index", "name_key"):
            arranged: dict[str, list[Known]] = defaultdict(list)
            for known in self.people:
                arranged[getattr(known, column)].append(known)
            self._by[column] = dict(arranged)

    def judge(self, identity: Identity, *, may_be_new: bool = True) -> Verdict:
        """Say whom an identity means."""
        named = [known for known in self._named(identity) if known.is_kept]
        numbered = self._numbered(identity)
        keyed = self._by["key"].get(identity.key, []) if identity.key else []
        holders = list(dict.fromkeys([*numbered, *keyed]))
        if holders:
            return self._judge_holders(identity, holders, named, bool(numbered))
        return self._judge_named(identity, named, may_be_new=may_be_new)

    def _named(self, identity: Identity) -> list[Known]:
        return self._by["name_key"].get(search_key(identity.name), []) if identity.name else []

    def _numbered(self, identity: Identity) -> list[Known]:
        index = blind_index(identity.number) if identity.number else ""
        return self._by["number_index"].get(index, []) if index else []

    def _judge_holders(
        self, identity: Identity, holders: list[Known], named: list[Known], by_number: bool
    ) -> Verdict:
        column = "personal_number" if by_number else "cadre_key"
        if not all(holder.is_kept for holder in holders):
            message = _(
                "This number belongs to a person outside your scope. Ask for a transfer, or check"
                " the number."
            )
            return Verdict(fault=message, column=column)
        if len(holders) == 1 and agrees(identity, holders[0]):
            return Verdict(known=holders[0])
        others = [known for known in named if is_compatible(identity.born, known.born)]
        candidates = tuple(dict.fromkeys([*holders, *others]))
        return self._ask(identity, candidates, "number" if by_number else "key", may_be_new=False)

    def _judge_named(self, identity: Identity, named: list[Known], *, may_be_new: bool) -> Verdict:
        same = [k for k in named if identity.born and k.born == identity.born]
        if len(same) == 1 and not has_another_number(identity, same[0]):
            return Verdict(known=same[0])
        possible = [k for k in named if is_compatible(identity.born, k.born)]
        if not may_be_new and len(possible) == 1 and not (identity.key or identity.number):
            # A fact by name alone, of the only person of that name.
            return Verdict(known=possible[0])
        if possible:
            why = "twins" if len(same) > 1 else "name"
            return self._ask(identity, tuple(possible), why, may_be_new=may_be_new)
        if may_be_new:
            return Verdict()
        message = _("Nobody of this name and number is in the file or among those you keep.")
        return Verdict(fault=message)

    def _ask(
        self, identity: Identity, candidates: tuple[Known, ...], why: str, *, may_be_new: bool
    ) -> Verdict:
        answer = self.answers.get(identity.token, "")
        chosen = [known for known in candidates if str(known.pk) == answer]
        if chosen:
            return Verdict(known=chosen[0])
        if answer == NEW and may_be_new:
            return Verdict()
        return Verdict(doubt=Doubt(identity, candidates, why, may_be_new))


def is_compatible(one: str, other: str) -> bool:
    """Whether two partly known dates can mean one day; an empty one means any."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def agrees(identity: Identity, known: Known) -> bool:
    """Whether name or birth date confirm that a number is this person's."""
    if not identity.name or search_key(identity.name) == known.name_key:
        return not has_another_number(identity, known)
    return bool(identity.born) and identity.born == known.born


def has_another_number(identity: Identity, known: Known) -> bool:
    """Whether the file gives somebody another personal number than is on record."""
    if not (identity.number and known.number_index):
        return False
    return blind_index(identity.number) != known.number_index


def identities(frames: Iterable[Any]) -> list[Identity]:
    """Return every identity that the rows of some tables name, once each, in order."""
    found: dict[Identity, None] = {}
    for frame in frames:
        columns = (frame[name] for name in ("cadre_key", "personal_number", "full_name", "born"))
        found.update(dict.fromkeys(map(Identity, *columns)))
    return list(found)
