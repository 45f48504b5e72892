"""Print figures."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.metrics.measuring import measure, published
from apps.targets.models import Plan
from apps.units.models import Unit


class Command(BaseCommand):
    """The shell's door to the figures."""

    help = "Print the figures of every unit, target and scope on one day or several."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the days and what to narrow them to."""
        parser.add_argument("--as-of", action="append", type=date.fromisoformat, required=True)
        parser.add_argument("--unit", help="only the unit with this key")
        parser.add_argument("--plan", help="only the plan with this number")
        parser.add_argument("--retirements-from", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--published", action="store_true", help="as last published")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute or read the figures and print them."""
        days, plan, unit = sorted(set(options["as_of"])), options["plan"], options["unit"]
        if plan and not Plan.objects.filter(code=plan).exists():
            raise CommandError(_("There is no plan %s.") % plan)
        if unit and not Unit.objects.filter(key=unit).exists():
            raise CommandError(_("There is no unit %s.") % unit)
        if options["published"]:
            if options["retirements_from"]:
                raise CommandError(_("Published figures know no projection."))
            rows = published(days, plan=plan)
        else:
            rows = measure(days, plan=plan, retirements_from=options["retirements_from"])
        if unit:
            rows = rows[rows["unit_key"] == unit]
        if options["format"] == "csv":
            text = rows.to_csv(index=False, lineterminator="\n")
        else:
            text = rows.to_json(orient="records", force_ascii=False)
        self.stdout.write(text)
