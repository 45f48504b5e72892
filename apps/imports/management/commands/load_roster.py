"""Load a roster folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.imports.roster.faults import FaultyFolderError
from apps.imports.roster.services import load_roster


class Command(BaseCommand):
    """The shell's door to load_roster."""

    help = "Add a roster folder to what is recorded; all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the folder."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--by", default="shell", help="who loads, for the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then print what changed, or every fault."""
        if not options["folder"].is_dir():
            raise CommandError(_("There is no folder %s.") % options["folder"])
        try:
            counts = load_roster(options["folder"], by=options["by"], dry_run=options["dry_run"])
        except FaultyFolderError as error:
            for fault in error.faults.shown():
                self.stderr.write(str(fault))
            if error.faults.hidden:
                self.stderr.write(_("and %s more faults") % error.faults.hidden)
            total = len(error.faults.found)
            raise CommandError(_("Nothing was written: %s faults.") % total) from error
        for count in counts:
            line = _("%(file)s: %(new)s new, %(corrected)s corrected, %(unchanged)s unchanged")
            self.stdout.write(line % vars(count))
        if options["dry_run"]:
            self.stdout.write(_("Nothing was written: this was a dry run."))
