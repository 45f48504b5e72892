"""Plans, targets, their versions and milestones, and the notes that their changes leave."""

import apps.common.dated
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('targets', '0001_initial'),
        ('targets', '0002_relations'),
        ('targets', '0003_find_changes_by_moment'),
        ('targets', '0004_leave_notes'),
        ('targets', '0005_index_versions_only_by_what_is_asked'),
    ]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0004_expect_many_units_below_an_ancestor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=50, unique=True, verbose_name='number')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued')),
                ('resolution', models.CharField(blank=True, max_length=200, verbose_name='under')),
                ('start_on', models.DateField(verbose_name='from')),
                ('end_on', models.DateField(verbose_name='until')),
                ('is_illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
            ],
            options={
                'verbose_name': 'plan',
                'ordering': ['start_on', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end_on__gt', models.F('start_on'))), name='plan_ends_after_it_starts')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_planevent" ("code", "end_on", "id", "is_illustrative", "issued_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "start_on") SELECT new_values."code", new_values."end_on", new_values."id", new_values."is_illustrative", new_values."issued_on", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resolution", new_values."start_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='304c468781bd77b551931cbce06f2f9435e0b3e7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6efbb', referencing='REFERENCING NEW TABLE AS new_values ', table='targets_plan', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_planevent" ("code", "end_on", "id", "is_illustrative", "issued_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "start_on") SELECT new_values."code", new_values."end_on", new_values."id", new_values."is_illustrative", new_values."issued_on", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."resolution", new_values."start_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9f7c8ae265819ac59c1f824c34f5e78d3f26726d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cb89f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='targets_plan', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_planevent" ("code", "end_on", "id", "is_illustrative", "issued_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution", "start_on") SELECT old_values."code", old_values."end_on", old_values."id", old_values."is_illustrative", old_values."issued_on", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resolution", old_values."start_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ed154c1c57d4e64dad86612e8b8178a69d14989e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f39d4', referencing='REFERENCING OLD TABLE AS old_values ', table='targets_plan', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('code', models.CharField(max_length=50, verbose_name='number')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued')),
                ('resolution', models.CharField(blank=True, max_length=200, verbose_name='under')),
                ('start_on', models.DateField(verbose_name='from')),
                ('end_on', models.DateField(verbose_name='until')),
                ('is_illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='targets.plan')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='targets_pla_pgh_cre_cb6286_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1d361d35dc6cc47f4f53b5d392232abfdc0cac28', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_69e35', table='targets_planevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=50, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='targets.plan')),
            ],
            options={
                'verbose_name': 'target',
                'ordering': ['plan', 'position', 'code'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'code'), name='a_plan_has_a_target_code_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targetevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position") SELECT new_values."code", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."position" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b40865c2806bc87656770a03ba7095fe0d081a7e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5c297', referencing='REFERENCING NEW TABLE AS new_values ', table='targets_target', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targetevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position") SELECT new_values."code", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."position" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3748b66970dba3183e3e2f1d0924cbf023dffc14', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4b8d6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='targets_target', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targetevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position") SELECT old_values."code", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."position" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ffb8af9beef10a78a768ead8130d813065f6a6bd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c6de6', referencing='REFERENCING OLD TABLE AS old_values ', table='targets_target', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TargetChange',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('code', models.CharField(max_length=50, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='targets.target')),
                ('plan', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.plan')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='targets_tar_pgh_cre_46dcc4_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed8e26c5651f64ddef41f6e5c5788ddc9b95dada', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2df42', table='targets_targetevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='TargetVersion',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('start_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('start_on')), output_field=models.DateField(null=True))),
                ('end_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('end_on')), output_field=models.DateField(null=True))),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('population', models.JSONField(verbose_name='population')),
                ('criterion', models.JSONField(verbose_name='criterion')),
                ('threshold_bp', models.PositiveIntegerField(help_text='in basis points: 1500 is 15 %', verbose_name='threshold')),
                ('due_on', models.DateField(verbose_name='due')),
                ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('provisional', models.TextField(blank=True, help_text='empty when the sources settle all', verbose_name='what is provisional')),
                ('provisional_en', models.TextField(blank=True)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='targets.target')),
            ],
            options={
                'verbose_name': 'version of a target',
                'ordering': ['target', 'start_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('threshold_bp__range', (1, 10000))), name='threshold_is_above_0_to_100_percent'), models.CheckConstraint(condition=models.Q(('start_day', None), ('end_day', None), ('end_day__gt', models.F('start_day')), _connector='OR'), name='version_ends_after_it_starts'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('target', '='), (apps.common.dated.DayRange('start_day', 'end_day'), '&&')], name='versions_of_a_target_do_not_overlap')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targetversionevent" ("criterion", "due_on", "end_on", "id", "legal_basis", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "provisional", "provisional_en", "start_on", "target_id", "threshold_bp") SELECT new_values."criterion", new_values."due_on", new_values."end_on", new_values."id", new_values."legal_basis", new_values."name", new_values."name_en", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."population", new_values."provisional", new_values."provisional_en", new_values."start_on", new_values."target_id", new_values."threshold_bp" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cce874325d0adc27e2c924e999ffc078598f6e9c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_69921', referencing='REFERENCING NEW TABLE AS new_values ', table='targets_targetversion', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targetversionevent" ("criterion", "due_on", "end_on", "id", "legal_basis", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "provisional", "provisional_en", "start_on", "target_id", "threshold_bp") SELECT new_values."criterion", new_values."due_on", new_values."end_on", new_values."id", new_values."legal_basis", new_values."name", new_values."name_en", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."population", new_values."provisional", new_values."provisional_en", new_values."start_on", new_values."target_id", new_values."threshold_bp" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."criterion" IS DISTINCT FROM (new_values."criterion") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."end_on" IS DISTINCT FROM (new_values."end_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."legal_basis" IS DISTINCT FROM (new_values."legal_basis") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."provisional" IS DISTINCT FROM (new_values."provisional") OR old_values."provisional_en" IS DISTINCT FROM (new_values."provisional_en") OR old_values."start_on" IS DISTINCT FROM (new_values."start_on") OR old_values."target_id" IS DISTINCT FROM (new_values."target_id") OR old_values."threshold_bp" IS DISTINCT FROM (new_values."threshold_bp")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9224823ec6dfe63508ee1fb21995342c2a7af01b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d5351', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='targets_targetversion', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targetversionevent" ("criterion", "due_on", "end_on", "id", "legal_basis", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "provisional", "provisional_en", "start_on", "target_id", "threshold_bp") SELECT old_values."criterion", old_values."due_on", old_values."end_on", old_values."id", old_values."legal_basis", old_values."name", old_values."name_en", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."population", old_values."provisional", old_values."provisional_en", old_values."start_on", old_values."target_id", old_values."threshold_bp" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1205e5fdb698f2c2df1f91fcf92fef519d495d35', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a28ca', referencing='REFERENCING OLD TABLE AS old_values ', table='targets_targetversion', when='AFTER')), pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO targets_targetchange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='2ebc30c6b8386922be7a95d5cb171a4f9aaa9537', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_31f52', table='targets_targetversion', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO targets_targetchange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='16fb0f66f6e07fb00e8d3112594c1ad36bb11933', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_55d9c', table='targets_targetversion', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO targets_targetchange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='8f5f92ca069e746afbd419b67012300d2acbdbeb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_19465', table='targets_targetversion', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TargetVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('population', models.JSONField(verbose_name='population')),
                ('criterion', models.JSONField(verbose_name='criterion')),
                ('threshold_bp', models.PositiveIntegerField(help_text='in basis points: 1500 is 15 %', verbose_name='threshold')),
                ('due_on', models.DateField(verbose_name='due')),
                ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('provisional', models.TextField(blank=True, help_text='empty when the sources settle all', verbose_name='what is provisional')),
                ('provisional_en', models.TextField(blank=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='targets.targetversion')),
                ('target', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.target')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='targets_tar_pgh_cre_52a5a5_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75651147017d490caa2cd37de4e542cea169f1c2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_efb19', table='targets_targetversionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='UnitThreshold',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('start_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('start_on')), output_field=models.DateField(null=True))),
                ('end_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('end_on')), output_field=models.DateField(null=True))),
                ('threshold_bp', models.PositiveIntegerField(verbose_name='threshold')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_thresholds', to='targets.target')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='units.unit')),
            ],
            options={
                'verbose_name': 'threshold of a unit',
                'constraints': [models.CheckConstraint(condition=models.Q(('threshold_bp__range', (1, 10000))), name='unit_threshold_is_above_0_to_100_percent'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('target', '='), ('unit', '='), (apps.common.dated.DayRange('start_day', 'end_day'), '&&')], name='thresholds_of_a_unit_do_not_overlap')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_unitthresholdevent" ("end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_on", "target_id", "threshold_bp", "unit_id") SELECT new_values."end_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."start_on", new_values."target_id", new_values."threshold_bp", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='24d01c015bc5f708f272a45546fada384f383466', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0594c', referencing='REFERENCING NEW TABLE AS new_values ', table='targets_unitthreshold', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_unitthresholdevent" ("end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_on", "target_id", "threshold_bp", "unit_id") SELECT new_values."end_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."start_on", new_values."target_id", new_values."threshold_bp", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."end_on" IS DISTINCT FROM (new_values."end_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."start_on" IS DISTINCT FROM (new_values."start_on") OR old_values."target_id" IS DISTINCT FROM (new_values."target_id") OR old_values."threshold_bp" IS DISTINCT FROM (new_values."threshold_bp") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f43347cb212b2d1e72acf63f95483843489a53d2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_aeb09', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='targets_unitthreshold', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_unitthresholdevent" ("end_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_on", "target_id", "threshold_bp", "unit_id") SELECT old_values."end_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."start_on", old_values."target_id", old_values."threshold_bp", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='333efe4af81fd0953beb68b69468c6c86ef1b4a6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8496e', referencing='REFERENCING OLD TABLE AS old_values ', table='targets_unitthreshold', when='AFTER')), pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO targets_targetchange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='2f346eaaf7bc4dae0e3f7b247fd4fd223460eb97', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_68205', table='targets_unitthreshold', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO targets_targetchange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='2273bb11d4b3d7c12764254f4fcf15173b77b111', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_87e81', table='targets_unitthreshold', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO targets_targetchange (at) VALUES (now()); PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='c634b03712c475d034871ae38e997bc30b595f0c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_b2fc4', table='targets_unitthreshold', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='UnitThresholdEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('threshold_bp', models.PositiveIntegerField(verbose_name='threshold')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='targets.unitthreshold')),
                ('target', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.target')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='targets_uni_pgh_cre_bfc620_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1b499ecb6754c69006b2886a90dc5dca8d294ed0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_baa73', table='targets_unitthresholdevent', when='BEFORE'))],
            },
        ),
    ]
