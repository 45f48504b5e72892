"""Print what changed between two days."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

import pandas as pd
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.metrics.core.bridge import Counts
from apps.metrics.management.named import target_named, unit_named
from apps.metrics.models import Run
from apps.metrics.trends.bridging import SCOPES, Question, bridge_of, published_bridge

COLUMNS = ["met", "not_met", "unknown"]


class Command(BaseCommand):
    """The shell's door to what changed."""

    help = "Print by how much each part changed the counts of a unit and a target."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the unit, the target and the two days."""
        parser.add_argument("--unit", required=True, help="the key of the unit")
        parser.add_argument("--target", required=True, help="the code of the target")
        parser.add_argument("--plan", help="the number of its plan, where several have the code")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
        parser.add_argument("--scope", choices=SCOPES, default="subtree")
        parser.add_argument("--published", action="store_true", help="between published figures")
        parser.add_argument("--format", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Follow the counts from one day to the other and print the parts."""
        first, last = options["first"], options["last"]
        if first >= last:
            raise CommandError(_("The first day must lie before the second."))
        target = target_named(options["target"], options["plan"])
        asked = Question(unit_named(options["unit"]), target, options["scope"])
        parts = (_published if options["published"] else _afresh)(asked, first, last)
        rows = pd.DataFrame.from_dict(parts, orient="index", columns=COLUMNS)
        rows = rows.rename_axis("part").reset_index()
        if options["format"] == "csv":
            text = rows.to_csv(index=False, lineterminator="\n")
        else:
            text = rows.to_json(orient="records")
        self.stdout.write(text)


def _afresh(asked: Question, first: date, last: date) -> dict[str, Counts]:
    return bridge_of(asked, first, last).parts()


def _published(asked: Question, first: date, last: date) -> dict[str, Counts]:
    return published_bridge(asked, _run(first), _run(last)).parts()


def _run(day: date) -> Run:
    run = Run.objects.filter(as_of=day).order_by("-pk").first()
    if run is None:
        raise CommandError(_("Nothing was published for %s.") % day.isoformat())
    return run
