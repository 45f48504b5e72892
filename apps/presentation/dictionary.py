"""The data dictionary: what is stored and what the people frame holds, written from the code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import override

from apps.accounts.fields import FieldClass, FieldRule, Reading, models_of_people
from apps.accounts.roles import HOLDS, Permission, Role
from apps.cadres.codes import LADDERS, MANAGED_BY, RATINGS, SENSITIVE_MARKS
from apps.cadres.columns import Needs, columns
from apps.common.dated import PartialDateField
from apps.units.codes import UNIT_KINDS

APPS = ("units", "cadres", "targets", "metrics", "jobs", "notices", "accounts", "audit", "privacy")
_HEAD = """# Data dictionary

Written from the code by `manage.py data_dictionary`; a test fails when it is stale. Every table of
facts also has a table of events (`…event`), in which triggers keep each version of a row with who
changed it; those are not listed. Dates of the type *partly known* hold a year, a year and month,
or a day.
"""


def data_dictionary() -> str:
    """Return the whole dictionary as Markdown, in English."""
    with override("en"):
        parts = [_HEAD, *_codes()]
        for label in APPS:
            for model in apps.get_app_config(label).get_models():
                if not hasattr(model, "pgh_tracked_model"):
                    parts += _table(model)
        return "\n".join([*parts, *_matrix(), *_frame()]) + "\n"


def _codes() -> Iterator[str]:
    yield "## Code lists\n"
    yield "| list | codes, lowest first |\n|---|---|"
    for kind, ladder in LADDERS.items():
        yield f"| level, `{kind}` | {', '.join(ladder)} |"
    yield f"| managed by | {', '.join(MANAGED_BY)} |"
    yield f"| kind of unit | {', '.join(UNIT_KINDS)} |"
    yield f"| rating | {', '.join(RATINGS)} |\n"


def _table(model: type[models.Model]) -> Iterator[str]:
    meaning = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    yield f"## {model.__name__} (`{model._meta.db_table}`)\n\n{meaning}\n"
    yield "| column | type | may be empty | meaning |\n|---|---|---|---|"
    for field in model._meta.concrete_fields:
        empty = "yes" if (field.null or field.blank) and not field.primary_key else ""
        yield f"| `{field.column}` | {_type(field)} | {empty} | {_meaning(field)} |"
    rules = [c.name.replace("_", " ") for c in model._meta.constraints]
    yield f"\nAlways holds: {'; '.join(rules)}.\n" if rules else ""


def _type(field: Any) -> str:
    if isinstance(field, models.ForeignKey):
        return f"→ {field.related_model.__name__}"
    if isinstance(field, models.GeneratedField):
        return f"{_type(field.output_field)}, kept by the database"
    if isinstance(field, PartialDateField):
        return "partly known date"
    return field.get_internal_type().removesuffix("Field").lower()


def _meaning(field: models.Field) -> str:
    words = str(field.verbose_name)
    return f"{words}: {field.help_text}" if field.help_text else words


def _matrix() -> Iterator[str]:
    """Yield how each role reads and writes each field of a person's record, within its units."""
    yield "## Who reads and writes which field of people\n"
    yield "Within the units of the role: `r` reads, `w` writes, `m` reads masked. Fields that are"
    yield "made from others, for sorting and finding, are shown to nobody.\n"
    yield f"| field | class | {' | '.join(role.value for role in Role)} |"
    yield f"|---|---|{'---|' * len(Role)}"
    for model in models_of_people():
        for name, rule in model.field_rules.items():  # type: ignore[attr-defined]
            if rule.read or rule.write:
                rights = " | ".join(_rights(rule, HOLDS[role]) for role in Role)
                yield f"| {model.__name__}.{name} | {rule.field_class} | {rights} |"
    yield ""


def _rights(rule: FieldRule, held: frozenset[Permission]) -> str:
    may_open = Permission.PEOPLE_VIEW in held or rule.field_class != FieldClass.OPEN
    letters = {Reading.WHOLE: "r", Reading.MASKED: "m", Reading.NOTHING: ""}
    read = letters[rule.reading(held)] if may_open else ""
    return read + ("w" if rule.write in held else "")


def _frame() -> Iterator[str]:
    yield "## The people frame\n"
    yield "One row for each person with a primary appointment in force on the day. Days are counted"
    yield "from 1 January 1970. The columns about qualifications stand for each kind, those about"
    yield "trainings for each category and last day that some target looks at.\n"
    yield "| column | type | meaning |\n|---|---|---|"
    example = Needs(
        kinds=frozenset(["professional"]),
        trainings=frozenset([("knowledge_update", date(2025, 12, 31))]),
        has_unit_kind=True,
        marks=frozenset(SENSITIVE_MARKS),
    )
    for column in columns(example):
        yield f"| `{column.name}` | {column.dtype} | {column.meaning} |"
