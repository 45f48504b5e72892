"""Reports and their files, tables of offices, schedules, and lists that are taken out."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from apps.audit.rows import own_rows


class Migration(migrations.Migration):

    replaces = [
        ('reports', '0001_reports'),
        ('reports', '0002_save_tables_of_offices'),
        ('reports', '0003_cite_the_run'),
        ('reports', '0004_keep_long_lists'),
        ('reports', '0005_schedule_reports'),
        ('reports', '0006_keep_the_table_of_a_report'),
        ('reports', '0007_show_lists_to_who_asked_for_them'),
        ('reports', '0008_keep_who_is_in_a_long_list'),
        ('reports', '0009_ask_a_second_person_for_lists_of_the_city'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('audit', '0003_make_the_roles'),
        ('metrics', '0004_one_row_for_a_units_figures'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('targets', '0005_index_versions_only_by_what_is_asked'),
        ('units', '0006_assign_posts_to_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListRequest',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cadres', 'List of cadres'), ('who', 'Who counts'), ('units', 'Units below')], max_length=10, verbose_name='kind')),
                ('key', models.CharField(blank=True, max_length=50, verbose_name='unit')),
                ('code', models.CharField(blank=True, max_length=50, verbose_name='target')),
                ('query', models.TextField(blank=True)),
                ('day', models.DateField(verbose_name='figures of')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('format', models.CharField(choices=[('xlsx', 'Excel'), ('csv', 'CSV')], max_length=5, verbose_name='format')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('covers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('entry', models.JSONField(default=dict)),
                ('words', models.JSONField()),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked at')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('state', models.CharField(choices=[('waiting', 'waiting for a second person'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'taken back'), ('expired', 'run out')], default='waiting', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='why')),
                ('begun_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'request for a list',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'confirmed', 'refused', 'withdrawn', 'expired'])), name='list_request_state_is_a_known_code'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state__in', ['waiting', 'expired'])), models.Q(models.Q(('state__in', ['waiting', 'expired']), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='a_decided_list_request_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_confirms_a_list_that_they_asked_for'), models.CheckConstraint(condition=models.Q(('begun_at', None), ('state', 'confirmed'), _connector='OR'), name='a_list_that_takes_two_begins_once_confirmed'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('asked_at'))), name='a_list_request_lasts_a_while')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_listrequestevent" ("asked_at", "asked_by_id", "begun_at", "code", "covers", "day", "decided_at", "decided_by_id", "entry", "format", "id", "key", "kind", "language", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "reason", "state", "title", "until", "words") SELECT new_values."asked_at", new_values."asked_by_id", new_values."begun_at", new_values."code", new_values."covers", new_values."day", new_values."decided_at", new_values."decided_by_id", new_values."entry", new_values."format", new_values."id", new_values."key", new_values."kind", new_values."language", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."query", new_values."reason", new_values."state", new_values."title", new_values."until", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9723982c677d4b5164c452462d8601e94fed097c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_54ae4', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_listrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_listrequestevent" ("asked_at", "asked_by_id", "begun_at", "code", "covers", "day", "decided_at", "decided_by_id", "entry", "format", "id", "key", "kind", "language", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "reason", "state", "title", "until", "words") SELECT new_values."asked_at", new_values."asked_by_id", new_values."begun_at", new_values."code", new_values."covers", new_values."day", new_values."decided_at", new_values."decided_by_id", new_values."entry", new_values."format", new_values."id", new_values."key", new_values."kind", new_values."language", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."query", new_values."reason", new_values."state", new_values."title", new_values."until", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='64e379f148c1847f2a5758c8d889a2919a5e22e3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1984a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_listrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_listrequestevent" ("asked_at", "asked_by_id", "begun_at", "code", "covers", "day", "decided_at", "decided_by_id", "entry", "format", "id", "key", "kind", "language", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "reason", "state", "title", "until", "words") SELECT old_values."asked_at", old_values."asked_by_id", old_values."begun_at", old_values."code", old_values."covers", old_values."day", old_values."decided_at", old_values."decided_by_id", old_values."entry", old_values."format", old_values."id", old_values."key", old_values."kind", old_values."language", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."query", old_values."reason", old_values."state", old_values."title", old_values."until", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='eda35417dc59551f5f4d8ba63fc0f18dbf91ebc9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4e434', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_listrequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ListRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('kind', models.CharField(choices=[('cadres', 'List of cadres'), ('who', 'Who counts'), ('units', 'Units below')], max_length=10, verbose_name='kind')),
                ('key', models.CharField(blank=True, max_length=50, verbose_name='unit')),
                ('code', models.CharField(blank=True, max_length=50, verbose_name='target')),
                ('query', models.TextField(blank=True)),
                ('day', models.DateField(verbose_name='figures of')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('format', models.CharField(choices=[('xlsx', 'Excel'), ('csv', 'CSV')], max_length=5, verbose_name='format')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('covers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('entry', models.JSONField(default=dict)),
                ('words', models.JSONField()),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked at')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('state', models.CharField(choices=[('waiting', 'waiting for a second person'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'taken back'), ('expired', 'run out')], default='waiting', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='why')),
                ('begun_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.listrequest')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='reports_lis_pgh_cre_baf4b9_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e4ea6fbf0950647058b1c16177ec5894d47373ac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8262', table='reports_listrequestevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='LongList',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cadres', 'List of cadres'), ('who', 'Who counts'), ('units', 'Units below')], max_length=10, verbose_name='kind')),
                ('key', models.CharField(blank=True, max_length=50, verbose_name='unit')),
                ('code', models.CharField(blank=True, max_length=50, verbose_name='target')),
                ('query', models.TextField(blank=True)),
                ('day', models.DateField(verbose_name='figures of')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('format', models.CharField(choices=[('xlsx', 'Excel'), ('csv', 'CSV')], max_length=5, verbose_name='format')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('covers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('entry', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('asked', 'being written'), ('ready', 'ready'), ('failed', 'failed')], default='asked', max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('written_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='long_lists', to=settings.AUTH_USER_MODEL)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), db_default=[], default=list, size=None)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('downloads', models.PositiveIntegerField(db_default=0, default=0)),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='list', to='reports.listrequest')),
            ],
            options={
                'verbose_name': 'list',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'ready', 'failed'])), name='list_state_is_a_known_code'), models.CheckConstraint(condition=models.Q(('kind__in', ['cadres', 'who', 'units'])), name='list_kind_is_a_known_code'), models.CheckConstraint(condition=models.Q(('format__in', ['xlsx', 'csv'])), name='list_format_is_a_known_code'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('written_at__isnull', False), ('size__gt', 0)), _connector='OR'), name='a_list_that_is_ready_was_written'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', None), ('request', None)), models.Q(('confirmed_by__isnull', False), ('request__isnull', False), models.Q(('confirmed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='a_list_that_takes_two_was_confirmed_by_another'), models.CheckConstraint(condition=models.Q(('request', None), ('downloads__lte', 1), _connector='OR'), name='a_list_that_takes_two_goes_out_once')],
            },
        ),
        migrations.CreateModel(
            name='LongListPart',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='reports.longlist')),
            ],
            options={
                'ordering': ['list', 'number'],
                'constraints': [models.UniqueConstraint(fields=('list', 'number'), name='a_part_of_a_list_comes_once')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('progress', 'Progress report'), ('bm01', 'Form BM01/BNV'), ('table', 'Statistical table')], max_length=20, verbose_name='kind')),
                ('period', models.CharField(choices=[('day', 'On a day'), ('month', 'Month'), ('quarter', 'Quarter'), ('half_year', 'Six months'), ('year', 'Year'), ('mid_term', 'Mid-term'), ('final', 'Final')], max_length=10, verbose_name='period')),
                ('day', models.DateField(verbose_name='figures of')),
                ('before', models.DateField(null=True, verbose_name='compared with')),
                ('language', models.CharField(choices=[('vi', 'Tiếng Việt'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('style', models.CharField(choices=[('state', 'State agency'), ('party', 'Party agency')], max_length=5, verbose_name='letterhead')),
                ('imprint', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('asked', 'being built'), ('draft', 'draft'), ('issuing', 'being issued'), ('issued', 'issued'), ('failed', 'failed'), ('expired', 'expired')], default='asked', max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('built_at', models.DateTimeField(null=True)),
                ('figures', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('code', models.CharField(blank=True, db_index=True, max_length=30, verbose_name='verification code')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('issued_on', models.DateField(null=True, verbose_name='date of issue')),
                ('moment', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='targets.plan', verbose_name='plan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='units.unit', verbose_name='unit')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='metrics.run')),
                ('saved_table', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'report',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'draft', 'issuing', 'issued', 'failed', 'expired'])), name='report_state_is_a_known_code'), models.CheckConstraint(condition=models.Q(('period__in', ['day', 'month', 'quarter', 'half_year', 'year', 'mid_term', 'final'])), name='report_period_is_a_known_code'), models.CheckConstraint(condition=models.Q(('language__in', ['vi', 'en'])), name='report_language_is_a_known_code'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(models.Q(('number', ''), _negated=True), models.Q(('digest', ''), _negated=True), models.Q(('moment', {}), _negated=True), ('issued_on__isnull', False)), _connector='OR'), name='an_issued_report_has_number_day_figures_and_moment'), models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('unit', 'number', 'issued_on'), name='a_unit_gives_a_number_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'table'), ('saved_table__has_keys', ['name', 'definition'])), models.Q(models.Q(('kind', 'table'), _negated=True), ('saved_table', {})), _connector='OR'), name='a_report_on_a_table_keeps_the_table')],
                'triggers': [pgtrigger.compiler.Trigger(name='an_issued_report_stays_as_it_is', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'issued\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='947d9de579e2946d4656d3b55f75adf13fc86d26', operation='UPDATE OR DELETE', pgid='pgtrigger_an_issued_report_stays_as_it_is_739fb', table='reports_report', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=5)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reports.report')),
            ],
            options={
                'ordering': ['report', 'format'],
                'constraints': [models.UniqueConstraint(fields=('report', 'format'), name='a_report_has_a_format_once'), models.CheckConstraint(condition=models.Q(('format__in', ('docx', 'xlsx', 'pdf'))), name='report_format_is_a_known_code')],
                'triggers': [pgtrigger.compiler.Trigger(name='the_files_of_an_issued_report_stay', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE state_of text;', func="\n                    SELECT state INTO state_of FROM reports_report\n                    WHERE id = COALESCE(OLD.report_id, NEW.report_id);\n                    IF state_of = 'issued' THEN\n                        RAISE EXCEPTION 'the files of an issued report stay as they are';\n                    END IF;\n                    RETURN COALESCE(NEW, OLD);\n                ", hash='a8e4c304d1320365de01fecfb43d1e95d3d55c76', operation='UPDATE OR DELETE OR INSERT', pgid='pgtrigger_the_files_of_an_issued_report_stay_91e44', table='reports_reportfile', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('progress', 'Progress report'), ('bm01', 'Form BM01/BNV')], max_length=20, verbose_name='kind')),
                ('period', models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter'), ('half_year', 'Six months'), ('year', 'Year')], max_length=10, verbose_name='period')),
                ('language', models.CharField(choices=[('vi', 'Tiếng Việt'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('style', models.CharField(choices=[('state', 'State agency'), ('party', 'Party agency')], max_length=5, verbose_name='letterhead')),
                ('imprint', models.JSONField(default=dict, verbose_name='words of the head and the end')),
                ('state', models.CharField(choices=[('active', 'active'), ('paused', 'paused'), ('stopped', 'stopped')], default='active', max_length=10, verbose_name='state')),
                ('covered_until', models.DateField(verbose_name='covered until')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='made at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to=settings.AUTH_USER_MODEL, verbose_name='answers for it')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='targets.plan', verbose_name='plan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='units.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'schedule',
                'ordering': ['unit__name_key', 'kind', 'period', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('period__in', ('month', 'quarter', 'half_year', 'year'))), name='schedule_period_is_one_that_repeats'), models.CheckConstraint(condition=models.Q(('language__in', ['vi', 'en'])), name='schedule_language_is_a_known_code'), models.CheckConstraint(condition=models.Q(('style__in', ['state', 'party'])), name='schedule_style_is_a_known_code'), models.CheckConstraint(condition=models.Q(('state__in', ['active', 'paused', 'stopped'])), name='schedule_state_is_a_known_code'), models.UniqueConstraint(fields=('unit', 'plan', 'kind', 'period', 'language'), name='a_unit_has_a_schedule_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='TableTemplate',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('definition', models.JSONField(verbose_name='definition')),
                ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='saved at')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='table_templates', to='units.unit')),
            ],
            options={
                'verbose_name': 'table template',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'name'), name='a_unit_names_a_table_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_table_template_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='end of the period')),
                ('report', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='turn', to='reports.report', verbose_name='report')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='reports.schedule', verbose_name='schedule')),
            ],
            options={
                'verbose_name': 'scheduled report',
                'ordering': ['schedule', '-ends_on'],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'ends_on'), name='a_period_of_a_schedule_has_one_report')],
            },
        ),
        own_rows("reports_longlist", "asked_by_id = {actor}"),
        own_rows(
            "reports_longlistpart",
            "EXISTS (SELECT FROM reports_longlist l WHERE l.id = list_id"
            " AND l.asked_by_id = {actor})",
        ),
    ]
