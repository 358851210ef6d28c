"""The usual ten sections of a Russian teacher's portfolio."""

from django.db import migrations

SECTIONS = [
    ("Общие сведения", "Образование, стаж, категория, курсы, награды", False),
    ("Результаты работы с воспитанниками", "Обобщённо, без имён детей", False),
    ("Достижения воспитанников", "Обезличенно: без имён и лиц", False),
    ("Личный вклад", "Разработки, приёмы, технологии", False),
    ("Трансляция опыта", "Открытые показы, мастер-классы, публикации", False),
    ("Методическая работа", "События коворкинга, творческие группы, наставничество", True),
    ("Профессиональные конкурсы", "Участие и победы", False),
    ("Работа с семьёй и социумом", "Встречи, проекты, партнёры", False),
    ("Развивающая среда", "Что изменилось в пространстве группы", False),
    ("Самоанализ", "Что получилось и куда дальше", False),
]


def fill(apps, schema_editor):
    Section = apps.get_model("portfolio", "Section")
    Section.objects.bulk_create(
        Section(title=title, hint=hint, takes_events=takes_events, order=number)
        for number, (title, hint, takes_events) in enumerate(SECTIONS, start=1)
    )


def empty(apps, schema_editor):
    apps.get_model("portfolio", "Section").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
