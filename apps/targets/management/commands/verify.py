"""Check the rules that span rows."""

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.cadres.verifying import doubtful_records, post_violations
from apps.targets.verifying import target_violations
from apps.units.verifying import tree_violations


class Command(BaseCommand):
    """Lists every violation; ends with a non-zero status when there is one."""

    help = (
        "List every break of a rule that no single row can hold, and every record whose facts"
        " contradict each other, as CSV: rule, where, what. Breaks end with status 1; records"
        " to check do so only with --strict."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --strict."""
        parser.add_argument(
            "--strict", action="store_true", help="records to check end with status 1 as well"
        )

    def handle(self, *args: Any, strict: bool = False, **options: Any) -> None:
        """Print each violation and each record to check, then the counts."""
        found = [*tree_violations(), *post_violations(), *target_violations()]
        doubtful = list(doubtful_records())
        if found or doubtful:
            writer = csv.writer(self.stdout, lineterminator="")
            writer.writerow(["rule", "where", "what"])
            writer.writerows([*found, *doubtful])
        if found or (strict and doubtful):
            said = _("%(breaks)s violations, %(doubts)s records to check.")
            raise CommandError(said % {"breaks": len(found), "doubts": len(doubtful)})
        if doubtful:
            self.stdout.write(_("Every rule holds; %s records to check.") % len(doubtful))
        else:
            self.stdout.write(_("Every rule holds."))
