"""The first training categories; staff extend the list."""

from django.db import migrations

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
    """Reversing leaves the rows: trainings may refer to them."""

    dependencies = [("cadres", "0002_relations")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
