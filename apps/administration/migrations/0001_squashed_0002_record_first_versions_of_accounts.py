"""Requests for roles, invitations, and the first versions of accounts that were there before."""

import apps.accounts.roles
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

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

    replaces = [
        ('administration', '0001_keep_requests_and_invitations'),
        ('administration', '0002_record_first_versions_of_accounts'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0003_keep_what_happens_to_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0006_assign_posts_to_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='GrantRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[(apps.accounts.roles.Role['HEAD'], 'Head of unit'), (apps.accounts.roles.Role['OFFICER'], 'Organisation officer'), (apps.accounts.roles.Role['LEADER'], 'City leader'), (apps.accounts.roles.Role['COORDINATOR'], 'Coordinator'), (apps.accounts.roles.Role['AUDITOR'], 'Auditor'), (apps.accounts.roles.Role['ADMINISTRATOR'], 'System administrator')], max_length=20, verbose_name='role')),
                ('start_on', models.DateField(verbose_name='from')),
                ('end_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked at')),
                ('state', models.CharField(choices=[('waiting', 'waiting for a second person'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'taken back')], default='waiting', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='why')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request for a role',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('user', 'role', 'unit'), name='a_role_is_asked_for_once_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'confirmed', 'refused', 'withdrawn'])), name='request_state_is_a_known_code'), models.CheckConstraint(condition=models.Q(('role__in', ['head', 'officer', 'leader', 'coordinator', 'auditor', 'administrator'])), name='request_role_is_a_known_code'), models.CheckConstraint(condition=models.Q(('end_on', None), ('end_on__gt', models.F('start_on')), _connector='OR'), name='request_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='a_decided_request_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(models.Q(('decided_by', models.F('asked_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='nobody_confirms_what_they_asked_for_or_get')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "administration_grantrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "end_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "start_on", "state", "unit_id", "user_id") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."end_on", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."role", new_values."start_on", new_values."state", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='573e2babd23596794bc07117101738d98b1fc738', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d14b0', referencing='REFERENCING NEW TABLE AS new_values ', table='administration_grantrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "administration_grantrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "end_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "start_on", "state", "unit_id", "user_id") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."end_on", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."role", new_values."start_on", new_values."state", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9fc89b8f93dfa69f3c9a97052ac125bb5f63c43', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_361ff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='administration_grantrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "administration_grantrequestevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "end_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "start_on", "state", "unit_id", "user_id") SELECT old_values."asked_at", old_values."asked_by_id", old_values."decided_at", old_values."decided_by_id", old_values."end_on", old_values."id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."role", old_values."start_on", old_values."state", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c8c0b44bc92c9b46bab34f5fdbd7fcd46e9ba582', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fe142', referencing='REFERENCING OLD TABLE AS old_values ', table='administration_grantrequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='GrantRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[(apps.accounts.roles.Role['HEAD'], 'Head of unit'), (apps.accounts.roles.Role['OFFICER'], 'Organisation officer'), (apps.accounts.roles.Role['LEADER'], 'City leader'), (apps.accounts.roles.Role['COORDINATOR'], 'Coordinator'), (apps.accounts.roles.Role['AUDITOR'], 'Auditor'), (apps.accounts.roles.Role['ADMINISTRATOR'], 'System administrator')], max_length=20, verbose_name='role')),
                ('start_on', models.DateField(verbose_name='from')),
                ('end_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked at')),
                ('state', models.CharField(choices=[('waiting', 'waiting for a second person'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'taken back')], default='waiting', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='why')),
                ('asked_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='administration.grantrequest')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit', verbose_name='unit')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='administrat_pgh_cre_523e6d_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='506470c523537fb3a8994de07d84565ab57a1b15', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ac4a4', table='administration_grantrequestevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('until', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('needs_second', models.BooleanField(default=False)),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None)), fields=('user',), name='a_user_has_one_open_invitation'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_at'))), name='an_invitation_lasts_a_while'), models.CheckConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None), _connector='OR'), name='an_invitation_is_used_or_withdrawn'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(models.Q(('confirmed_by', models.F('made_by')), _negated=True), models.Q(('confirmed_by', models.F('user')), _negated=True)), _connector='OR'), name='nobody_confirms_an_invitation_of_their_own'), models.CheckConstraint(condition=models.Q(('used_at', None), ('needs_second', False), ('confirmed_by__isnull', False), _connector='OR'), name='what_needs_two_is_used_after_both_said_so')],
            },
        ),
        # A history only grows: going back leaves what was recorded.
        migrations.RunSQL(_FIRST, migrations.RunSQL.noop),
    ]
