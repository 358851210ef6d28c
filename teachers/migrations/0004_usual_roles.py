"""The roles that people in the posts of 0002 usually have; other posts keep the teacher's."""

from django.db import migrations

USUAL_ROLES = {
    "Заведующий": "head",
    "Старший воспитатель": "methodist",
    "Методист": "methodist",
    "Заместитель заведующего": "methodist",
}


def fill(apps, schema_editor):
    Position = apps.get_model("teachers", "Position")
    for name, role in USUAL_ROLES.items():
        Position.objects.filter(name=name).update(usual_role=role)


class Migration(migrations.Migration):
    dependencies = [("teachers", "0003_staff_lists")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
