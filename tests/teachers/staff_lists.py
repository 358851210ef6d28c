"""Staff lists for tests: a header, rows with sensible cells, and what loading them does."""

from typing import Any

from teachers.actions.staff import import_staff
from teachers.models import Kindergarten, User
from teachers.staff_import.plan import Plan
from teachers.staff_import.planning import make_plan
from teachers.staff_import.reading import StaffTable, open_staff_table
from tests.workbooks import workbook

TITLE = "Педагоги на 01.09.2026"
COLUMNS = {
    "name": "ФИО",
    "post": "Должность",
    "email": "E-mail",
    "birth": "Дата рождения",
    "education": "Образование",
    "experience": "Педагогический стаж, лет",
    "category": "Категория",
    "category_day": "Дата присвоения",
    "order": "№ приказа",
    "course": "Курсы ПК: тема",
    "hours": "Часы",
    "course_day": "Дата окончания курсов",
    "hired": "Дата приёма на работу",
}
# The title, an empty row, the header: the first person stands in row 4.
FIRST_ROW = 4


def person(**cells: Any) -> dict[str, Any]:
    return {"name": "Зорина Вера Ивановна", "post": "Воспитатель", "email": "zorina@example.com"} | cells


def staff_file(*people: dict[str, Any], title: str = TITLE) -> bytes:
    names = [name for name in COLUMNS if any(name in person for person in people)]
    rows = [[person.get(name) for name in names] for person in people]
    return workbook([title], [], [COLUMNS[name] for name in names], *rows)


def staff_table(*people: dict[str, Any], title: str = TITLE) -> StaffTable:
    return open_staff_table(staff_file(*people, title=title))


def plan(kindergarten: Kindergarten, *people: dict[str, Any], by: User | None = None, title: str = TITLE) -> Plan:
    return make_plan(staff_table(*people, title=title), kindergarten, by=by)


def load(
    kindergarten: Kindergarten,
    *people: dict[str, Any],
    by: User | None = None,
    skip_wrong: bool = False,
    title: str = TITLE,
) -> Plan:
    return import_staff(staff_table(*people, title=title), kindergarten, by=by, skip_wrong=skip_wrong)


def numbers(plan: Plan) -> tuple[int, ...]:
    """New, changed, unchanged, wrong."""
    return tuple(plan.counts.values())
