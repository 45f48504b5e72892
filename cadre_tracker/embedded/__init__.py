"""The servers that come with the project, for machines that have none of their own.

PostgreSQL and Valkey arrive as wheels. Whoever needs them calls `ensure()` before the settings are
read. The first caller starts what is missing, later ones join, and when the last one has gone, by
whatever way, the servers stop: nothing is left running.
"""

import os

from cadre_tracker.embedded import home, postgresql, valkey
from cadre_tracker.embedded.joining import join, leave
from cadre_tracker.embedded.server import EmbeddedError, Server

__all__ = ["EmbeddedError", "ensure", "leave"]


def ensure() -> None:
    """Make the environment name a database, a queue and secret keys, starting what is missing."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _joined(postgresql.PostgreSQL())
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = _joined(valkey.Valkey())
    for name in ("SECRET_KEY", "DATA_KEY"):
        if not os.environ.get(name) and not os.environ.get(f"{name}_FILE"):
            os.environ[f"{name}_FILE"] = str(home.secret(name.lower()))


def _joined(server: Server) -> str:
    join(server)
    return server.url()
