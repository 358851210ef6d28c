"""Every event gets its meeting, forms get their behaviour, and the public holidays of Russia are listed."""

import datetime as dt

from django.db import migrations

BEHAVIOURS = {
    # code of the form: (behaviour, usual number of meetings)
    "workshop": ("", 3),
    "case-study": ("case_study", 1),
    "laboratory": ("laboratory", 6),
    "consultation": ("consultation", 1),
    "internship": ("internship", 3),
    "trial": ("trial", 1),
}
# Labour Code of the Russian Federation, article 112.
HOLIDAYS = [
    ("Новогодние каникулы и Рождество", (1, 1), (1, 8)),
    ("День защитника Отечества", (2, 23), (2, 23)),
    ("Международный женский день", (3, 8), (3, 8)),
    ("Праздник Весны и Труда", (5, 1), (5, 1)),
    ("День Победы", (5, 9), (5, 9)),
    ("День России", (6, 12), (6, 12)),
    ("День народного единства", (11, 4), (11, 4)),
]


def fill(apps, schema_editor):
    event, meeting = apps.get_model("events", "Event"), apps.get_model("events", "Meeting")
    form, holiday = apps.get_model("events", "EventForm"), apps.get_model("events", "Holiday")
    meeting.objects.bulk_create(
        meeting(
            event_id=pk, starts_at=starts_at, ends_at=min(ends_at, starts_at + dt.timedelta(hours=24)), place_id=place
        )
        for pk, starts_at, ends_at, place in event.objects.values_list("pk", "starts_at", "ends_at", "place")
    )
    for code, (behaviour, meetings) in BEHAVIOURS.items():
        form.objects.filter(code=code).update(behaviour=behaviour, default_meetings=meetings)
    holiday.objects.bulk_create(
        holiday(name=name, first_day=dt.date(2026, *first), last_day=dt.date(2026, *last), every_year=True)
        for name, first, last in HOLIDAYS
    )


def empty(apps, schema_editor):
    apps.get_model("events", "Meeting").objects.all().delete()
    apps.get_model("events", "Holiday").objects.filter(kindergarten=None).delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0003_events_in_full")]
    operations = [migrations.RunPython(fill, empty)]
