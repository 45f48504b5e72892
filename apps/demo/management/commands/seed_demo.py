"""Fill an empty installation with demonstration data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.demo import accounts, services
from apps.metrics.services import refresh
from apps.targets.shipped import publish_shipped
from apps.units.models import Unit


class Command(BaseCommand):
    """Hà Nội's real units with made-up people, and the figures since January 2021."""

    help = "Make demonstration data in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how many people, and which accounts."""
        parser.add_argument("--people", type=int, default=5000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--if-empty", action="store_true")
        parser.add_argument("--accounts", action="store_true")
        parser.add_argument("--day", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill what is empty; make and show the accounts when asked to."""
        day = options["day"] or localdate()
        try:
            if not Unit.objects.exists():
                self._fill(options, day)
            elif not (options["if_empty"] or options["accounts"]):
                raise RuleError(
                    "There are units already; demonstration data go into an empty database."
                )
            if options["accounts"]:
                self.stdout.write(accounts.table(accounts.create(day)))
        except RuleError as error:
            raise CommandError(error.message) from error

    def _fill(self, options: dict[str, Any], day: date) -> None:
        self.stdout.write(f"Making {options['people']} people ...")
        services.seed(people=options["people"], number=options["seed"], day=day)
        publish_shipped(by=User(username="seed_plans"))
        self.stdout.write("Computing the figures since January 2021 ...")
        for each in _days(day):
            refresh(day=each)


def _days(day: date) -> list[date]:
    """Month-ends since January 2021, then each of the last fourteen days up to yesterday."""
    ends = []
    year, month = 2021, 2
    while date(year, month, 1) <= day:
        ends.append(date(year, month, 1) - timedelta(days=1))
        year, month = year + month // 12, month % 12 + 1
    last = [day - timedelta(days=i) for i in range(14, 0, -1)]
    return sorted({*ends, *last})
