"""Every address of the resolver, with somebody who may use it, and what was written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from apps.accounts.models import User
from apps.accounts.roles import HOLDS
from tests import test_scope as pages
from tests.api import test_addresses as api
from tests.world import World

WRITTEN = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS rows FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
NAMES = [name for name in pages.names() if name not in pages.CONFIGURED]


@dataclass(frozen=True)
class Place:
    """An address, its name, whether it is there to change something, and who may use it."""

    name: str
    address: str
    is_unsafe: bool
    user: User


@contextmanager
def place_in(world: World, name: str) -> Iterator[Place]:
    """An address of this name, and what it names, until the end of the block."""
    is_api = name in api.RULES
    rule = api.RULES[name] if is_api else pages.RULES[name]
    user = next(
        (
            getattr(world, person)
            for person, role in pages.PEOPLE.items()
            if rule.who in HOLDS[role]
        ),
        world.officer,
    )
    with transaction.atomic():
        made = api.address_of(name, world) if is_api else pages.address_in(world, name, user)
        yield Place(name, made, rule.is_post, user)
        transaction.set_rollback(True)


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction wrote, taken back or not."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def changed(before: dict[str, int]) -> list[str]:
    """Return the tables that were written to since then."""
    return sorted(table for table, rows in written().items() if rows != before.get(table, 0))
