"""Databases of the benchmark's own: made, filled through COPY, dropped. No other is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pandas as pd
import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from apps.accounts.models import User
from apps.audit.history import without_history
from apps.common.bulk import copy_rows, without_indexes
from apps.common.text import search_key
from apps.targets.shipped import publish_shipped
from apps.units.lineage import rebuild_lineage
from bench.roster import HANOI, NATIONAL, Tree, parts, tree

_TEMPLATES: list[str] = []
FACTS = {
    "appointments": ("cadres_appointment", ("start_on", "end_on")),
    "qualifications": ("cadres_qualification", ("awarded_on",)),
    "trainings": ("cadres_training", ("completed_on",)),
}


def connect(name: str | None = None) -> Any:
    """Open a plain connection to the database in use, or to another one of the same server."""
    given = settings.DATABASES["default"]
    opened = psycopg2.connect(
        host=given["HOST"],
        port=given["PORT"] or None,
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=name or connection.settings_dict["NAME"],
    )
    opened.autocommit = True
    return opened


@contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    """Work in a new migrated database, whose name it yields; then drop it.

    Inside ``one_template`` it is a copy of one that was migrated before.
    """
    name = f"bench_{kind}_{os.getpid()}"
    usual = connection.settings_dict["NAME"]
    connection.close()
    with closing(connect(usual)) as server, server.cursor() as cursor:
        copied = f' TEMPLATE "{_TEMPLATES[-1]}"' if _TEMPLATES else ""
        cursor.execute(f'CREATE DATABASE "{name}"{copied}')
        _work_in(name)
        try:
            if not copied:
                call_command("migrate", verbosity=0)
            yield name
        finally:
            _work_in(usual)
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def one_template(of: str | None = None) -> Iterator[None]:
    """Migrate once for all databases that are made meanwhile.

    ``of`` names a database that is migrated already and that nobody else works in.
    """
    usual = connection.settings_dict["NAME"]
    _TEMPLATES.extend([of] if of else [])
    try:
        with fresh_database("template") as name:
            _work_in(usual)
            _TEMPLATES.append(name)
            yield
    finally:
        _TEMPLATES.clear()


def _work_in(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def fill(people: int, sizes: tuple[int, ...] | None = None) -> Tree:
    """Fill an empty database with a roster and the shipped plans; return its tree."""
    units = tree(sizes or (HANOI if people <= 400_000 else NATIONAL))
    # COPY heeds what an earlier statement of the same transaction said about triggers.
    with transaction.atomic(), without_history(), connection.cursor() as cursor:
        write_units(cursor, units)
        tables = ["cadres_cadre", *(table for table, _ in FACTS.values())]
        with without_indexes(cursor, tables):
            for part in parts(people, units):
                copy_rows(cursor, "cadres_cadre", part.cadres, nullable=("born",))
                for name, (table, nullable) in FACTS.items():
                    copy_rows(cursor, table, getattr(part, name), nullable=nullable)
        cursor.execute("SELECT setval('cadres_cadre_id_seq', (SELECT max(id) FROM cadres_cadre))")
    publish_shipped(by=User(username="bench"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return units


def write_units(cursor: Any, units: Tree) -> None:
    """Write the units, their places since before records, and the closure of the tree."""
    frame = units.frame
    rows = frame[["id", "key", "name", "kind"]].assign(code="", is_illustrative="t")
    copy_rows(cursor, "units_unit", rows.assign(name_key=rows["name"].map(search_key)))
    placed = pd.DataFrame({"unit_id": frame["id"], "name": frame["name"]})
    placed["parent_id"] = frame["parent_id"].astype("Int64").replace(0, pd.NA)
    copy_rows(cursor, "units_placement", placed, nullable=("parent_id",))
    cursor.execute("SELECT setval('units_unit_id_seq', (SELECT max(id) FROM units_unit))")
    rebuild_lineage(cursor)
