"""What a table would say of a unit on a day, before any report is built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from apps.common.errors import RuleError
from apps.metrics.progress import NoFiguresError
from apps.metrics.statistics import table
from apps.presentation.labels import language
from apps.reports.builders.tables import Filled, laid
from apps.reports.document import Table
from apps.reports.models import TableTemplate
from apps.reports.table_columns import Placed, assembled
from apps.reports.table_form import TableForm, read_form
from apps.units.models import Unit

MOST_LINES = 8


@dataclass(frozen=True)
class Preview:
    """A table with its first lines and its sums; ``unseen`` lines are left out."""

    title: str
    unit: str
    day: date
    table: Table
    unseen: int


def previewed(form: TableForm, unit: Unit, day: date) -> Preview:
    """Fill a table; raises RuleError when the unit is not in the tree on the day."""
    try:
        found = table(unit, form.measures, day)
    except NoFiguresError as error:
        raise RuleError(_("The unit is not in the tree on that day."), field="day") from error
    whole = laid(Filled(form, found), language())
    *lines, total = whole.rows
    title = form.title.said(language()).replace("{year}", str(day.year))
    shown = replace(whole, rows=(*lines[:MOST_LINES], total))
    return Preview(title, found.name, day, shown, max(0, len(lines) - MOST_LINES))


def tried_out(template: TableTemplate, column: Placed, unit: Unit, day: date) -> Preview:
    """Fill a single column under the title of its table."""
    definition = {"title": template.definition["title"], "columns": assembled([column])}
    return previewed(read_form(definition), unit, day)
