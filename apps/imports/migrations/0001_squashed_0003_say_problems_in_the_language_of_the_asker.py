"""Batches of workbooks, what was found in them, and the readings that are remembered."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('imports', '0001_keep_batches'),
        ('imports', '0002_keep_samples_of_columns'),
        ('imports', '0003_say_problems_in_the_language_of_the_asker'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('units', '0004_expect_many_units_below_an_ancestor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('uploaded_on', models.DateField()),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('file', models.CharField(blank=True, max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('uploaded', 'being opened'), ('read', 'columns to be looked at'), ('checking', 'being checked'), ('checked', 'ready to be written'), ('refused', 'to be mended'), ('applying', 'being written'), ('applied', 'written'), ('undoing', 'being undone'), ('undone', 'undone'), ('failed', 'given up'), ('dropped', 'dropped')], default='uploaded', max_length=10)),
                ('failed_in', models.CharField(blank=True, max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('readings', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('effect', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('checked_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('context', models.UUIDField(null=True)),
                ('marks', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
                ('kept', models.JSONField(default=dict)),
                ('acted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='units.unit')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to=settings.AUTH_USER_MODEL)),
                ('samples', models.JSONField(default=dict)),
                ('language', models.CharField(default='vi', max_length=10)),
            ],
            options={
                'verbose_name': 'batch',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'read', 'checking', 'checked', 'refused', 'applying', 'applied', 'undoing', 'undone', 'failed', 'dropped'])), name='batch_state_is_a_known_code'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['applied', 'undoing', 'undone']), _negated=True), ('applied_at__isnull', False), _connector='OR'), name='a_written_batch_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Former',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40)),
                ('object_id', models.IntegerField()),
                ('columns', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formers', to='imports.batch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'table', 'object_id'), name='a_batch_keeps_a_former_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=200)),
                ('row', models.PositiveIntegerField(default=0)),
                ('column', models.CharField(blank=True, max_length=3)),
                ('heading', models.CharField(blank=True, max_length=200)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('message', models.TextField()),
                ('is_fault', models.BooleanField(default=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='imports.batch')),
            ],
            options={
                'verbose_name': 'problem',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['batch', 'sheet', 'id'], name='problems_by_sheet')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=64)),
                ('sheet', models.CharField(max_length=200)),
                ('row', models.PositiveIntegerField()),
                ('said', models.JSONField()),
                ('candidates', models.JSONField()),
                ('why', models.CharField(max_length=20)),
                ('may_be_new', models.BooleanField(default=True)),
                ('answer', models.CharField(blank=True, max_length=20)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='imports.batch')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'token'), name='a_question_is_asked_once_in_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='RememberedReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings', models.CharField(help_text='a hash of the headings', max_length=64)),
                ('reading', models.JSONField()),
                ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remembered_readings', to='units.unit')),
            ],
            options={
                'ordering': ['-saved_at'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'headings'), name='a_reading_of_a_unit_is_remembered_once')],
            },
        ),
    ]
