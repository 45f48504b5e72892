"""Print the smallest mix of acts that meets all targets of a unit."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.errors import RuleError
from apps.metrics.ahead.mixing import answer, read_limits
from apps.metrics.core.acts import TooManyWaysError
from apps.metrics.management.named import unit_named
from apps.metrics.telling import told


class Command(BaseCommand):
    """The shell's door to the question whether targets can still be met."""

    help = "Print the fewest acts that meet all targets of a unit together on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the unit, the day and the limits."""
        parser.add_argument("--unit", required=True, help="the key of the unit")
        parser.add_argument("--on", type=date.fromisoformat, required=True, metavar="DAY")
        parser.add_argument("--plan", help="only the plan with this number")
        parser.add_argument("--limits", type=Path, metavar="FILE", help="limits, as JSON")
        parser.add_argument(
            "--from",
            dest="base",
            type=date.fromisoformat,
            metavar="DAY",
            help="the day from which it is seen; today without it",
        )
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the mix and print it."""
        base = options["base"] or timezone.localdate()
        if base > options["on"]:
            raise CommandError(_("The first day must lie before the second."))
        unit = unit_named(options["unit"])
        try:
            limits = read_limits(_said(options["limits"]))
            found = answer(unit, base, options["on"], limits, plan=options["plan"])
        except RuleError as error:
            raise CommandError(error.message) from error
        except TooManyWaysError as error:
            message = _("The targets tell more kinds of people apart than can be weighed.")
            raise CommandError(message) from error
        self.stdout.write(json.dumps(told(found), ensure_ascii=False, indent=2))


def _said(file: Path | None) -> Any:
    if file is None:
        return {}
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(_("The limits cannot be read: %s.") % error) from error
