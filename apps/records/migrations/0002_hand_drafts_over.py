"""Rename the table of drafts for the entry app, which keeps them for every form from now on."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("records", "0001_keep_drafts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("draft", "entry_draft")],
            state_operations=[migrations.DeleteModel("Draft")],
        ),
    ]
