"""What to warn of before an installation is opened: a login that may do everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connections

from apps.audit.walls import SEALS

_QUESTION = """
SELECT pg_has_role(rolname, (SELECT relowner FROM pg_class WHERE oid = %s::regclass), 'USAGE')
       OR rolsuper OR rolbypassrls
FROM pg_roles WHERE rolname = %s
"""


@register(Tags.database, deploy=True)
def login_is_narrow(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Warn when the site signs in to the database as somebody who may change the history."""
    for alias in databases or ():
        user = settings.SITE_DATABASE["USER"]
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(_QUESTION, [SEALS, user])
                found = cursor.fetchone()
        except DatabaseError:
            continue
        if found and found[0]:
            return [
                Warning(
                    f"The site signs in to the database as {user}, who may do everything there.",
                    hint="Give the site a login of its own: see DATABASE_OWNER_URL in README.md.",
                    id="audit.W001",
                )
            ]
    return []
