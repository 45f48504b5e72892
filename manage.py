#!/usr/bin/env python3
"""Run a management command against the configured servers, or the embedded ones."""

import importlib.util
import os
import signal
import sys
from pathlib import Path

PROJECT_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def use_project_python() -> None:
    """Start again with the project's own Python if this one lacks Django."""
    if importlib.util.find_spec("django") is None and PROJECT_PYTHON.exists():
        os.execv(PROJECT_PYTHON, [str(PROJECT_PYTHON), *sys.argv])


def main() -> None:
    """Start or join the servers, then hand over to Django."""
    use_project_python()
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, frame: sys.exit(128 + number))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
    if sys.argv[1:2] != ["runserver"]:
        os.environ.setdefault("CADRE_TRACKER_AS_OWNER", "yes")
    from cadre_tracker import embedded

    is_embedded = not os.environ.get("DATABASE_URL")
    try:
        embedded.ensure()
    except embedded.EmbeddedError as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line

    from cadre_tracker import tables

    try:
        tables.bring_up_to_date(sys.argv[1:2], is_embedded=is_embedded)
    except tables.TablesError as error:
        sys.exit(str(error))

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
