"""Two questions from outside: is the process alive, and can it serve?

They are answered before anything else looks at the request: a probe knows no host name, no HTTPS
and no session.
"""

import shutil
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

SECONDS = 1
LEAST_FREE_BYTES = 200 * 1024 * 1024


class HealthMiddleware:
    """Answer the two questions; pass everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe at once."""
        view = {"/livez": livez, "/readyz": readyz}.get(request.path_info)
        return view(request) if view else self.get_response(request)


def livez(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing outside it is asked."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether pages can be served; without the queue they can, only later than wished."""
    needed = {"database": has_tables(), "disk": has_space()}
    parts = {**needed, "queue": has_queue()}
    state = "ready" if all(parts.values()) else "degraded" if all(needed.values()) else "unready"
    status = 503 if state == "unready" else 200
    return JsonResponse({"state": state, **parts}, status=status)


def has_tables() -> bool:
    """Tell whether the database answers in time and has every migration."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
            executor = MigrationExecutor(connection)
            return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def has_space() -> bool:
    """Tell whether files can still be written."""
    return shutil.disk_usage(settings.HOME).free >= LEAST_FREE_BYTES


def has_queue() -> bool:
    """Tell whether the queue answers in time."""
    limits = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, **limits) as queue:
            return bool(queue.ping())
    except redis.RedisError:
        return False
