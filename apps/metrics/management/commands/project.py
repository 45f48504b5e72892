"""Print where figures go from what is known."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.metrics.management.named import unit_named
from apps.metrics.measuring import project


class Command(BaseCommand):
    """The shell's door to the figures of days ahead."""

    help = "Print a unit's figures at the ends of the months ahead, from facts already known."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the unit and the days."""
        parser.add_argument("--unit", required=True, help="the key of the unit")
        parser.add_argument("--plan", help="only the plan with this number")
        parser.add_argument(
            "--from",
            dest="base",
            type=date.fromisoformat,
            metavar="DAY",
            help="the day from which retirements are seen; today without it",
        )
        parser.add_argument("--until", type=date.fromisoformat, required=True, metavar="DAY")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute the figures and print them."""
        base = options["base"] or timezone.localdate()
        if base > options["until"]:
            raise CommandError(_("The first day must lie before the second."))
        unit = unit_named(options["unit"])
        rows = project(base, options["until"], plan=options["plan"])
        rows = rows[rows["unit_key"] == unit.key]
        if options["format"] == "csv":
            text = rows.to_csv(index=False, lineterminator="\n")
        else:
            text = rows.to_json(orient="records", force_ascii=False)
        self.stdout.write(text)
