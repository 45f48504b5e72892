"""Seal personal numbers and the secrets of second factors anew, after the data key was changed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.factors import reseal_apps
from apps.cadres.resealing import reseal


class Command(BaseCommand):
    """Seal everything anew under the present DATA_KEY; the site goes on meanwhile."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of rows that are locked at a time."""
        parser.add_argument("--batch", type=int, default=500, help="rows a transaction")

    def handle(self, *args: Any, batch: int, **options: Any) -> None:
        """Reseal, saying how far it is; fail naming the rows that no key opens."""
        count, lost = 0, []
        for done, unopened in reseal(batch=batch):
            count += done
            lost += unopened
            self.stdout.write(f"{count}")
        factors, lost_factors = reseal_apps()
        self.stdout.write(f"{count} numbers and {factors} secrets of apps are under the new key")
        if lost or lost_factors:
            raise CommandError(
                f"No key opens the numbers of cadres {lost[:20]} ({len(lost)} in all)"
                f" and {lost_factors} secrets of apps: keep the older keys, and look at them."
            )
