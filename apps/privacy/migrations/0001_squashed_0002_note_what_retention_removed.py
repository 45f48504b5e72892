"""Requests of people about their data, and what retention removed."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('privacy', '0001_requests_on_personal_data'),
        ('privacy', '0002_note_what_retention_removed'),
    ]

    initial = True

    dependencies = [
        ('cadres', '0010_keep_what_tables_ask_of_people'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0006_assign_posts_to_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ran_at', models.DateTimeField(verbose_name='ran at')),
                ('removed', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'run of retention',
                'ordering': ['-ran_at'],
            },
        ),
        migrations.CreateModel(
            name='SubjectRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(choices=[('see', 'see the data'), ('correct', 'correct the data'), ('restrict', 'restrict processing'), ('object', 'object to processing'), ('erase', 'erase the data')], max_length=10, verbose_name='asked for')),
                ('way', models.CharField(choices=[('in_person', 'in person'), ('letter', 'by letter'), ('email', 'by e-mail'), ('phone', 'by telephone')], max_length=10, verbose_name='came in')),
                ('words', models.TextField(blank=True, verbose_name='what was asked')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('due_on', models.DateField(verbose_name='answer due on')),
                ('put_off_because', models.CharField(blank=True, max_length=300, verbose_name='put off because')),
                ('state', models.CharField(choices=[('received', 'received'), ('in_work', 'in work'), ('answered', 'answered'), ('refused', 'refused')], default='received', max_length=10, verbose_name='state')),
                ('reply', models.TextField(blank=True, verbose_name='answer')),
                ('closed_on', models.DateField(null=True, verbose_name='closed on')),
                ('cadre', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subject_requests', to='cadres.cadre')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='units.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'request on personal data',
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['received', 'in_work'])), fields=['due_on'], name='open_subject_requests')],
                'constraints': [models.CheckConstraint(condition=models.Q(('right__in', ['see', 'correct', 'restrict', 'object', 'erase'])), name='a_request_asks_for_a_known_right'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('received_on'))), name='a_request_is_due_after_it_came_in'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('state__in', ['received', 'in_work'])), models.Q(('closed_on__isnull', False), ('state__in', ['answered', 'refused'])), _connector='OR'), name='a_closed_request_says_when'), models.CheckConstraint(condition=models.Q(('reply', ''), ('state', 'refused'), _negated=True), name='a_refusal_gives_its_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_subjectrequestevent" ("cadre_id", "closed_on", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_off_because", "received_on", "reply", "right", "state", "unit_id", "way", "words") SELECT new_values."cadre_id", new_values."closed_on", new_values."due_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."put_off_because", new_values."received_on", new_values."reply", new_values."right", new_values."state", new_values."unit_id", new_values."way", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='62a8c94218480f61d3d15c6774acafd811b76c23', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c8ef1', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_subjectrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_subjectrequestevent" ("cadre_id", "closed_on", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_off_because", "received_on", "reply", "right", "state", "unit_id", "way", "words") SELECT new_values."cadre_id", new_values."closed_on", new_values."due_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."put_off_because", new_values."received_on", new_values."reply", new_values."right", new_values."state", new_values."unit_id", new_values."way", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8a7f5667b21604a18f35b19e8beb243565dd28fe', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b369e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_subjectrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_subjectrequestevent" ("cadre_id", "closed_on", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_off_because", "received_on", "reply", "right", "state", "unit_id", "way", "words") SELECT old_values."cadre_id", old_values."closed_on", old_values."due_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."put_off_because", old_values."received_on", old_values."reply", old_values."right", old_values."state", old_values."unit_id", old_values."way", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3a2dfe23e2512f2af085702c1e8876dd3fd8144e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8230c', referencing='REFERENCING OLD TABLE AS old_values ', table='privacy_subjectrequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SubjectRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('right', models.CharField(choices=[('see', 'see the data'), ('correct', 'correct the data'), ('restrict', 'restrict processing'), ('object', 'object to processing'), ('erase', 'erase the data')], max_length=10, verbose_name='asked for')),
                ('way', models.CharField(choices=[('in_person', 'in person'), ('letter', 'by letter'), ('email', 'by e-mail'), ('phone', 'by telephone')], max_length=10, verbose_name='came in')),
                ('words', models.TextField(blank=True, verbose_name='what was asked')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('due_on', models.DateField(verbose_name='answer due on')),
                ('put_off_because', models.CharField(blank=True, max_length=300, verbose_name='put off because')),
                ('state', models.CharField(choices=[('received', 'received'), ('in_work', 'in work'), ('answered', 'answered'), ('refused', 'refused')], default='received', max_length=10, verbose_name='state')),
                ('reply', models.TextField(blank=True, verbose_name='answer')),
                ('closed_on', models.DateField(null=True, verbose_name='closed on')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.subjectrequest')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit', verbose_name='unit')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='privacy_sub_pgh_cre_b3df5a_brin'), models.Index(fields=['cadre'], name='privacy_sub_cadre_i_77152d_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2357c2e930fc896564204403d726d97ddf2cf862', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6e2f', table='privacy_subjectrequestevent', when='BEFORE'))],
            },
        ),
    ]
