"""Preparing a checkout: quick when there is nothing to do, plain when something is missing."""

import hashlib
from pathlib import Path

import pytest

from cadre_tracker import bootstrap


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A checkout whose environment works and to which nothing can be installed."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("pinned==1\n")
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "works", lambda python: True)
    monkeypatch.setattr(bootstrap, "pip", lambda: ["false"])
    return tmp_path


def test_the_same_pins_are_not_installed_twice(checkout, capsys):
    pins = hashlib.sha256((checkout / "requirements.txt").read_bytes()).hexdigest()
    (checkout / ".venv" / "requirements.installed").write_text(pins)
    bootstrap.ensure_environment(checkout / "requirements.txt")
    assert capsys.readouterr().out == ""


def test_changed_pins_are_installed_and_a_failure_is_said(checkout):
    (checkout / ".venv" / "requirements.installed").write_text("other pins")
    with pytest.raises(SystemExit, match=r"requirements\.txt could not be installed"):
        bootstrap.ensure_environment(checkout / "requirements.txt")


def test_a_missing_browser_is_named_to_those_who_may_not_install_it(monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="The package chromium is missing"):
        bootstrap.ensure_browser()
