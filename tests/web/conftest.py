"""Requests of one minute, however long they take."""

import pytest

from apps.accounts import sessions


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no minute pass, after which the next request notes that its session is alive."""
    monkeypatch.setattr(sessions, "_BEAT", 10**9)
