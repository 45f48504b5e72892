from django.db import migrations, models

LADDERS = {
    "professional": (
        "none",
        "elementary",
        "intermediate",
        "college",
        "university",
        "master",
        "doctorate",
    ),
    "political_theory": ("none", "elementary", "intermediate", "advanced", "bachelor"),
    "state_management": ("none", "officer", "specialist", "principal", "senior"),
    "it_skills": ("none", "certificate", "intermediate"),
    "english": ("none", "certificate", "university"),
    "other_language": ("none", "certificate", "university"),
    "minority_language": ("none", "certificate"),
    "grade": ("none", "employee", "officer", "specialist", "principal", "senior"),
}


def _rank():
    cases = [
        models.When(kind=kind, level=level, then=models.Value(rank))
        for kind, ladder in LADDERS.items()
        for rank, level in enumerate(ladder)
    ]
    return models.GeneratedField(
        expression=models.Case(*cases),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )


def _known():
    known = models.Q()
    for kind, ladder in LADDERS.items():
        known |= models.Q(kind=kind, level__in=ladder)
    return known


class Migration(migrations.Migration):
    """Learn computer skills, languages and grades; what is kept of other kinds stays as it is."""

    dependencies = [("cadres", "0008_receive_people_from_elsewhere")]

    operations = [
        migrations.RemoveConstraint(
            model_name="qualification", name="qualification_kind_and_level_are_known_codes"
        ),
        # The expression of a generated column can only be changed by making the column anew.
        migrations.RemoveField(model_name="qualification", name="rank"),
        migrations.AddField(model_name="qualification", name="rank", field=_rank()),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=_known(), name="qualification_kind_and_level_are_known_codes"
            ),
        ),
    ]
