"""Sessions in the database under a digest of their key: who reads it there gets in nowhere."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

_LENGTH = 40


def digest_of(key: str | None) -> str:
    """Return what is kept of a key: it is random, so one hash without salt hides it."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:_LENGTH]


class SessionStore(DatabaseStore):
    """Django's store in the database, which never writes or looks for the key itself."""

    def _get_session_from_db(self) -> Any:
        kept = self.model.objects.filter(expire_date__gt=timezone.now())
        found = kept.filter(session_key=digest_of(self.session_key)).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Tell whether a key is taken."""
        return super().exists(digest_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to be saved."""
        row = super().create_model_instance(data)
        row.session_key = digest_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End the session of a key, or this one."""
        if key := session_key or self.session_key:
            super().delete(digest_of(key))
