"""Fill an empty installation with demonstration data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from apps.common.errors import RuleError
from apps.demo import accounts, services
from apps.units.models import Unit


class Command(BaseCommand):
    """Hà Nội's real units with made-up people, and the figures since January 2021."""

    help = "Make demonstration data in an empty database; with --accounts, accounts for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how many people serve, on which day, and whether there are accounts."""
        parser.add_argument("--people", type=int, default=5000, help="how many serve on the day")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same data")
        parser.add_argument("--day", type=date.fromisoformat, help="YYYY-MM-DD instead of today")
        parser.add_argument("--if-empty", action="store_true", help="do nothing if there are units")
        parser.add_argument("--accounts", action="store_true", help="make and show accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill what is empty; make and show the accounts when asked to."""
        day = options["day"] or localdate()
        is_filled = Unit.objects.exists()
        try:
            if not is_filled or not (options["if_empty"] or options["accounts"]):
                services.seed(
                    people=options["people"],
                    number=options["seed"],
                    day=day,
                    say=lambda text: self.stdout.write(text, ending="\n"),
                )
            if options["accounts"]:
                self.stdout.write(accounts.table(accounts.create(day=day)))
        except RuleError as error:
            raise CommandError(error.message) from error
