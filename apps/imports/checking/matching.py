"""Whom the rows of a whole file mean: people on record, new people, doubts and faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from django.db import connection
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.reach import Reach, beyond_scope
from apps.common.sealing import blind_index
from apps.common.text import search_key
from apps.imports.checking.findings import Findings
from apps.imports.checking.people import (
    PROVISIONAL,
    Doubt,
    Identity,
    Known,
    Register,
    Verdict,
    identities,
    is_compatible,
)
from apps.imports.checking.places import Places

Tables = dict[str, pd.DataFrame]
PEOPLE = "cadres.csv"
# Who serves nowhere on the day belongs where they served last, so that they can be brought back.
_CANDIDATES = """
WITH chosen AS (
    SELECT id, key, full_name, coalesce(born, '') AS born, personal_number_index
    FROM cadres_cadre
    WHERE key = ANY(%(keys)s) OR name_key = ANY(%(names)s)
       OR (personal_number_index = ANY(%(numbers)s) AND personal_number_index <> '')
), posts AS (
    SELECT a.cadre_id, a.unit_id, a.is_primary, a.start_day,
           (a.start_day IS NULL OR a.start_day <= %(day)s)
           AND (a.end_day IS NULL OR a.end_day > %(day)s) AS is_held
    FROM cadres_appointment a WHERE a.cadre_id IN (SELECT id FROM chosen)
), served AS (
    SELECT cadre_id, array_agg(unit_id) FILTER (WHERE is_held) AS held,
        (array_agg(unit_id ORDER BY is_held DESC, is_primary DESC, start_day DESC NULLS LAST))[1]
        AS last
    FROM posts GROUP BY cadre_id
)
SELECT c.id, c.key, c.full_name, c.born, c.personal_number_index, s.last, s.held
FROM chosen c LEFT JOIN served s ON s.cadre_id = c.id ORDER BY c.id
"""


@dataclass
class Meant:
    """Whom each identity of a file means: the key of a person, on record or to be given one."""

    keys: dict[Identity, str] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    doubts: dict[Identity, Doubt] = field(default_factory=dict)
    faults: dict[Identity, Verdict] = field(default_factory=dict)

    def take(self, identity: Identity, verdict: Verdict, new_key: str) -> None:
        """Note what was judged of an identity."""
        if verdict.doubt:
            self.doubts[identity] = verdict.doubt
        elif verdict.fault:
            self.faults[identity] = verdict
        elif verdict.known:
            self.keys[identity] = verdict.known.key
            self.known[verdict.known.key] = verdict.known
        else:
            self.keys[identity] = new_key


def register_of(
    found: list[Identity], *, places: Places, user: User, day: date, answers: Mapping[str, str]
) -> Register:
    """Return the people on record whom some identities can mean."""
    asked: dict[str, Any] = {
        "keys": list({identity.key for identity in found if identity.key}),
        "names": list({search_key(identity.name) for identity in found if identity.name}),
        "numbers": [blind_index(n) for n in {identity.number for identity in found} if n],
        "day": day,
    }
    with beyond_scope(Reach.MATCHING), connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, asked)
        rows = cursor.fetchall()
    people = [_known(row, places) for row in rows]
    return Register(people, answers)


def _known(row: tuple, places: Places) -> Known:
    pk, key, name, born, index, last, held = row
    served = set(held or ([last] if last else []))
    is_kept = not served or bool(served & places.kept)
    unit = places.by_pk[last].name if last in places.by_pk else ""
    return Known(pk, key, name, born, index, unit, is_kept)


def meant_by(tables: Tables, register: Register) -> Meant:
    """Judge every identity: first those of the people's table, then those of the facts."""
    meant = Meant()
    for identity in identities([tables[PEOPLE]]):
        new_key = identity.key or f"{PROVISIONAL}{len(meant.keys) + 1}"
        meant.take(identity, register.judge(identity), new_key)
    index = _FileIndex(meant)
    for identity in identities(frame for file, frame in tables.items() if file != PEOPLE):
        if identity in meant.keys or identity in meant.doubts or identity in meant.faults:
            continue
        said = index.find(identity)
        if isinstance(said, str):
            meant.keys[identity] = said
        elif said:
            meant.faults[identity] = said
        elif not index.is_doubtful(identity):
            meant.take(identity, register.judge(identity, may_be_new=False), "")
    return meant


class _FileIndex:
    """The people of the file, looked up by what a row of facts says of them."""

    def __init__(self, meant: Meant) -> None:
        self.by_key: dict[str, str] = {}
        self.by_number: dict[str, str] = {}
        self.by_name: dict[str, list[tuple[Identity, str]]] = defaultdict(list)
        self.doubtful: set[str] = set()
        for identity, key in meant.keys.items():
            self.by_key[key] = key
            self.by_key.setdefault(identity.key, key)
            self.by_number.setdefault(identity.number, key)
            self.by_name[search_key(identity.name)].append((identity, key))
        for identity in meant.doubts:
            self.doubtful |= {identity.key, identity.number, search_key(identity.name)} - {""}

    def find(self, identity: Identity) -> str | Verdict | None:
        """Return the key of the one that an identity means, a fault, or None when none is."""
        if identity.key and (key := self.by_key.get(identity.key)):
            return key
        if identity.number and (key := self.by_number.get(identity.number)):
            return key
        if identity.key or identity.number:
            return None
        named = self.by_name.get(search_key(identity.name), [])
        possible = {key for said, key in named if is_compatible(identity.born, said.born)}
        if len(possible) > 1:
            message = _("The file has several people of this name; add the staff number.")
            return Verdict(fault=message)
        return next(iter(possible), None)

    def is_doubtful(self, identity: Identity) -> bool:
        """Whether it depends on a doubt about the people's table whom an identity means."""
        return bool(self.doubtful & {identity.key, identity.number, search_key(identity.name)})


def name_people(
    tables: Tables, meant: Meant, findings: Findings
) -> tuple[Tables, dict[Identity, int]]:
    """Write into every row the key of whom it means; leave out rows of which nobody knows.

    Returns the tables, and for each doubt the row that asks.
    """
    named: Tables = {}
    asking: dict[Identity, int] = {}
    for file, frame in tables.items():
        columns = (frame[name] for name in ("cadre_key", "personal_number", "full_name", "born"))
        rows = list(map(Identity, *columns))
        for identity, row in zip(rows, frame["row"].tolist(), strict=True):
            if identity in meant.doubts:
                asking.setdefault(identity, row)
            elif identity in meant.faults:
                verdict = meant.faults[identity]
                findings.fault(row, verdict.column, verdict.fault, identity.name)
        keys = [meant.keys.get(identity, "") for identity in rows]
        frame = frame.assign(cadre_key=keys)
        named[file] = frame[frame["cadre_key"] != ""]
    return named, asking
