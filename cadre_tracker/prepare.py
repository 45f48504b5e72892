"""Bring an installation up to date before its processes start: tables, static files, first data."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from cadre_tracker import tables
from cadre_tracker.embedded.home import home, write_private


def main() -> None:
    """Do what is still to be done, one line for each step that takes time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
    os.environ.setdefault("CADRE_TRACKER_AS_OWNER", "yes")
    django.setup()
    call_command("check", stdout=sys.stderr)
    if tables.are_behind():
        say("Bringing the database up to date ...")
        tables.migrate()
    collect_static()
    call_command("seed_plans", stdout=sys.stderr)
    accounts = io.StringIO()
    if settings.DEMO:
        say("Looking after the demonstration data ...")
        call_command("seed_demo", "--if-empty", stdout=sys.stderr)
        call_command("seed_demo", "--accounts", stdout=accounts)
    write_private(home() / "run" / "accounts", accounts.getvalue())


def collect_static() -> None:
    """Gather the static files under hashed names if any of them has changed."""
    stamp = home() / "static.collected"
    sources = fingerprint()
    if stamp.exists() and stamp.read_text() == sources and Path(settings.STATIC_ROOT).exists():
        return
    say("Gathering the static files ...")
    call_command("collectstatic", interactive=False, clear=True, stdout=sys.stderr)
    stamp.write_text(sources)


def fingerprint() -> str:
    """Return a short text that changes when a static file does."""
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    folders += [Path(app.path) / "static" for app in apps.get_app_configs()]
    seen = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            seen.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def say(text: str) -> None:
    """Show one line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
