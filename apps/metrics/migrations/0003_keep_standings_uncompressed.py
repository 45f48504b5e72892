"""Standings are rewritten often and hardly compress: store them as they are."""

from django.db import migrations

COLUMNS = ("cadre_ids", "unit_ids", "codes", "bins")
EXTERNAL = [f"ALTER TABLE metrics_standing ALTER {c} SET STORAGE EXTERNAL" for c in COLUMNS]
EXTENDED = [f"ALTER TABLE metrics_standing ALTER {c} SET STORAGE EXTENDED" for c in COLUMNS]


class Migration(migrations.Migration):
    """Changes how four columns are stored, not what they hold."""

    dependencies = [("metrics", "0002_relations")]
    operations = [migrations.RunSQL(EXTERNAL, EXTENDED)]
