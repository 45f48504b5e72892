"""Tell the planner that a unit asked for as an ancestor has many units below it.

Most units have nothing below them, so that on average an ancestor has three. Scopes and dashboards
ask for those at the top, whose number below is not known when the query is planned. Believing in
three, the planner looks through everything below first: up to 40 ms where a tenth is enough.
"""

from django.db import migrations

EXPECT = [
    "ALTER TABLE units_lineage ALTER ancestor_id SET (n_distinct = 20)",
    "ANALYZE units_lineage",
]
FORGET = ["ALTER TABLE units_lineage ALTER ancestor_id RESET (n_distinct)", "ANALYZE units_lineage"]


class Migration(migrations.Migration):
    """Changes what is expected of a column, not what it holds."""

    dependencies = [("units", "0003_leave_notes")]
    operations = [migrations.RunSQL(EXPECT, FORGET)]
