"""Runs, the results of units, how people stand, and what is foreseen."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('metrics', '0001_initial'),
        ('metrics', '0002_relations'),
        ('metrics', '0003_keep_standings_uncompressed'),
        ('metrics', '0004_one_row_for_a_units_figures'),
        ('metrics', '0005_keep_what_is_foreseen'),
    ]

    initial = True

    dependencies = [
        ('targets', '0005_index_versions_only_by_what_is_asked'),
        ('units', '0006_assign_posts_to_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='Projection',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base', models.DateField(verbose_name='base day')),
                ('run', models.IntegerField(verbose_name='last run')),
                ('computed_at', models.DateTimeField(auto_now_add=True, verbose_name='computed')),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), help_text='the base day, then month-ends and due dates', size=None)),
                ('version_ids', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), help_text='versions of targets', size=None)),
            ],
            options={
                'verbose_name': 'projection',
            },
        ),
        migrations.CreateModel(
            name='ForeseenLoss',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='first month-end')),
                ('lapsed', models.PositiveIntegerField(verbose_name='no longer meet the condition')),
                ('retired', models.PositiveIntegerField(verbose_name='retired')),
                ('gone', models.PositiveIntegerField(verbose_name='left the post')),
                ('gained', models.PositiveIntegerField(verbose_name='newly meet it')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.targetversion')),
                ('projection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='losses', to='metrics.projection')),
            ],
            options={
                'verbose_name': 'verdict about to be lost',
                'ordering': ['day', 'unit', 'version'],
            },
        ),
        migrations.CreateModel(
            name='ProjectedUnit',
            fields=[
                ('pk', models.CompositePrimaryKey('unit', 'projection', blank=True, editable=False, primary_key=True, serialize=False)),
                ('counts', models.BinaryField(help_text='four bytes each, the lowest first, deflated')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('projection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='metrics.projection')),
            ],
            options={
                'verbose_name': 'projected unit',
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('pk', models.CompositePrimaryKey('unit', 'from_run', blank=True, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='units.unit')),
                ('from_run', models.IntegerField()),
                ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), help_text='for each target seven: the threshold in basis points; met, not met and unknown in the unit alone; the same with everything below it', size=None)),
                ('profile', models.BinaryField(help_text='counts by age band and sex, degree and political theory with everything below, four bytes each, the highest first; empty when the unit left the tree')),
            ],
            options={
                'verbose_name': 'result',
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('edition', models.PositiveIntegerField(verbose_name='edition')),
                ('computed_at', models.DateTimeField(auto_now_add=True, verbose_name='computed')),
                ('reason', models.CharField(choices=[('night', 'nightly'), ('change', 'after a change'), ('asked', 'asked for')], max_length=10)),
                ('people', models.PositiveIntegerField(verbose_name='people counted')),
                ('seconds', models.FloatField(default=0, verbose_name='seconds')),
                ('version_ids', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, help_text="versions of targets, in the order of the results' counts", size=None)),
            ],
            options={
                'verbose_name': 'run',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['-as_of', '-id'], name='run_of_a_day')],
                'constraints': [models.UniqueConstraint(fields=('as_of', 'edition'), name='one_run_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.IntegerField(null=True, unique=True)),
                ('people', models.BinaryField(help_text='records of person, unit, states by target, and bins')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='metrics.run')),
            ],
        ),
        # Standings are rewritten often and hardly compress: they are stored as they are.
        migrations.RunSQL(
            "ALTER TABLE metrics_standing ALTER people SET STORAGE EXTERNAL",
            "ALTER TABLE metrics_standing ALTER people SET STORAGE EXTENDED",
        ),
    ]
