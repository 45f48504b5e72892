"""Write a roster folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.imports.roster.dumping import dump_roster
from apps.targets.models import Plan


class Command(BaseCommand):
    """The shell's door to dump_roster."""

    help = "Write what is recorded as a roster folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the folder, and the plan when there are several."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--plan", help="the plan to write; needed when there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and name them."""
        codes = list(Plan.objects.values_list("code", flat=True))
        plan = options["plan"] or (codes[0] if len(codes) == 1 else None)
        if plan and plan not in codes:
            raise CommandError(_("There is no plan %s.") % plan)
        for file, rows in dump_roster(options["folder"], plan=plan):
            self.stdout.write(f"{file}: {rows}")
        if codes and not plan:
            known = ", ".join(codes)
            self.stdout.write(_("No plan.json: name one with --plan (%s).") % known)
