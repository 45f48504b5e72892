"""Whether the database has the tables that the code speaks of, and how it gets them."""

import sys
from collections.abc import Sequence

import django
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

# Any number does, so long as nothing else in the database takes the same lock.
_ONE_AT_A_TIME = 1_770_000


class TablesError(Exception):
    """The database of a real server is out of reach or not up to date; says what to do."""


def bring_up_to_date(command: Sequence[str], *, is_embedded: bool) -> None:
    """Make sure that one of the project's own commands finds its tables.

    The embedded database gets what it lacks. A real server is left to whoever looks after it:
    raises TablesError. Django's own commands are left alone, among them `migrate`.
    """
    django.setup()
    name = command[0] if command else ""
    if name == "migrate" or not str(get_commands().get(name, "")).startswith("apps."):
        return
    try:
        is_ready = not are_behind()
    except OperationalError as error:
        raise TablesError(f"The database cannot be reached: {error}".strip()) from error
    if not is_ready and not is_embedded:
        raise TablesError("The database is not up to date. Run: manage.py migrate")
    if not is_ready:
        migrate()


def are_behind() -> bool:
    """Tell whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Apply the migrations that the database lacks, one process at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])
