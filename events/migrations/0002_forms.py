"""The ten forms of coworking events with their usual length, group, roles and product."""

from django.db import migrations

FORMS = [
    # code, name, icon, minutes, group, roles, product, purpose
    ("practicum", "Семинар-практикум", "clipboard-check", 90, 20, "ведущий, участники", "заготовка, памятка", "Разбираем тему и сразу пробуем на деле"),
    ("master-class", "Мастер-класс", "stars", 45, 15, "мастер, «фокус-группа»", "освоенный приём", "Мастер показывает приём, участники пробуют"),
    ("workshop", "Педагогическая мастерская", "hammer", 60, 10, "мастер, соавторы", "разработка", "Вместе создаём разработку за несколько встреч"),
    ("showcase", "Презентация опыта", "easel", 30, None, "докладчик, модератор", "слайды, вопросы", "Рассказываем, что получилось и что нет"),
    ("lounge", "Педагогическая гостиная", "cup-hot", 60, 15, "хозяин, гость", "вопросы и договорённости", "Разговор в кругу коллег"),
    ("case-study", "Кейс-стади", "puzzle", 60, 20, "модератор, эксперт", "решение кейса", "Разбираем ситуацию в малых группах"),
    ("laboratory", "Педагогическая лаборатория", "lightbulb", 90, 8, "руководитель, исследователи", "проверенная идея, отчёт", "Проверяем идею в своей группе от месяца до трёх"),
    ("consultation", "Консультация", "chat-dots", 30, 1, "консультант, педагог", "план шагов", "Один на один с тем, кто знает"),
    ("internship", "Стажировка", "person-walking", 240, 3, "принимающий, стажёр", "дневник, самоанализ", "Работаем рядом с опытным коллегой"),
    ("trial", "Профессиональная проба", "flag", 60, 2, "пробующий, наблюдатель", "проба и рефлексия", "Пробуем новую роль под бережным взглядом"),
]  # fmt: skip


def fill(apps, schema_editor):
    EventForm = apps.get_model("events", "EventForm")
    EventForm.objects.bulk_create(
        EventForm(
            code=code,
            name=name,
            icon=icon,
            tint=number,
            order=number,
            default_minutes=minutes,
            default_capacity=group,
            roles=roles,
            product=product,
            purpose=purpose,
        )
        for number, (code, name, icon, minutes, group, roles, product, purpose) in enumerate(FORMS, start=1)
    )


def empty(apps, schema_editor):
    apps.get_model("events", "EventForm").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
