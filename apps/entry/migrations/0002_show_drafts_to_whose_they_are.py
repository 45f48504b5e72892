"""A draft holds what was typed about people: the database shows it to whoever typed it."""

from django.db import migrations

from apps.audit.rows import own_rows


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_make_the_roles"),
        ("entry", "0001_keep_drafts_for_every_form"),
    ]
    operations = [own_rows("entry_draft", "user_id = {actor}")]
