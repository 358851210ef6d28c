"""Positions, category rules and band sets that every kindergarten starts from; all editable in the admin."""

import datetime as dt

from django.db import migrations

POSITIONS = [
    # name, hours a week, pedagogical, how schools write it
    ("Воспитатель", 36, True, "восп.\nвоспитатель группы\nвоспитатель ДОУ\nвоспитатель ДОО"),
    ("Музыкальный руководитель", 24, True, "муз. руководитель\nмуз. рук.\nмузрук\nмузыкальный рук."),
    (
        "Инструктор по физической культуре",
        30,
        True,
        "инструктор по ФК\nинструктор ФК\nинструктор по физкультуре\nфизинструктор",
    ),
    ("Учитель-логопед", 20, True, "логопед\nучитель логопед"),
    ("Учитель-дефектолог", 20, True, "дефектолог\nучитель дефектолог"),
    ("Педагог-психолог", 36, True, "психолог\nпедагог психолог"),
    ("Педагог дополнительного образования", 18, True, "ПДО\nпедагог доп. образования\nпедагог доп. обр."),
    ("Тьютор", 36, True, ""),
    ("Старший воспитатель", 36, True, "ст. воспитатель\nст.воспитатель\nстарший восп."),
    ("Методист", 36, True, ""),
    (
        "Заместитель заведующего",
        40,
        False,
        "зам. заведующего\nзам. зав.\nзам. зав. по ВМР\nзаместитель заведующего по ВМР\nзаместитель заведующего по УВР",
    ),
    ("Заведующий", 40, False, "зав.\nзаведующая\nзаведующий ДОУ"),
    ("Помощник воспитателя", 36, False, "пом. воспитателя"),
    ("Младший воспитатель", 36, False, "мл. воспитатель"),
]

ORDER_196 = "Приказ Минпросвещения России № 196 от 24.03.2023"
PERMANENT_SINCE = dt.date(2023, 9, 1)
FIVE_YEARS_THEN_FOR_GOOD = ["first", "highest"]

EXPERIENCE_85K = [("до 3 лет", 0, 3), ("от 3 до 5 лет", 3, 5), ("от 5 до 10 лет", 5, 10), ("от 10 до 15 лет", 10, 15), ("от 15 до 20 лет", 15, 20), ("20 лет и более", 20, None)]  # fmt: skip
AGE_85K = [("моложе 25 лет", 0, 25), *[(f"{low}–{low + 4}", low, low + 5) for low in range(25, 65, 5)], ("65 лет и более", 65, None)]  # fmt: skip
METHODICAL = [("вхождение в профессию", 0, 3), ("становление", 3, 10), ("мастерство", 10, 20), ("наставничество и передача опыта", 20, None)]  # fmt: skip
SELF_EXAMINATION_EXPERIENCE = [("до 5 лет", 0, 5), ("от 5 до 30 лет", 5, 30), ("свыше 30 лет", 30, None)]
SELF_EXAMINATION_AGE = [("до 30 лет", 0, 30), ("от 30 до 55 лет", 30, 55), ("от 55 лет", 55, None)]
BAND_SETS = [
    ("85-К, педагогический стаж", "experience", True, EXPERIENCE_85K),
    ("Методические этапы", "experience", False, METHODICAL),
    ("Самообследование, стаж", "experience", False, SELF_EXAMINATION_EXPERIENCE),
    ("85-К, возраст", "age", True, AGE_85K),
    ("Самообследование, возраст", "age", False, SELF_EXAMINATION_AGE),
]


def fill(apps, schema_editor):
    Position = apps.get_model("teachers", "Position")
    Position.objects.bulk_create(
        Position(name=name, weekly_hours=hours, is_pedagogical=pedagogical, synonyms=synonyms)
        for name, hours, pedagogical, synonyms in POSITIONS
    )
    CategoryRule = apps.get_model("teachers", "CategoryRule")
    CategoryRule.objects.bulk_create(
        [
            *[
                CategoryRule(kind=kind, assigned_before=PERMANENT_SINCE, years=5, source=ORDER_196)
                for kind in FIVE_YEARS_THEN_FOR_GOOD
            ],
            *[
                CategoryRule(kind=kind, assigned_from=PERMANENT_SINCE, source=ORDER_196)
                for kind in [*FIVE_YEARS_THEN_FOR_GOOD, "teacher_methodist", "teacher_mentor"]
            ],
            CategoryRule(kind="suitable", years=5, source=ORDER_196),
        ]
    )
    BandSet, Band = apps.get_model("teachers", "BandSet"), apps.get_model("teachers", "Band")
    for name, measure, is_default, bands in BAND_SETS:
        band_set = BandSet.objects.create(name=name, measure=measure, is_default=is_default)
        Band.objects.bulk_create(
            Band(band_set=band_set, label=label, lower=lower, upper=upper) for label, lower, upper in bands
        )


def empty(apps, schema_editor):
    for model in ("Band", "BandSet", "CategoryRule", "Position"):
        apps.get_model("teachers", model).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("teachers", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
