"""Declare the functions of partly known dates so that PostgreSQL can inline them.

A strict function with a body that is not is called row by row, which made COPY several times
slower. Without STRICT a null still gives null: make_date and left are strict themselves.
"""

import importlib

from django.db import migrations

FIRST = importlib.import_module("apps.common.migrations.0001_functions")


def _inlined(definition: str) -> str:
    return definition.replace("CREATE", "CREATE OR REPLACE").replace("IMMUTABLE STRICT", "IMMUTABLE")


def _called(definition: str) -> str:
    return definition.replace("CREATE", "CREATE OR REPLACE")


class Migration(migrations.Migration):
    """Changes no value."""

    dependencies = [("common", "0001_functions")]
    operations = [
        migrations.RunSQL(_inlined(definition), _called(definition))
        for definition in (FIRST.EARLIEST, FIRST.LATEST)
    ]
