"""The queue of what is computed in the background."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('jobs', '0001_initial'),
        ('jobs', '0002_ask_by_the_database_clock'),
        ('jobs', '0003_say_what_a_job_is_on_and_how_far_it_is'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('day', models.DateField()),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'given up')], default='queued', max_length=10)),
                ('lease_owner', models.CharField(blank=True, max_length=100)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('asked_by', models.CharField(blank=True, max_length=150)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(db_default=0)),
                ('subject', models.CharField(blank=True, db_default='', max_length=50)),
                ('total', models.PositiveIntegerField(db_default=0)),
            ],
            options={
                'verbose_name': 'job',
                'ordering': ['-day', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='a_running_job_has_a_lease'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__gte', models.F('asked_at')), _connector='OR'), name='a_job_finishes_after_it_is_asked_for'), models.UniqueConstraint(fields=('kind', 'day', 'subject'), name='one_job_of_a_kind_for_a_day_and_subject')],
            },
        ),
    ]
