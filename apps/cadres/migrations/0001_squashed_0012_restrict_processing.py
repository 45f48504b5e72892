"""People, all that is recorded of them with its versions, and the first training categories."""

import apps.common.dated
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

CATEGORIES = [
    ("knowledge_update", "Bồi dưỡng, cập nhật kiến thức mới", "Update of new knowledge"),
    ("leadership_skills", "Kỹ năng lãnh đạo, quản lý", "Leadership and management skills"),
    ("national_defence", "Quốc phòng và an ninh", "National defence and security"),
    ("foreign_language", "Ngoại ngữ", "Foreign language"),
    ("it_skills", "Tin học", "Information technology"),
    ("job_position", "Theo yêu cầu vị trí việc làm", "Required by the job position"),
]


def add(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Add the categories that are not there yet."""
    model = apps.get_model("cadres", "TrainingCategory")
    model.objects.bulk_create(
        [model(code=code, name_vi=vi, name_en=en) for code, vi, en in CATEGORIES],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    replaces = [
        ('cadres', '0001_initial'),
        ('cadres', '0002_relations'),
        ('cadres', '0003_training_categories'),
        ('cadres', '0004_find_changes_by_moment'),
        ('cadres', '0005_leave_notes'),
        ('cadres', '0006_identify_people_and_say_how_posts_began_and_ended'),
        ('cadres', '0007_index_versions_only_by_what_is_asked'),
        ('cadres', '0008_receive_people_from_elsewhere'),
        ('cadres', '0009_keep_more_ladders'),
        ('cadres', '0010_keep_what_tables_ask_of_people'),
        ('cadres', '0011_plan_retirements'),
        ('cadres', '0012_restrict_processing'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('common', '0001_functions'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0005_index_versions_only_by_what_is_asked'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cadre',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=50, unique=True, verbose_name='staff number')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('name_key', models.CharField(editable=False, max_length=200)),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=1500)),
                ('born', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='born')),
                ('born_earliest', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('born')), output_field=models.DateField(null=True))),
                ('born_latest', models.GeneratedField(db_persist=True, expression=apps.common.dated.Latest(models.F('born')), output_field=models.DateField(null=True))),
                ('gender', models.CharField(blank=True, choices=[('female', 'female'), ('male', 'male')], max_length=6, verbose_name='gender')),
                ('personal_number', models.TextField(blank=True, db_default='', default='', editable=False, verbose_name='personal identification number')),
                ('personal_number_index', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64)),
                ('is_minority', models.BooleanField(blank=True, null=True, verbose_name='of an ethnic minority')),
                ('is_party_member', models.BooleanField(blank=True, null=True, verbose_name='Party member')),
                ('is_religious', models.BooleanField(blank=True, null=True, verbose_name='follows a religion')),
            ],
            options={
                'verbose_name': 'cadre',
                'ordering': ['sort_key', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='cadre_by_name', opclasses=['gin_trgm_ops']), models.Index(fields=['sort_key', 'id'], name='cadre_in_vietnamese_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('gender__in', ['', 'female', 'male'])), name='gender_is_a_known_code_or_empty'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('full_name', ''), _negated=True)), name='a_cadre_has_a_key_and_a_name'), models.UniqueConstraint(condition=models.Q(('personal_number_index', ''), _negated=True), fields=('personal_number_index',), name='a_personal_number_belongs_to_one_cadre'), models.CheckConstraint(condition=models.Q(models.Q(('personal_number', ''), ('personal_number_index', '')), models.Q(models.Q(('personal_number', ''), _negated=True), models.Q(('personal_number_index', ''), _negated=True)), _connector='OR'), name='a_personal_number_has_its_index')],
                'triggers': [pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT id FROM new_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='59490b9a36e6bb607d1e5b3b745e13e5db9ad591', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_71cfd', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_cadre', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='c4a1afee369674fb0943f5c67e03a9a04fe7cbca', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_8b7eb', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_cadre', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT id FROM new_values UNION SELECT id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='ed33cc8962b74f155ddea545e77e6a3a70eed610', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_84be1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_cadre', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_cadreevent" ("born", "full_name", "gender", "id", "is_minority", "is_party_member", "is_religious", "key", "personal_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."born", new_values."full_name", new_values."gender", new_values."id", new_values."is_minority", new_values."is_party_member", new_values."is_religious", new_values."key", new_values."personal_number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5909a250e81a9947a348101a21744ecb4a16535b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8ba58', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_cadre', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_cadreevent" ("born", "full_name", "gender", "id", "is_minority", "is_party_member", "is_religious", "key", "personal_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."born", new_values."full_name", new_values."gender", new_values."id", new_values."is_minority", new_values."is_party_member", new_values."is_religious", new_values."key", new_values."personal_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."born" IS DISTINCT FROM (new_values."born") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."gender" IS DISTINCT FROM (new_values."gender") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_minority" IS DISTINCT FROM (new_values."is_minority") OR old_values."is_party_member" IS DISTINCT FROM (new_values."is_party_member") OR old_values."is_religious" IS DISTINCT FROM (new_values."is_religious") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."personal_number" IS DISTINCT FROM (new_values."personal_number")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='34b89da50125356d3b13181f78120664ebecb57b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a175c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_cadre', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_cadreevent" ("born", "full_name", "gender", "id", "is_minority", "is_party_member", "is_religious", "key", "personal_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."born", old_values."full_name", old_values."gender", old_values."id", old_values."is_minority", old_values."is_party_member", old_values."is_religious", old_values."key", old_values."personal_number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a83b3ceddb98996f8c1c09e61616d17cc4beae78', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1cdea', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_cadre', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('start_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('start_on')), output_field=models.DateField(null=True))),
                ('end_day', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('end_on')), output_field=models.DateField(null=True))),
                ('title', models.CharField(max_length=200, verbose_name='post')),
                ('is_leadership', models.BooleanField(default=False, verbose_name='leads or manages')),
                ('managed_by', models.CharField(max_length=40, verbose_name='managed by')),
                ('is_primary', models.BooleanField(default=True, verbose_name='primary')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision number')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='units.unit')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='cadres.cadre')),
                ('ended_by', models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='why it ended')),
                ('kind', models.CharField(db_default='appointment', default='appointment', max_length=20, verbose_name='kind')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='decision signed')),
            ],
            options={
                'verbose_name': 'appointment',
                'ordering': ['-start_day', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start_day', None), ('end_day', None), ('end_day__gt', models.F('start_day')), _connector='OR'), name='appointment_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('managed_by__in', ('central', 'city_standing_committee', 'subordinate_standing_committee', 'department', 'unit'))), name='managed_by_is_a_known_code'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_primary', True)), expressions=[('cadre', '='), (apps.common.dated.DayRange('start_day', 'end_day'), '&&')], name='primary_appointments_of_a_cadre_do_not_overlap'), models.CheckConstraint(condition=models.Q(('kind__in', ('appointment', 'transfer', 'rotation', 'secondment'))), name='appointment_kind_is_a_known_code'), models.CheckConstraint(condition=models.Q(('ended_by__in', ['', 'moved', 'term_over', 'returned', 'released', 'resigned', 'retired', 'left'])), name='why_a_post_ended_is_a_known_code'), models.CheckConstraint(condition=models.Q(('is_primary', True), ('kind', 'secondment'), _negated=True), name='a_secondment_is_not_the_primary_post')],
                'triggers': [pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM new_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='d6869c5cde02fbf4be2575d32c737fdf100bd6ff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_65336', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='a743f80a0b80bd8c186a790c7607292b7a504741', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_e669e', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT cadre_id FROM new_values UNION SELECT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='3a13abcdf33487dd49bf257ac515e46ed175f12f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_86244', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_appointmentevent" ("cadre_id", "decision", "end_on", "ended_by", "id", "is_leadership", "is_primary", "kind", "managed_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "start_on", "title", "unit_id") SELECT new_values."cadre_id", new_values."decision", new_values."end_on", new_values."ended_by", new_values."id", new_values."is_leadership", new_values."is_primary", new_values."kind", new_values."managed_by", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."signed_on", new_values."start_on", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='28eca18366256a042c4b2f34656aad1cbcb0c1dd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7b045', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_appointmentevent" ("cadre_id", "decision", "end_on", "ended_by", "id", "is_leadership", "is_primary", "kind", "managed_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "start_on", "title", "unit_id") SELECT new_values."cadre_id", new_values."decision", new_values."end_on", new_values."ended_by", new_values."id", new_values."is_leadership", new_values."is_primary", new_values."kind", new_values."managed_by", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."signed_on", new_values."start_on", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."cadre_id" IS DISTINCT FROM (new_values."cadre_id") OR old_values."decision" IS DISTINCT FROM (new_values."decision") OR old_values."end_on" IS DISTINCT FROM (new_values."end_on") OR old_values."ended_by" IS DISTINCT FROM (new_values."ended_by") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_leadership" IS DISTINCT FROM (new_values."is_leadership") OR old_values."is_primary" IS DISTINCT FROM (new_values."is_primary") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."managed_by" IS DISTINCT FROM (new_values."managed_by") OR old_values."signed_on" IS DISTINCT FROM (new_values."signed_on") OR old_values."start_on" IS DISTINCT FROM (new_values."start_on") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ccc8751eeeee3587e5a628eb8355f47c87be03f5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cf1c3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_appointmentevent" ("cadre_id", "decision", "end_on", "ended_by", "id", "is_leadership", "is_primary", "kind", "managed_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "start_on", "title", "unit_id") SELECT old_values."cadre_id", old_values."decision", old_values."end_on", old_values."ended_by", old_values."id", old_values."is_leadership", old_values."is_primary", old_values."kind", old_values."managed_by", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."signed_on", old_values."start_on", old_values."title", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dac32dc8155fbde5814d42753d82cea489502544', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_60bc8', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_appointment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AppointmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('start_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='from')),
                ('end_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='until')),
                ('title', models.CharField(max_length=200, verbose_name='post')),
                ('is_leadership', models.BooleanField(default=False, verbose_name='leads or manages')),
                ('managed_by', models.CharField(max_length=40, verbose_name='managed by')),
                ('is_primary', models.BooleanField(default=True, verbose_name='primary')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision number')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.appointment')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('ended_by', models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='why it ended')),
                ('kind', models.CharField(db_default='appointment', default='appointment', max_length=20, verbose_name='kind')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='decision signed')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_appo_pgh_cre_f24f99_brin'), models.Index(fields=['cadre'], name='cadres_appo_cadre_i_619bbb_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7184004abaa27e9777892a095eab8705edcf69b5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6760c', table='cadres_appointmentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Appraisal',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('rating', models.CharField(max_length=20, verbose_name='rating')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='cadres.cadre')),
            ],
            options={
                'verbose_name': 'appraisal',
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(fields=('cadre', 'year'), name='one_appraisal_a_year'), models.CheckConstraint(condition=models.Q(('rating__in', ('excellent', 'good', 'completed', 'not_completed'))), name='rating_is_a_known_code'), models.CheckConstraint(condition=models.Q(('year__range', (1945, 2100))), name='appraisal_year_is_plausible')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_appraisalevent" ("cadre_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "year") SELECT new_values."cadre_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rating", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c0fc598a036f43a249d1ca54fbe05a857b9e0b82', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9134f', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_appraisal', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_appraisalevent" ("cadre_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "year") SELECT new_values."cadre_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rating", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d964fe546cc4f1f332e4c0247b5e87992c09160b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_011e2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_appraisal', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_appraisalevent" ("cadre_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "year") SELECT old_values."cadre_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rating", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c5ec5cf9892b9f06f343e4cc63e58045af829060', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dd2c2', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_appraisal', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AppraisalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('rating', models.CharField(max_length=20, verbose_name='rating')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.appraisal')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_appr_pgh_cre_9bb42c_brin'), models.Index(fields=['cadre'], name='cadres_appr_cadre_i_df1585_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3caa3dcf5abe7eb7f6b0ab1dfc79d82637506e24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_56390', table='cadres_appraisalevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CadreEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('key', models.CharField(max_length=50, verbose_name='staff number')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('born', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='born')),
                ('gender', models.CharField(blank=True, choices=[('female', 'female'), ('male', 'male')], max_length=6, verbose_name='gender')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.cadre')),
                ('personal_number', models.TextField(blank=True, db_default='', default='', editable=False, verbose_name='personal identification number')),
                ('is_minority', models.BooleanField(blank=True, null=True, verbose_name='of an ethnic minority')),
                ('is_party_member', models.BooleanField(blank=True, null=True, verbose_name='Party member')),
                ('is_religious', models.BooleanField(blank=True, null=True, verbose_name='follows a religion')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_cadr_pgh_cre_290843_brin')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b19764253d2d38a15e73cdb8c935d01129b55941', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1fa1e', table='cadres_cadreevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ChangedCadre',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cadre_id', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Lookup',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cadre_id', models.IntegerField(null=True)),
                ('looked_at', models.DateTimeField(verbose_name='looked at')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='units.unit', verbose_name='unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lookups', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lookup',
                'indexes': [models.Index(fields=['user', 'looked_at'], name='lookups_of_a_user')],
            },
        ),
        migrations.CreateModel(
            name='PlannedRetirement',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_day', models.DateField(verbose_name='last day of service')),
                ('ground', models.CharField(max_length=20, verbose_name='ground')),
                ('note', models.CharField(max_length=300, verbose_name='reason and decision')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_retirements', to='cadres.cadre')),
            ],
            options={
                'verbose_name': 'planned retirement',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('cadre',), name='one_planned_retirement_a_cadre'), models.CheckConstraint(condition=models.Q(('ground__in', ('kept_on', 'reorganisation', 'early', 'other'))), name='retirement_ground_is_a_known_code'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='a_planned_retirement_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM new_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='c89c0053c5c9090df7075d74cc5363b064b7e743', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_33209', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_plannedretirement', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='818eeec6e8d837425b3946d1eddf7f765ddc528d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_06238', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_plannedretirement', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT cadre_id FROM new_values UNION SELECT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='212bf684b8c724efc61335f3bc94855730162338', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_9fcd3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_plannedretirement', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_plannedretirementevent" ("cadre_id", "ground", "id", "last_day", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cadre_id", new_values."ground", new_values."id", new_values."last_day", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='60470553aae219350969cbd8b305e54602004570', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_faeea', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_plannedretirement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_plannedretirementevent" ("cadre_id", "ground", "id", "last_day", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cadre_id", new_values."ground", new_values."id", new_values."last_day", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f2875cbf71fdc42555ce82ea0e264686319f5d67', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d022f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_plannedretirement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_plannedretirementevent" ("cadre_id", "ground", "id", "last_day", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."cadre_id", old_values."ground", old_values."id", old_values."last_day", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='11642fcc0ab708d2d10a6475afdd9b63b1de22f2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_79e9a', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_plannedretirement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlannedRetirementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('last_day', models.DateField(verbose_name='last day of service')),
                ('ground', models.CharField(max_length=20, verbose_name='ground')),
                ('note', models.CharField(max_length=300, verbose_name='reason and decision')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.plannedretirement')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_plan_pgh_cre_52423d_brin'), models.Index(fields=['cadre'], name='cadres_plan_cadre_i_fdd523_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f25efe6b67315065754fdc733e9b378bd7283fd7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_60bbd', table='cadres_plannedretirementevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('level', models.CharField(max_length=20, verbose_name='level')),
                ('awarded_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='awarded')),
                ('awarded_earliest', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('awarded_on')), output_field=models.DateField(null=True))),
                ('awarded_latest', models.GeneratedField(db_persist=True, expression=apps.common.dated.Latest(models.F('awarded_on')), output_field=models.DateField(null=True))),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name of the degree')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to='cadres.cadre')),
                ('rank', models.GeneratedField(db_persist=True, expression=models.Case(models.When(kind='professional', level='none', then=models.Value(0)), models.When(kind='professional', level='elementary', then=models.Value(1)), models.When(kind='professional', level='intermediate', then=models.Value(2)), models.When(kind='professional', level='college', then=models.Value(3)), models.When(kind='professional', level='university', then=models.Value(4)), models.When(kind='professional', level='master', then=models.Value(5)), models.When(kind='professional', level='doctorate', then=models.Value(6)), models.When(kind='political_theory', level='none', then=models.Value(0)), models.When(kind='political_theory', level='elementary', then=models.Value(1)), models.When(kind='political_theory', level='intermediate', then=models.Value(2)), models.When(kind='political_theory', level='advanced', then=models.Value(3)), models.When(kind='political_theory', level='bachelor', then=models.Value(4)), models.When(kind='state_management', level='none', then=models.Value(0)), models.When(kind='state_management', level='officer', then=models.Value(1)), models.When(kind='state_management', level='specialist', then=models.Value(2)), models.When(kind='state_management', level='principal', then=models.Value(3)), models.When(kind='state_management', level='senior', then=models.Value(4)), models.When(kind='it_skills', level='none', then=models.Value(0)), models.When(kind='it_skills', level='certificate', then=models.Value(1)), models.When(kind='it_skills', level='intermediate', then=models.Value(2)), models.When(kind='english', level='none', then=models.Value(0)), models.When(kind='english', level='certificate', then=models.Value(1)), models.When(kind='english', level='university', then=models.Value(2)), models.When(kind='other_language', level='none', then=models.Value(0)), models.When(kind='other_language', level='certificate', then=models.Value(1)), models.When(kind='other_language', level='university', then=models.Value(2)), models.When(kind='minority_language', level='none', then=models.Value(0)), models.When(kind='minority_language', level='certificate', then=models.Value(1)), models.When(kind='grade', level='none', then=models.Value(0)), models.When(kind='grade', level='employee', then=models.Value(1)), models.When(kind='grade', level='officer', then=models.Value(2)), models.When(kind='grade', level='specialist', then=models.Value(3)), models.When(kind='grade', level='principal', then=models.Value(4)), models.When(kind='grade', level='senior', then=models.Value(5))), output_field=models.SmallIntegerField())),
            ],
            options={
                'verbose_name': 'qualification',
                'ordering': ['kind', '-rank', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'professional'), ('level__in', ('none', 'elementary', 'intermediate', 'college', 'university', 'master', 'doctorate'))), models.Q(('kind', 'political_theory'), ('level__in', ('none', 'elementary', 'intermediate', 'advanced', 'bachelor'))), models.Q(('kind', 'state_management'), ('level__in', ('none', 'officer', 'specialist', 'principal', 'senior'))), models.Q(('kind', 'it_skills'), ('level__in', ('none', 'certificate', 'intermediate'))), models.Q(('kind', 'english'), ('level__in', ('none', 'certificate', 'university'))), models.Q(('kind', 'other_language'), ('level__in', ('none', 'certificate', 'university'))), models.Q(('kind', 'minority_language'), ('level__in', ('none', 'certificate'))), models.Q(('kind', 'grade'), ('level__in', ('none', 'employee', 'officer', 'specialist', 'principal', 'senior'))), _connector='OR'), name='qualification_kind_and_level_are_known_codes')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_qualificationevent" ("awarded_on", "cadre_id", "id", "kind", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."awarded_on", new_values."cadre_id", new_values."id", new_values."kind", new_values."level", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1049d2669c53c652d60f5a0876ab652846a79edb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_37df6', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_qualification', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_qualificationevent" ("awarded_on", "cadre_id", "id", "kind", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."awarded_on", new_values."cadre_id", new_values."id", new_values."kind", new_values."level", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."awarded_on" IS DISTINCT FROM (new_values."awarded_on") OR old_values."cadre_id" IS DISTINCT FROM (new_values."cadre_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='923a8aa968dbe078800d0910461b076de6d96401', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_042d5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_qualification', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_qualificationevent" ("awarded_on", "cadre_id", "id", "kind", "level", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."awarded_on", old_values."cadre_id", old_values."id", old_values."kind", old_values."level", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b1a8251d2d3a982f8a007668e8c7bfa1b6dbf096', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4bc6e', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_qualification', when='AFTER')), pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM new_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='e97a401814aea01e9f5650f3fd7214dc4dc8ec8a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_1d480', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_qualification', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='f35bab8d585ccc47fe9e7b07c2e1cfcfd8b74568', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_eae28', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_qualification', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT cadre_id FROM new_values UNION SELECT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='b42c038d2fe954d9090c251cca63f472d87888b6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_9bc8a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_qualification', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='QualificationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('level', models.CharField(max_length=20, verbose_name='level')),
                ('awarded_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='awarded')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name of the degree')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.qualification')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_qual_pgh_cre_20b854_brin'), models.Index(fields=['cadre'], name='cadres_qual_cadre_i_9c60e9_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ada2bd748c766e2271a7f8208c360288ecf347ab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_62fc6', table='cadres_qualificationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_on', models.DateField(verbose_name='until')),
                ('start_on', models.DateField(verbose_name='from')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision number')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to=settings.AUTH_USER_MODEL)),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='cadres.cadre')),
                ('received_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='units.unit')),
                ('sent_from', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='units.unit')),
            ],
            options={
                'verbose_name': 'receipt',
                'ordering': ['-received_at'],
                'indexes': [models.Index(fields=['sent_from', 'received_at'], name='receipts_out_of_a_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('start_on__gte', models.F('left_on'))), name='a_person_is_received_after_they_leave')],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='restricted since')),
                ('cadre', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='restriction', to='cadres.cadre')),
            ],
            options={
                'verbose_name': 'restriction of processing',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_restrictionevent" ("cadre_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."cadre_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='14b62c344102d2d93d5b7d0f48678d61bbf6ff59', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b7464', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_restriction', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_restrictionevent" ("cadre_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."cadre_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cd91e6f01281135be91725bef278ab1fbb206982', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5116f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_restriction', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_restrictionevent" ("cadre_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT old_values."cadre_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7bfd017348fc0fbfce8f82e3ba481afcc732d4d0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e72d6', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_restriction', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RestrictionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('since', models.DateField(verbose_name='restricted since')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.restriction')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_rest_pgh_cre_d32531_brin'), models.Index(fields=['cadre'], name='cadres_rest_cadre_i_cb89b4_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='271a0a07cbc1b21e9d7fa4ecb8b432e015274a7f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9fee8', table='cadres_restrictionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='TrainingCategory',
            fields=[
                ('code', models.CharField(max_length=50, primary_key=True, serialize=False, verbose_name='code')),
                ('name_vi', models.CharField(max_length=200, verbose_name='name in Vietnamese')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
            ],
            options={
                'verbose_name': 'training category',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('completed_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='completed')),
                ('completed_earliest', models.GeneratedField(db_persist=True, expression=apps.common.dated.Earliest(models.F('completed_on')), output_field=models.DateField(null=True))),
                ('completed_latest', models.GeneratedField(db_persist=True, expression=apps.common.dated.Latest(models.F('completed_on')), output_field=models.DateField(null=True))),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name of the course')),
                ('cadre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='cadres.cadre')),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='cadres.trainingcategory')),
            ],
            options={
                'verbose_name': 'training',
                'ordering': ['-completed_earliest', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_trainingevent" ("cadre_id", "category_id", "completed_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cadre_id", new_values."category_id", new_values."completed_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0364ca6c477de313c1e949e8cf8ec508315ca781', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_24917', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_training', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_trainingevent" ("cadre_id", "category_id", "completed_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cadre_id", new_values."category_id", new_values."completed_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."cadre_id" IS DISTINCT FROM (new_values."cadre_id") OR old_values."category_id" IS DISTINCT FROM (new_values."category_id") OR old_values."completed_on" IS DISTINCT FROM (new_values."completed_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ca5dc0b4b0b40cf75d1a8c1d419769d7a8a0b177', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_247cb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_training', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cadres_trainingevent" ("cadre_id", "category_id", "completed_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."cadre_id", old_values."category_id", old_values."completed_on", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1e34b1638451e6ded74aefcc5ef060e084b9127c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_da6fe', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_training', when='AFTER')), pgtrigger.compiler.Trigger(name='note_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM new_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='6c995e050a5f3005de63b2df7172c76f7065f04a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_note_insert_7b5f2', referencing='REFERENCING NEW TABLE AS new_values ', table='cadres_training', when='AFTER')), pgtrigger.compiler.Trigger(name='note_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT DISTINCT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='934d2db0eb79a49dbfbfb178c7e8fb3e70ae86ed', level='STATEMENT', operation='DELETE', pgid='pgtrigger_note_delete_3daef', referencing='REFERENCING OLD TABLE AS old_values ', table='cadres_training', when='AFTER')), pgtrigger.compiler.Trigger(name='note_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO cadres_changedcadre (cadre_id) SELECT cadre_id FROM new_values UNION SELECT cadre_id FROM old_values; PERFORM pg_notify('facts_saved', ''); RETURN NULL;", hash='9ea6e0c4ee4777d677cd051bf34f1717a8c0e2bc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_note_update_d8666', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='cadres_training', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TrainingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.IntegerField()),
                ('completed_on', apps.common.dated.PartialDateField(blank=True, null=True, verbose_name='completed')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name of the course')),
                ('cadre', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre')),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.trainingcategory')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cadres.training')),
            ],
            options={
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['pgh_created_at'], name='cadres_trai_pgh_cre_5ca5d3_brin'), models.Index(fields=['cadre'], name='cadres_trai_cadre_i_b3598f_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9196d1aa93df84a8b53a900a4e9c8f9a2e773161', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b6e03', table='cadres_trainingevent', when='BEFORE'))],
            },
        ),
        # Reversing leaves the rows: trainings may refer to them.
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
