"""Begin the history of accounts that were there before it with how they stand."""

from django.db import migrations

_FIRST = """
INSERT INTO accounts_userevent (pgh_created_at, pgh_label, pgh_obj_id, id, username, full_name, email,
    is_active, language, must_change_password, first_password_until, sessions_ended)
SELECT now(), 'insert', id, id, username, full_name, email,
    is_active, language, must_change_password, first_password_until, sessions_ended
FROM accounts_user u
WHERE NOT EXISTS (SELECT FROM accounts_userevent e WHERE e.pgh_obj_id = u.id)
ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_keep_what_happens_to_accounts"),
        ("administration", "0001_keep_requests_and_invitations"),
    ]
    # A history only grows: going back leaves what was recorded.
    operations = [migrations.RunSQL(_FIRST, migrations.RunSQL.noop)]
