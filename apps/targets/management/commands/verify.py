"""Check the rules that span rows."""

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.cadres.verifying import post_violations
from apps.targets.verifying import target_violations
from apps.units.verifying import tree_violations


class Command(BaseCommand):
    """Lists every violation; ends with a non-zero status when there is one."""

    help = "List every break of a rule that no single row can hold, as CSV: rule, where, what."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each violation, then the count."""
        found = [*tree_violations(), *post_violations(), *target_violations()]
        if not found:
            self.stdout.write(_("Every rule holds."))
            return
        writer = csv.writer(self.stdout, lineterminator="")
        writer.writerow(["rule", "where", "what"])
        writer.writerows(found)
        raise CommandError(_("%s violations.") % len(found))
