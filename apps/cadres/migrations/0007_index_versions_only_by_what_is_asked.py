"""Drop the indexes of versions that nothing is looked up by; each cost every write."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0006_identify_people_and_say_how_posts_began_and_ended'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0004_expect_many_units_below_an_ancestor'),
    ]

    operations = [
        migrations.AlterField(
            model_name='appointmentevent',
            name='cadre',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AlterField(
            model_name='appointmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='appointmentevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit'),
        ),
        migrations.AlterField(
            model_name='appraisalevent',
            name='cadre',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AlterField(
            model_name='appraisalevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='cadreevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='qualificationevent',
            name='cadre',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AlterField(
            model_name='qualificationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AlterField(
            model_name='training',
            name='category',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='cadres.trainingcategory'),
        ),
        migrations.AlterField(
            model_name='trainingevent',
            name='cadre',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.AlterField(
            model_name='trainingevent',
            name='category',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.trainingcategory'),
        ),
        migrations.AlterField(
            model_name='trainingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddIndex(
            model_name='appointmentevent',
            index=models.Index(fields=['cadre'], name='cadres_appo_cadre_i_619bbb_idx'),
        ),
        migrations.AddIndex(
            model_name='appraisalevent',
            index=models.Index(fields=['cadre'], name='cadres_appr_cadre_i_df1585_idx'),
        ),
        migrations.AddIndex(
            model_name='qualificationevent',
            index=models.Index(fields=['cadre'], name='cadres_qual_cadre_i_9c60e9_idx'),
        ),
        migrations.AddIndex(
            model_name='trainingevent',
            index=models.Index(fields=['cadre'], name='cadres_trai_cadre_i_b3598f_idx'),
        ),
    ]
