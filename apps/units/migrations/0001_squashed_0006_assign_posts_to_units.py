"""Units, their places in the tree, who is assigned where, and the posts of units."""

import apps.accounts.roles
import apps.common.dated
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

# Most units have nothing below them, but those that are asked for as ancestors have many; told the
# average, the planner would look through everything below first.
EXPECT = [
    "ALTER TABLE units_lineage ALTER ancestor_id SET (n_distinct = 20)",
    "ANALYZE units_lineage",
]
FORGET = ["ALTER TABLE units_lineage ALTER ancestor_id RESET (n_distinct)", "ANALYZE units_lineage"]


class Migration(migrations.Migration):

    replaces = [
        ('units', '0001_initial'),
        ('units', '0002_find_changes_by_moment'),
        ('units', '0003_leave_notes'),
        ('units', '0004_expect_many_units_below_an_ancestor'),
        ('units', '0005_index_versions_only_by_what_is_asked'),
        ('units', '0006_assign_posts_to_units'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('common', '0001_functions'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='TreeChange',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=50, unique=True, verbose_name='key')),
                ('name', models.CharField(help_text='the latest name', max_length=200, verbose_name='name')),
                ('name_key', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('code', models.CharField(blank=True, help_text='of the kind H26.14', max_length=50, verbose_name='identification code')),
                ('is_illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
            ],
            options={
                'verbose_name': 'unit',
                'ordering': ['key'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='unit_by_name', opclasses=['gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('city', 'department', 'district', 'commune', 'division', 'public_service_unit', 'party_body'))), name='unit_kind_is_a_known_code'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='a_unit_has_a_key')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_unitevent" ("code", "id", "is_illustrative", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."id", new_values."is_illustrative", new_values."key", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b742eb519e8c50d7850ceafe87778b745993e8d2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fb1f3', referencing='REFERENCING NEW TABLE AS new_values ', table='units_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_unitevent" ("code", "id", "is_illustrative", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."id", new_values."is_illustrative", new_values."key", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_illustrative" IS DISTINCT FROM (new_values."is_illustrative") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='58e79c1c270edc7d86e1b73b65afdbcc2875bb90', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_727f7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='units_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_unitevent" ("code", "id", "is_illustrative", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."id", old_values."is_illustrative", old_values."key", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9e9a4ee0195296f286d83d186ae7c64c532fa997', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ebb8b', referencing='REFERENCING OLD TABLE AS old_values ', table='units_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO units_treechange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='eaf89de9653badb6ceaf2d123b0f340d6e0bb33c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_2c037', table='units_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO units_treechange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='ec91b2ee6495866625b9f15512da52d4e8db1a3d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_45ccf', table='units_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO units_treechange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='3b2ebcbc8b5f2e539451727d0c4166afb9a30218', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_345ef', table='units_unit', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='HeadcountQuota',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('start_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('start_on')), output_field=models.DateField(null=True))),
                ('end_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('end_on')), output_field=models.DateField(null=True))),
                ('posts', models.PositiveIntegerField(verbose_name='posts assigned')),
                ('decision', models.CharField(blank=True, default='', max_length=100, verbose_name='decision number')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcount_quotas', to='units.unit')),
            ],
            options={
                'verbose_name': 'posts assigned',
                'ordering': ['-start_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start_day', None), ('end_day', None), ('end_day__gt', models.F('start_day')), _connector='OR'), name='headcount_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('posts__lte', 1000000)), name='headcount_is_a_plausible_number'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), (apps.common.dated.DayRange('start_day', 'end_day'), '&&')], name='headcounts_of_a_unit_do_not_overlap')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_headcountquotaevent" ("decision", "end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts", "start_on", "unit_id") SELECT new_values."decision", new_values."end_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posts", new_values."start_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='722b5c8f365d54cf97d652cabcaed0fbb681a36a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_67bcc', referencing='REFERENCING NEW TABLE AS new_values ', table='units_headcountquota', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_headcountquotaevent" ("decision", "end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts", "start_on", "unit_id") SELECT new_values."decision", new_values."end_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posts", new_values."start_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."decision" IS DISTINCT FROM (new_values."decision") OR old_values."end_on" IS DISTINCT FROM (new_values."end_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."posts" IS DISTINCT FROM (new_values."posts") OR old_values."start_on" IS DISTINCT FROM (new_values."start_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='689431b8845e622ac95e689d5849dcb9d7d2abd1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5c19a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='units_headcountquota', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_headcountquotaevent" ("decision", "end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts", "start_on", "unit_id") SELECT old_values."decision", old_values."end_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posts", old_values."start_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3bed4fd4cc1259ef2b0e245b0e7d4994c5b9ea42', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9393e', referencing='REFERENCING OLD TABLE AS old_values ', table='units_headcountquota', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='HeadcountQuotaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('posts', models.PositiveIntegerField(verbose_name='posts assigned')),
                ('decision', models.CharField(blank=True, default='', max_length=100, verbose_name='decision number')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.headcountquota')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='units_headc_pgh_cre_e25cbb_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4fcf5ee77f50e52df754bcf9b24bda6eb88c8ead', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_12d0f', table='units_headcountquotaevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('distance', models.SmallIntegerField()),
                ('start_day', models.DateField(null=True)),
                ('end_day', models.DateField(null=True)),
                ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='descendants', to='units.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lineage', to='units.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['ancestor', 'unit'], name='lineage_downwards'), models.Index(fields=['unit', 'ancestor'], name='lineage_upwards')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[(apps.accounts.roles.Role['HEAD'], 'Head of unit'), (apps.accounts.roles.Role['OFFICER'], 'Organisation officer'), (apps.accounts.roles.Role['LEADER'], 'City leader'), (apps.accounts.roles.Role['COORDINATOR'], 'Coordinator'), (apps.accounts.roles.Role['AUDITOR'], 'Auditor'), (apps.accounts.roles.Role['ADMINISTRATOR'], 'System administrator')], max_length=20, verbose_name='role')),
                ('start_on', models.DateField(verbose_name='from')),
                ('end_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='units.unit')),
            ],
            options={
                'verbose_name': 'assignment',
                'constraints': [models.CheckConstraint(condition=models.Q(('end_on', None), ('end_on__gt', models.F('start_on')), _connector='OR'), name='membership_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('role__in', ['head', 'officer', 'leader', 'coordinator', 'auditor', 'administrator'])), name='membership_role_is_a_known_code')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_membershipevent" ("end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "start_on", "unit_id", "user_id") SELECT new_values."end_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."start_on", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ddce33774234ec79b40d5a32e404ec30f9ae1c9a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_85ba8', referencing='REFERENCING NEW TABLE AS new_values ', table='units_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_membershipevent" ("end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "start_on", "unit_id", "user_id") SELECT new_values."end_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."start_on", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='49d20b3006d40bf90bd4fa19b05fb9977c310806', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fdf87', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='units_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_membershipevent" ("end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "start_on", "unit_id", "user_id") SELECT old_values."end_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."start_on", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b0712bc1301bea1070ee1d0331c6e570da605c4e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fd770', referencing='REFERENCING OLD TABLE AS old_values ', table='units_membership', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('role', models.CharField(choices=[(apps.accounts.roles.Role['HEAD'], 'Head of unit'), (apps.accounts.roles.Role['OFFICER'], 'Organisation officer'), (apps.accounts.roles.Role['LEADER'], 'City leader'), (apps.accounts.roles.Role['COORDINATOR'], 'Coordinator'), (apps.accounts.roles.Role['AUDITOR'], 'Auditor'), (apps.accounts.roles.Role['ADMINISTRATOR'], 'System administrator')], max_length=20, verbose_name='role')),
                ('start_on', models.DateField(verbose_name='from')),
                ('end_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.membership')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='units_membe_pgh_cre_8dda61_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='73ba7e28fb8e0511d5f65117e70424b416e4376c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f377c', table='units_membershipevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('start_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('start_on')), output_field=models.DateField(null=True))),
                ('end_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('end_on')), output_field=models.DateField(null=True))),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_placements', to='units.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='units.unit')),
            ],
            options={
                'verbose_name': 'placement',
                'constraints': [models.CheckConstraint(condition=models.Q(('start_day', None), ('end_day', None), ('end_day__gt', models.F('start_day')), _connector='OR'), name='placement_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('unit')), _negated=True), _connector='OR'), name='a_unit_is_not_its_own_parent'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), (apps.common.dated.DayRange('start_day', 'end_day'), '&&')], name='placements_of_a_unit_do_not_overlap')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_placementevent" ("end_on", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_on", "unit_id") SELECT new_values."end_on", new_values."id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."start_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4030cc9e22d8c43803ed78bda3093805da271762', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_917d6', referencing='REFERENCING NEW TABLE AS new_values ', table='units_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_placementevent" ("end_on", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_on", "unit_id") SELECT new_values."end_on", new_values."id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."start_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."end_on" IS DISTINCT FROM (new_values."end_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."parent_id" IS DISTINCT FROM (new_values."parent_id") OR old_values."start_on" IS DISTINCT FROM (new_values."start_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='76d63b833a8533c0c93b9cba574445d89b37dc34', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_970c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='units_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_placementevent" ("end_on", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_on", "unit_id") SELECT old_values."end_on", old_values."id", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."start_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ad8c93cfd7453371af6d744f887a0e91ee2e7cb5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_321b3', referencing='REFERENCING OLD TABLE AS old_values ', table='units_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO units_treechange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='531b88745b4dc5812044826bd1f84116550ba270', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_cea12', table='units_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO units_treechange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='6fe1b301685df2cd205f998381132478e0f779fd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_fe505', table='units_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO units_treechange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='502150629f7a84ec70791c9dd69aedc4a25d2324', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_9867d', table='units_placement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlacementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.placement')),
                ('parent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='units_place_pgh_cre_593f8e_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fb6c33a13f55ef1787b4db0db87aaffe54e6af3f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90dcb', table='units_placementevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(verbose_name='from')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='units.unit')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='units.unit')),
            ],
            options={
                'verbose_name': 'succession',
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor', 'effective_on'), name='a_succession_is_recorded_once'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='a_unit_does_not_succeed_itself')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_successionevent" ("effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "successor_id") SELECT new_values."effective_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."predecessor_id", new_values."successor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1b4a48ea87e80349380fae3774511c9b718fbb59', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_288be', referencing='REFERENCING NEW TABLE AS new_values ', table='units_succession', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_successionevent" ("effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "successor_id") SELECT new_values."effective_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."predecessor_id", new_values."successor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='093fb59ef5a885137198c7d451ec033c63263e3e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_abf88', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='units_succession', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "units_successionevent" ("effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "successor_id") SELECT old_values."effective_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."predecessor_id", old_values."successor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='43b7473c6a9e11c8223e5e96fcaae9bc878bfd23', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7b194', referencing='REFERENCING OLD TABLE AS old_values ', table='units_succession', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SuccessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('effective_on', models.DateField(verbose_name='from')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.succession')),
                ('predecessor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ('successor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='units_succe_pgh_cre_97a856_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d4a8a5de0a011e4ea7ac50f4772ce1f4130ce8e7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aafc3', table='units_successionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('key', models.CharField(max_length=50, verbose_name='key')),
                ('name', models.CharField(help_text='the latest name', max_length=200, verbose_name='name')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('code', models.CharField(blank=True, help_text='of the kind H26.14', max_length=50, verbose_name='identification code')),
                ('is_illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='units_unite_pgh_cre_0e6bc2_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='df3d2709dc4d87fbf17ec048a9e6cb98623d0472', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_19655', table='units_unitevent', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(EXPECT, FORGET),
    ]
