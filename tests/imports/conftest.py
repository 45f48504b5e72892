"""Uploaded files of a test go when the test does."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Keep uploads in a folder of the test, unless a worker of its own must find them."""
    if "start_worker" not in request.fixturenames and "live_server" not in request.fixturenames:
        request.getfixturevalue("settings").MEDIA_ROOT = tmp_path / "files"
