"""A copy of the test database as migrations left it: benches make theirs from it, at once."""

from __future__ import annotations

from django.db import connection


def copied() -> str | None:
    """Return the name of the copy; none where no test that runs needs a test database."""
    name = str(connection.settings_dict["NAME"])
    return f"{name}_bare" if name.startswith("test_") else None


def copy_it() -> None:
    """Make the copy; nobody else works in the test database yet."""
    drop_the_copy()
    if name := copied():
        _run(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')


def drop_the_copy() -> None:
    """Drop the copy, if there is one."""
    if name := copied():
        _run(f'DROP DATABASE IF EXISTS "{name}"')


def _run(statement: str) -> None:
    connection.ensure_connection()
    # As the owner: the roles of requests and of jobs may make no database.
    with connection.connection.cursor() as cursor:
        cursor.execute(statement)
