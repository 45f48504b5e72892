"""Which personal numbers disagree with what is recorded of their holders.

Numbers lie sealed and are opened one by one, only to be compared; none leaves this module.
Opening a whole city takes seconds, so what was found is kept beside a hash of what it was found
from: the sealed value, the birth date, the gender. A changed record is looked at again by itself.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from apps.cadres.identity import place_of
from apps.cadres.personal_numbers import contradictions
from apps.common.partial import PartialDate
from apps.common.reach import Reach, beyond_scope
from apps.common.sealing import SealError, unseal
from apps.common.stream import read_frame

_BITS = {"gender": 1, "born": 2, "province": 4, "sealed": 8}
_KEPT = "number-checks"
_A_WEEK = 7 * 24 * 3600
_MOST = 4_000_000
_SEEN = """
SELECT id::int4,
       hashtextextended(concat(personal_number, '|', born, '|', gender), 0)::int8
FROM cadres_cadre cadre WHERE personal_number <> ''"""
_OPENED = """
SELECT id, personal_number, born, gender FROM cadres_cadre WHERE id = ANY(%s) ORDER BY id
"""


def doubts(cadre_ids: list[int] | None) -> dict[str, np.ndarray]:
    """Return by rule the people whose number disagrees with their record, or cannot be opened."""
    with beyond_scope(Reach.COUNTING), connection.cursor() as cursor:
        chosen = "" if cadre_ids is None else " AND id = ANY(%(ids)s)"
        query = cursor.mogrify(_SEEN + chosen, {"ids": cadre_ids}).decode()
        rows = read_frame(cursor, query, [("id", "int32"), ("hash", "int64")])
        ids, hashes = rows["id"].to_numpy(), rows["hash"].to_numpy()
        bits = _checked(cursor, ids, hashes, is_everyone=cadre_ids is None)
    return {f"number_{name}": np.sort(ids[bits & bit > 0]) for name, bit in _BITS.items()}


def _checked(cursor: Any, ids: np.ndarray, hashes: np.ndarray, *, is_everyone: bool) -> np.ndarray:
    """Return the bits of each person; only those not seen before as they are now are opened."""
    known, known_bits = _kept()
    at = np.searchsorted(known, hashes).clip(max=max(0, len(known) - 1))
    is_known = known[at] == hashes if len(known) else np.zeros(len(hashes), dtype=bool)
    bits = np.zeros(len(ids), dtype=np.uint8)
    bits[is_known] = known_bits[at[is_known]]
    if is_known.all():
        return bits
    fresh = np.flatnonzero(~is_known)
    opened = _opened(cursor, ids[fresh])
    bits[fresh] = [opened.get(pk, 0) for pk in ids[fresh].tolist()]
    # A missing key may be given later, so what could not be opened is not kept.
    lasting = bits & _BITS["sealed"] == 0
    if is_everyone or len(known) > _MOST:
        _keep(hashes[lasting], bits[lasting])
    else:
        fresh = fresh[lasting[fresh]]
        _keep(np.concatenate([known, hashes[fresh]]), np.concatenate([known_bits, bits[fresh]]))
    return bits


def _opened(cursor: Any, ids: np.ndarray) -> dict[int, int]:
    cursor.execute(_OPENED, [ids.tolist()])
    return {pk: _bits(pk, sealed, born, gender) for pk, sealed, born, gender in cursor.fetchall()}


def _bits(pk: int, sealed: str, born: str | None, gender: str) -> int:
    try:
        number = unseal(sealed, place=place_of(pk))
    except SealError:
        return _BITS["sealed"]
    birth = PartialDate.parse(born) if born else None
    return sum(_BITS[found] for found in contradictions(number, birth, gender))


def _kept() -> tuple[np.ndarray, np.ndarray]:
    """Return the hashes seen before, in order, with their bits."""
    with suppress(RedisError):
        if kept := cache.get(_KEPT):
            return np.frombuffer(kept[0], dtype=np.int64), np.frombuffer(kept[1], dtype=np.uint8)
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8)


def _keep(hashes: np.ndarray, bits: np.ndarray) -> None:
    order = np.argsort(hashes)
    with suppress(RedisError):
        cache.set(_KEPT, (hashes[order].tobytes(), bits[order].tobytes()), _A_WEEK)
