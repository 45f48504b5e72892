"""The roles of the database that policies speak of; what they may do is built after migrating."""

from django.db import migrations

from apps.audit.walls import make_roles


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        make_roles(cursor)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seal_the_history")]
    # Roles belong to all databases of a server, so that they stay.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
