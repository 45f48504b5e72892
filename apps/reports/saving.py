"""Saving the tables that offices make, to be filled again: one function for each act."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.cadres.models import TrainingCategory
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.metrics.measures import Assigned
from apps.reports.models import TableTemplate
from apps.reports.table_form import TableForm, read_form
from apps.targets.conditions import Trained, leaves
from apps.targets.faults import place_words, reason_words
from apps.targets.reading import ConditionError
from apps.units.models import Unit

_LONGEST_NAME = 120
# What is refused of a table beyond what is refused of conditions.
_REASONS = {
    "more than %(limit)s columns": gettext_lazy("more than %(limit)s columns"),
    "more than %(limit)s rows of headings": gettext_lazy("more than %(limit)s rows of headings"),
    "longer than %(limit)s characters": gettext_lazy("longer than %(limit)s characters"),
    "no columns": gettext_lazy("no columns"),
    "expected a condition or a measure": gettext_lazy("expected a condition or a measure"),
    "expected a text": gettext_lazy("expected a text"),
    "expected two texts": gettext_lazy("expected two texts"),
}


@transaction.atomic
def save_table(
    *, unit: Unit, name: str, definition: Any, by: User, template: TableTemplate | None = None
) -> TableTemplate:
    """Save a table of a unit, or another definition of one that is there.

    Raises RuleError when the definition cannot be read, or the unit has a table of that name.
    """
    _readable(definition)
    held = TableTemplate(unit=unit) if template is None else _held(template)
    held.name = _free_name(held, name)
    held.definition, held.saved_by = definition, by
    held.saved_at = Now()
    held.save()
    held.refresh_from_db()
    return held


@transaction.atomic
def rename_table(*, template: TableTemplate, name: str) -> None:
    """Give a table another name; raises RuleError when the unit has one of that name."""
    held = _held(template)
    held.name = _free_name(held, name)
    held.save(update_fields=["name"])


@transaction.atomic
def remove_table(*, template: TableTemplate) -> None:
    """Take a table off the list; reports that were made from it stay."""
    _held(template).delete()


def _held(template: TableTemplate) -> TableTemplate:
    found = TableTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if found is None:
        raise RuleError(_("This table was removed meanwhile."))
    return found


def _free_name(held: TableTemplate, name: str) -> str:
    name = clean(name)
    if not name:
        raise RuleError(_("Give the table a name."), field="name")
    if len(name) > _LONGEST_NAME:
        raise RuleError(_("The name is too long: 120 characters at most."), field="name")
    # Held so that of two who save at once one is told.
    Unit.objects.select_for_update().get(pk=held.unit_id)
    others = TableTemplate.objects.filter(unit=held.unit_id).exclude(pk=held.pk)
    if name.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}:
        raise RuleError(_("The unit has a table of this name already."), field="name")
    return name


def _readable(definition: Any) -> TableForm:
    try:
        form = read_form(definition)
        _check_categories(form)
    except ConditionError as error:
        message = _("The table cannot be read: %(place)s: %(reason)s.")
        said = {"place": place_words(error), "reason": _reason(error)}
        raise RuleError(message % said, field="definition") from error
    return form


def _check_categories(form: TableForm) -> None:
    """Refuse kinds of training that nobody has listed: nobody would ever be counted."""
    known = set(TrainingCategory.objects.values_list("code", flat=True))
    for place, column in enumerate(form.columns):
        measure = column.measure
        for leaf in () if isinstance(measure, Assigned) else leaves(measure):
            if isinstance(leaf, Trained) and leaf.category not in known:
                reason = "unknown training category %(category)s"
                raise ConditionError(f"$.columns[{place}]", reason, category=leaf.category)


def _reason(error: ConditionError) -> str:
    """Return why the table was refused, in the reader's language."""
    if error.template not in _REASONS:
        return reason_words(error)
    template = str(_REASONS[error.template])
    return template % error.said if error.said else template
