"""Drop the indexes of versions that nothing is looked up by; each cost every write."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('targets', '0004_leave_notes'),
        ('units', '0004_expect_many_units_below_an_ancestor'),
    ]

    operations = [
        migrations.AlterField(
            model_name='planevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='targetevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='targetevent',
            name='plan',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.plan'),
        ),
        migrations.AlterField(
            model_name='targetversionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='targetversionevent',
            name='target',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.target'),
        ),
        migrations.AlterField(
            model_name='unitthresholdevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='unitthresholdevent',
            name='target',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.target'),
        ),
        migrations.AlterField(
            model_name='unitthresholdevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit'),
        ),
    ]
