#!/usr/bin/env python
"""Run a management command against the configured servers, or the embedded ones."""

import os
import sys


def main() -> None:
    """Start or join the servers, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
