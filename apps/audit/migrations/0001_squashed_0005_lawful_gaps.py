"""The access log and whom lists showed, the seals of the history and its lawful gaps, the roles."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

from apps.audit.walls import make_roles


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        make_roles(cursor)


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_seal_the_history'),
        ('audit', '0003_make_the_roles'),
        ('audit', '0004_keep_whom_lists_showed'),
        ('audit', '0005_lawful_gaps'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        # Roles belong to all databases of a server, so that they stay.
        migrations.RunPython(make, migrations.RunPython.noop),
        BtreeGinExtension(),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('username', models.CharField(max_length=150)),
                ('act', models.CharField(choices=[('read', 'read'), ('list', 'listed'), ('export', 'exported'), ('erase', 'erased')], max_length=10)),
                ('kind', models.CharField(help_text='what was read: cadre, population', max_length=30)),
                ('key', models.CharField(max_length=200)),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'access',
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['at'], name='accesses_in_time'), models.Index(fields=['username', 'at'], name='accesses_of_an_account'), models.Index(fields=['key', 'at'], name='accesses_to_a_key'), models.Index(fields=['kind', 'at'], name='accesses_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=100, verbose_name='table')),
                ('spans', models.JSONField()),
                ('rows', models.PositiveBigIntegerField(verbose_name='rows')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('sign', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'lawful gap',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_gap_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('table', models.CharField(max_length=100, verbose_name='table')),
                ('day', models.DateField(verbose_name='day')),
                ('sealed_at', models.DateTimeField(verbose_name='sealed at')),
                ('after', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('rows', models.PositiveBigIntegerField()),
                ('columns', models.JSONField(default=list)),
                ('marks', models.BinaryField()),
                ('content', models.CharField(max_length=64)),
                ('before', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'seal',
                'ordering': ['number', 'table'],
                'constraints': [models.UniqueConstraint(fields=('number', 'table'), name='a_table_is_sealed_once_at_a_time'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('after'))), name='a_seal_covers_rows_forward')],
            },
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('access', models.BigIntegerField(db_index=True)),
                ('month', models.IntegerField()),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['month', 'people'], name='lists_that_showed_a_person')],
            },
        ),
    ]
