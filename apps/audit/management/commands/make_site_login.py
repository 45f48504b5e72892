"""Make the login by which the site, but not its owner, signs in to the database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg2 import sql

from apps.common.stepping_down import APP, JOBS

_MAKE = """
DO $$ BEGIN
    CREATE ROLE {login} LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
ALTER ROLE {login} LOGIN NOINHERIT PASSWORD {password};
ALTER ROLE {login} SET role TO {app};
GRANT {app}, {jobs} TO {login};
"""


class Command(BaseCommand):
    """Makes or mends the login that DATABASE_URL names, signed in as DATABASE_OWNER_URL says."""

    help = "Make the narrow login that DATABASE_URL names; needs DATABASE_OWNER_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the login a member of both roles, and the narrower one of them its first."""
        site, owner = settings.SITE_DATABASE, settings.DATABASES["default"]
        if site["USER"] == owner["USER"]:
            raise CommandError("DATABASE_URL must name another login than DATABASE_OWNER_URL.")
        names = {"login": site["USER"], "app": APP, "jobs": JOBS}
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL(_MAKE).format(
                    password=sql.Literal(site["PASSWORD"]),
                    **{name: sql.Identifier(role) for name, role in names.items()},
                )
            )
        self.stdout.write(f"The site may sign in as {site['USER']}.")
