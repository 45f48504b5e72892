"""Bring the database up to date, and its walls with it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from apps.audit.walls import NoRolesError, build


class Command(migrate.Command):
    """Django's own command; afterwards every role has its rights, and no more."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then build the walls anew."""
        with _sparing_the_collector():
            super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        try:
            with connections[options["database"]].cursor() as cursor:
                build(cursor)
        except NoRolesError as error:
            raise CommandError(str(error)) from error


@contextmanager
def _sparing_the_collector() -> Iterator[None]:
    """Set aside what is there already: migrating makes and drops thousands of classes.

    Looking through everything else each time costs a fifth of the whole.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
