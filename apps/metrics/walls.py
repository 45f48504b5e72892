"""What whoever computes figures may do in the database: read facts, write figures, no more."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model

from apps.audit.selectors import event_models
from apps.audit.walls import CONTEXT
from apps.cadres.models import ChangedCadre
from apps.common.stepping_down import FIGURES
from apps.jobs.models import Job
from apps.targets.models import TargetChange
from apps.units.models import TreeChange

_READ = ("units", "cadres", "targets", "metrics", "jobs")
# Notes of what changed: whoever computed with them takes them away.
_NOTES = (ChangedCadre, TargetChange, TreeChange)


def build(cursor: Any, schema: str) -> None:
    """Give the role that computes figures its rights, and take any other."""
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {FIGURES}")
    _grant(cursor, "SELECT", [model for label in _READ for model in _models(label)])
    _grant(cursor, "SELECT", event_models())
    _grant(cursor, "INSERT, UPDATE, DELETE", _models("metrics"))
    _grant(cursor, "UPDATE", [Job])
    _grant(cursor, "DELETE", _NOTES)
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [CONTEXT])
    if cursor.fetchone()[0]:
        cursor.execute(f"GRANT SELECT ON {CONTEXT} TO {FIGURES}")


def _models(label: str) -> list[type[Model]]:
    return list(apps.get_app_config(label).get_models())


def _grant(cursor: Any, rights: str, models: Any) -> None:
    tables = [model._meta.db_table for model in models]
    cursor.execute(
        "SELECT name, pg_get_serial_sequence(name, pk) FROM unnest(%s::text[], %s::text[])"
        " AS t (name, pk) WHERE to_regclass(name) IS NOT NULL",
        [tables, [model._meta.pk.column for model in models]],
    )
    for table, sequence in cursor.fetchall():
        cursor.execute(f"GRANT {rights} ON {table} TO {FIGURES}")
        if sequence and "INSERT" in rights:
            cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {FIGURES}")
