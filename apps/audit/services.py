"""Writing the access log."""

from typing import Any

from apps.audit.models import AccessLog


def log_access(*, username: str, act: AccessLog.Act, kind: str, key: str, **detail: Any) -> None:
    """Record that a person's data were read, listed or exported."""
    AccessLog.objects.create(username=username, act=act, kind=kind, key=key, detail=detail)
