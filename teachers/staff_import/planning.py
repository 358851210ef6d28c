"""Comparing a list with what is kept, and deciding for each row what loading it would do."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from teachers.models import CategoryRecord, Course, Employment, Kindergarten, Membership, Profile, User
from teachers.staff_import import comparing
from teachers.staff_import.columns import Column
from teachers.staff_import.comparing import Comparison, name_column
from teachers.staff_import.matching import Known, People, newcomer
from teachers.staff_import.plan import Plan, PlannedRow
from teachers.staff_import.reading import StaffRow, StaffTable, read_rows
from teachers.staff_import.values.names import FullName
from teachers.staff_import.values.text import folded

# Where the person sees an error of a field that the list fills.
COLUMNS: dict[tuple[type[Model], str], Column] = {
    (User, "last_name"): Column.FULL_NAME,
    (User, "first_name"): Column.FULL_NAME,
    (User, "patronymic"): Column.FULL_NAME,
    (User, "email"): Column.EMAIL,
    (Profile, "birth_year"): Column.BIRTH,
    (Profile, "birth_date"): Column.BIRTH,
    (Profile, "education"): Column.EDUCATION,
    (Profile, "education_details"): Column.EDUCATION,
    (Profile, "work_began_on"): Column.EXPERIENCE,
    (CategoryRecord, "kind"): Column.CATEGORY,
    (CategoryRecord, "assigned_on"): Column.CATEGORY_DAY,
    (CategoryRecord, "order_number"): Column.CATEGORY_ORDER,
    (Course, "title"): Column.COURSE,
    (Course, "hours"): Column.COURSE_HOURS,
    (Course, "finished_on"): Column.COURSE_DAY,
    (Course, "provider"): Column.COURSE_PROVIDER,
    (Course, "certificate"): Column.COURSE_CERTIFICATE,
    (Employment, "started_on"): Column.HIRED,
    (Membership, "role"): Column.POST,
}


def make_plan(staff: StaffTable, kindergarten: Kindergarten, *, by: User | None) -> Plan:
    """What loading the list would do; writes nothing. `by` is None for the person at the server's console."""
    rows = list(read_rows(staff, kindergarten))
    emails = {row.email for row in rows if row.email}
    planner = _Planner(staff, kindergarten, People(kindergarten, emails), emails, by)
    return Plan(kindergarten, staff.header, staff.as_of, [planner.plan(row) for row in rows])


class _Planner:
    def __init__(
        self, staff: StaffTable, kindergarten: Kindergarten, people: People, emails: set[str], by: User | None
    ) -> None:
        self.emails = emails
        self.staff, self.kindergarten, self.people, self.by = staff, kindergarten, people, by
        # Whoever runs the network may let a person work in a second kindergarten; a methodist may not reach for others.
        self.may_join_people = by is None or by.is_superuser
        self.rows_by_email: dict[str, int] = {}
        self.rows_by_person: dict[int, int] = {}
        self.rows_by_name: dict[str, int] = {}
        self.rows_without_email: dict[str, int] = {}

    def plan(self, row: StaffRow) -> PlannedRow:
        known = self._person_of(row)
        planned = PlannedRow(row.number, row.cells, known.user, not known.is_kept, row.errors, row.notes)
        if row.name:
            comparing.compare(Comparison(row, known, planned, self.kindergarten, self.staff.as_of, self.by))
        _check_fields(planned)
        if planned.errors:
            planned.create, planned.update, planned.delete = [], [], []
        return planned

    def _person_of(self, row: StaffRow) -> Known:
        """Whom the row means; a row that means somebody twice, or somebody it may not, gets its error."""
        known = self._by_email(row) or self._by_name(row) or newcomer(row.name or FullName("", ""))
        self._refuse_second_row(row, known)
        return known

    def _by_email(self, row: StaffRow) -> Known | None:
        known = self.people.by_email.get(row.email)
        if known is None or row.name is None:
            return None
        if known.is_ours and _may_be_one_person(known.name, row.name):
            return known
        if not known.is_ours and self.may_join_people and known.name.is_same_as(row.name):
            return known
        row.errors[Column.EMAIL] = self._taken_in_words(known)
        return None

    def _taken_in_words(self, known: Known) -> str:
        """Of people of other kindergartens only that the address is taken: whose it is, is not ours to say."""
        if known.is_ours:
            return _("This is the address of another person: %(name)s.") % {"name": known.user}
        return _("This address is taken. If the person works elsewhere too, the network administrator adds them here.")

    def _by_name(self, row: StaffRow) -> Known | None:
        """Among ours; a row with an address of its own does not mean those whom another row names by theirs."""
        if row.name is None or row.email in self.people.by_email:
            return None
        named = self.people.named(row.name)
        found = [known for known in named if known.user.email not in self.emails] if row.email else named
        if len(found) > 1:
            row.errors[name_column(row)] = _("Several people here have this name. Write the e-mail.")
            return None
        return found[0] if found else None

    def _refuse_second_row(self, row: StaffRow, known: Known) -> None:
        first = self.rows_by_email.setdefault(row.email, row.number) if row.email else row.number
        if first != row.number:
            row.errors[Column.EMAIL] = _("The same address stands in row %(number)d.") % {"number": first}
        elif row.name:
            self._refuse_second_mention(row, row.name, known)

    def _refuse_second_mention(self, row: StaffRow, name: FullName, known: Known) -> None:
        first = self._first_mention(row, name, known)
        if first != row.number:
            row.errors[name_column(row)] = _(
                "This person stands in row %(number)d already. Two posts go into one cell, with a comma."
            ) % {"number": first}

    def _first_mention(self, row: StaffRow, name: FullName, known: Known) -> int:
        """The row that means the same person. Namesakes are two people only if both have addresses of their own; a
        patronymic that one of them lacks does not part them."""
        if not known.is_newcomer:
            return self.rows_by_person.setdefault(known.user.pk, row.number)
        asked = [name.key, name.short_key] if name.patronymic else [f"{name.short_key} *"]
        earlier = self.rows_without_email if row.email else self.rows_by_name
        first = next((earlier[key] for key in asked if key in earlier), row.number)
        for key in (name.key, f"{name.short_key} *"):
            self.rows_by_name.setdefault(key, row.number)
            if not row.email:
                self.rows_without_email.setdefault(key, row.number)
        return first


def _may_be_one_person(known: FullName, stated: FullName) -> bool:
    """A surname changes by marriage, a name is misspelt; both at once mean somebody else."""
    return folded(known.last) == folded(stated.last) or folded(known.first) == folded(stated.first)


def _check_fields(planned: PlannedRow) -> None:
    """What saving would refuse (too long, out of bounds) is said at its cell."""
    for row in (*planned.create, *planned.update):
        exclude = {field.name for field in row._meta.concrete_fields if field.is_relation} | {"password"}
        try:
            row.clean_fields(exclude=exclude)
        except ValidationError as error:
            for field, words in error.message_dict.items():
                column = COLUMNS.get((type(row), field), Column.FULL_NAME)
                planned.errors.setdefault(column if column in planned.cells else Column.LAST_NAME, " ".join(words))
