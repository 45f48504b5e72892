"""Take the drafts over from the records app: the table moved there, so only the state is made."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("records", "0002_hand_drafts_over"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('act', models.CharField(max_length=30, verbose_name='act')),
                        ('subject', models.CharField(blank=True, max_length=100, verbose_name='about')),
                        ('label', models.CharField(blank=True, max_length=200, verbose_name='shown as')),
                        ('address', models.CharField(max_length=300, verbose_name='address')),
                        ('fields', models.JSONField(verbose_name='fields')),
                        ('saved_at', models.DateTimeField(auto_now=True, verbose_name='kept')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'draft',
                        'ordering': ['-saved_at'],
                        'constraints': [models.UniqueConstraint(fields=('user', 'act', 'subject'), name='a_user_keeps_one_draft_of_a_form')],
                    },
                ),
            ],
        ),
    ]
