"""Publish a run."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.metrics.services import refresh


class Command(BaseCommand):
    """The shell's door to refresh."""

    help = "Compute every target for every unit on a day and publish the run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the days; today when none is named."""
        parser.add_argument("--as-of", action="append", type=date.fromisoformat, metavar="DAY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh each day in order and say what was published."""
        for day in sorted(set(options["as_of"] or [timezone.localdate()])):
            run = refresh(day=day)
            line = _("%(day)s: edition %(edition)s, %(people)s people counted")
            words = {"day": day.isoformat(), "edition": run.edition, "people": run.people}
            self.stdout.write(line % words)
