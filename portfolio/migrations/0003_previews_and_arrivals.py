"""Small pictures of evidence, and the sections where hosted events and new items go."""

from django.db import migrations, models

MARKS = [("Трансляция опыта", "takes_hosted"), ("Личный вклад", "takes_new")]
TAKEN = "Another section already does this; take the mark off there first."


def mark(apps, schema_editor):
    for title, flag in MARKS:
        apps.get_model("portfolio", "Section").objects.filter(title=title).update(**{flag: True})


def only_one(flag):
    return models.UniqueConstraint(
        models.F(flag),
        condition=models.Q((flag, True)),
        name=f"one_section_{flag}",
        violation_error_message=TAKEN,
    )


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0002_sections")]
    operations = [
        migrations.AddField(
            "evidence",
            "preview",
            models.FileField(blank=True, upload_to="evidence/%Y/%m/", verbose_name="small picture"),
        ),
        migrations.AddField(
            "section",
            "takes_hosted",
            models.BooleanField(default=False, verbose_name="hosted events arrive here"),
        ),
        migrations.AddField(
            "section",
            "takes_new",
            models.BooleanField(default=False, verbose_name="new items lie here until moved"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddConstraint("section", only_one("takes_hosted")),
        migrations.AddConstraint("section", only_one("takes_new")),
        migrations.AlterConstraint("section", "one_section_takes_events", only_one("takes_events")),
    ]
