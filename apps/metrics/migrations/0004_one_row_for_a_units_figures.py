"""One row holds all figures of a unit, and rows are only added; what there is is carried over.

How people count (Standing) is not carried over: the next change computes everything.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

KEEP = [
    # The versions that had results at a run are those in whose order its counts stand.
    """UPDATE metrics_run SET version_ids = coalesce((
           SELECT array_agg(DISTINCT version_id ORDER BY version_id)
           FROM (SELECT DISTINCT version_id, from_run, until_run FROM metrics_result) spans
           WHERE from_run <= metrics_run.id AND (until_run IS NULL OR until_run > metrics_run.id)
       ), '{}')""",
    # Whenever one of a unit's rows began or ended, its figures as they then were.
    """CREATE TABLE metrics_carried AS
       SELECT edge.unit_id, edge.run_id,
              CASE WHEN profile.bytes IS NULL THEN '{}' ELSE coalesce(result.counts, '{}') END
                  AS counts,
              coalesce(profile.bytes, '') AS profile
       FROM (
           SELECT unit_id, from_run AS run_id FROM metrics_result
           UNION SELECT unit_id, until_run FROM metrics_result WHERE until_run IS NOT NULL
           UNION SELECT unit_id, from_run FROM metrics_profile
           UNION SELECT unit_id, until_run FROM metrics_profile WHERE until_run IS NOT NULL
       ) edge
       CROSS JOIN LATERAL (
           SELECT array_agg(cell ORDER BY version_id, place) AS counts
           FROM metrics_result r, unnest(ARRAY[
               threshold_bp, own_met, own_not_met, own_unknown, met, not_met, unknown
           ]) WITH ORDINALITY cells (cell, place)
           WHERE r.unit_id = edge.unit_id AND r.from_run <= edge.run_id
             AND (r.until_run IS NULL OR r.until_run > edge.run_id)
       ) result
       CROSS JOIN LATERAL (
           SELECT string_agg(int4send(cell), '' ORDER BY place) AS bytes
           FROM metrics_profile p, unnest(p.counts) WITH ORDINALITY cells (cell, place)
           WHERE p.unit_id = edge.unit_id AND p.from_run <= edge.run_id
             AND (p.until_run IS NULL OR p.until_run > edge.run_id)
       ) profile""",
]
RESTORE = [
    """INSERT INTO metrics_result (unit_id, from_run, counts, profile)
       SELECT unit_id, run_id, counts, profile FROM metrics_carried ORDER BY unit_id, run_id""",
    "DROP TABLE metrics_carried",
    "ALTER TABLE metrics_standing ALTER people SET STORAGE EXTERNAL",
]


class Migration(migrations.Migration):
    """Replaces the tables of results, profiles and standings."""

    dependencies = [
        ("metrics", "0003_keep_standings_uncompressed"),
        ("units", "0003_leave_notes"),
    ]
    operations = [
        migrations.AddField(
            "run",
            "version_ids",
            django.contrib.postgres.fields.ArrayField(
                models.IntegerField(),
                default=list,
                help_text="versions of targets, in the order of the results' counts",
                size=None,
            ),
        ),
        migrations.RunSQL(KEEP),
        migrations.DeleteModel("Result"),
        migrations.DeleteModel("Profile"),
        migrations.DeleteModel("Standing"),
        migrations.CreateModel(
            "Result",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit",
                        "from_run",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="units.unit",
                    ),
                ),
                ("from_run", models.IntegerField()),
                (
                    "counts",
                    django.contrib.postgres.fields.ArrayField(
                        models.IntegerField(),
                        help_text="for each target seven: the threshold in basis points; met,"
                        " not met and unknown in the unit alone; the same with everything below it",
                        size=None,
                    ),
                ),
                (
                    "profile",
                    models.BinaryField(
                        help_text="counts by age band and sex, degree and political theory with"
                        " everything below, four bytes each, the highest first; empty when the"
                        " unit left the tree"
                    ),
                ),
            ],
            {"verbose_name": "result"},
        ),
        migrations.CreateModel(
            "Standing",
            [
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("block", models.IntegerField(null=True, unique=True)),
                (
                    "people",
                    models.BinaryField(
                        help_text="records of person, unit, states by target, and bins"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="metrics.run"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(RESTORE),
    ]
