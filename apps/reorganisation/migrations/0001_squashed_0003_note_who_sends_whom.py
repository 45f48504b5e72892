"""Reorganisations, their lines, and who sends whom where."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('reorganisation', '0001_keep_reorganisations'),
        ('reorganisation', '0002_work_on_plans_in_pages'),
        ('reorganisation', '0003_note_who_sends_whom'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cadres', '0012_restrict_processing'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision number')),
                ('effective_on', models.DateField(null=True, verbose_name='from')),
                ('plan', models.JSONField()),
                ('state', models.CharField(choices=[('faulty', 'to be mended'), ('draft', 'draft'), ('applied', 'applied'), ('undone', 'undone')], default='draft', max_length=10, verbose_name='state')),
                ('acted_at', models.DateTimeField(null=True)),
                ('marks', models.JSONField(default=dict, help_text='how far the history of each table went when it was applied')),
                ('acted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('covers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('faults', models.JSONField(default=list, help_text='where a file is wrong, and how')),
                ('language', models.CharField(default='vi', max_length=10)),
                ('prepared_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('refusal', models.TextField(blank=True, default='')),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('work', models.CharField(blank=True, choices=[('looking', 'being looked at'), ('applying', 'being carried out'), ('undoing', 'being undone')], default='', max_length=10)),
            ],
            options={
                'verbose_name': 'reorganisation',
                'ordering': ['-effective_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'faulty'), models.Q(models.Q(('decision', ''), _negated=True), ('effective_on__isnull', False)), _connector='OR'), name='a_reorganisation_names_its_decision'), models.CheckConstraint(condition=models.Q(('state__in', ['faulty', 'draft']), models.Q(('acted_at__isnull', False), ('acted_by__isnull', False)), _connector='OR'), name='a_reorganisation_that_was_applied_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', models.F('asked_by')), _negated=True), models.Q(('confirmed_by', models.F('acted_by')), _negated=True)), name='nobody_confirms_a_reorganisation_that_they_asked_for')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reorganisation_reorganisationevent" ("acted_at", "acted_by_id", "asked_at", "asked_by_id", "confirmed_by_id", "decision", "effective_on", "id", "marks", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "prepared_at", "prepared_by_id", "state") SELECT new_values."acted_at", new_values."acted_by_id", new_values."asked_at", new_values."asked_by_id", new_values."confirmed_by_id", new_values."decision", new_values."effective_on", new_values."id", new_values."marks", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan", new_values."prepared_at", new_values."prepared_by_id", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8f4825b1fafa2dc62efd262a31b0f2d100872f5b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_26fad', referencing='REFERENCING NEW TABLE AS new_values ', table='reorganisation_reorganisation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reorganisation_reorganisationevent" ("acted_at", "acted_by_id", "asked_at", "asked_by_id", "confirmed_by_id", "decision", "effective_on", "id", "marks", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "prepared_at", "prepared_by_id", "state") SELECT new_values."acted_at", new_values."acted_by_id", new_values."asked_at", new_values."asked_by_id", new_values."confirmed_by_id", new_values."decision", new_values."effective_on", new_values."id", new_values."marks", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan", new_values."prepared_at", new_values."prepared_by_id", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."acted_at" IS DISTINCT FROM (new_values."acted_at") OR old_values."acted_by_id" IS DISTINCT FROM (new_values."acted_by_id") OR old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."decision" IS DISTINCT FROM (new_values."decision") OR old_values."effective_on" IS DISTINCT FROM (new_values."effective_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."marks" IS DISTINCT FROM (new_values."marks") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."plan" IS DISTINCT FROM (new_values."plan") OR old_values."prepared_at" IS DISTINCT FROM (new_values."prepared_at") OR old_values."prepared_by_id" IS DISTINCT FROM (new_values."prepared_by_id") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cc742b4679636866cce103a806db12e2756b90cc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9cd0d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reorganisation_reorganisation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reorganisation_reorganisationevent" ("acted_at", "acted_by_id", "asked_at", "asked_by_id", "confirmed_by_id", "decision", "effective_on", "id", "marks", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "prepared_at", "prepared_by_id", "state") SELECT old_values."acted_at", old_values."acted_by_id", old_values."asked_at", old_values."asked_by_id", old_values."confirmed_by_id", old_values."decision", old_values."effective_on", old_values."id", old_values."marks", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan", old_values."prepared_at", old_values."prepared_by_id", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ec1ab7a44c020b746085ff0168f67b0af24b21f3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_77232', referencing='REFERENCING OLD TABLE AS old_values ', table='reorganisation_reorganisation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Destination',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(blank=True, help_text='the key of the unit', max_length=50)),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cadres.cadre')),
                ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='destinations', to='reorganisation.reorganisation')),
                ('sent_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reorganisation', 'cadre'), name='a_person_goes_one_way_in_a_plan')],
            },
        ),
        migrations.CreateModel(
            name='Former',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='the table of the row', max_length=40)),
                ('object_id', models.IntegerField()),
                ('columns', models.JSONField(null=True)),
                ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formers', to='reorganisation.reorganisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reorganisation', 'source', 'object_id'), name='a_reorganisation_keeps_a_former_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Outlook',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('counts', models.JSONField()),
                ('is_current', models.BooleanField(default=True)),
                ('reorganisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outlook', to='reorganisation.reorganisation')),
            ],
        ),
        migrations.CreateModel(
            name='ReorganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision number')),
                ('effective_on', models.DateField(null=True, verbose_name='from')),
                ('plan', models.JSONField()),
                ('state', models.CharField(choices=[('faulty', 'to be mended'), ('draft', 'draft'), ('applied', 'applied'), ('undone', 'undone')], default='draft', max_length=10, verbose_name='state')),
                ('acted_at', models.DateTimeField(null=True)),
                ('marks', models.JSONField(default=dict, help_text='how far the history of each table went when it was applied')),
                ('acted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reorganisation.reorganisation')),
                ('prepared_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('prepared_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='reorganisat_pgh_cre_0a3f8b_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='53bc90f55775a81459d7ea2b43489a35e503c7d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_211f6', table='reorganisation_reorganisationevent', when='BEFORE'))],
            },
        ),
    ]
