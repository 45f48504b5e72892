"""A list that waits to be fetched holds people's data: the database shows it to its asker."""

from django.db import migrations

from apps.audit.rows import own_rows


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_make_the_roles"),
        ("reports", "0006_keep_the_table_of_a_report"),
    ]
    operations = [
        own_rows("reports_longlist", "asked_by_id = {actor}"),
        own_rows(
            "reports_longlistpart",
            "EXISTS (SELECT FROM reports_longlist l WHERE l.id = list_id"
            " AND l.asked_by_id = {actor})",
        ),
    ]
