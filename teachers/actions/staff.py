"""Loading a staff list: all of it or nothing, exactly as it was shown."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from common.permissions import require
from teachers import permissions
from teachers.models import (
    CategoryRecord,
    Course,
    Employment,
    Kindergarten,
    Membership,
    Profile,
    StaffList,
    User,
)
from teachers.staff_import.plan import Plan, State
from teachers.staff_import.planning import make_plan
from teachers.staff_import.reading import StaffTable, reopen_staff_table

# In the order of writing, with the fields that a list changes; all the rest of a row stays as it is.
WRITTEN: dict[type[Model], list[str]] = {
    User: ["last_name", "first_name", "patronymic", "email"],
    Profile: ["birth_year", "birth_date", "education", "education_details", "work_began_on"],
    Membership: ["until"],
    Employment: ["started_on", "ended_on"],
    CategoryRecord: ["assigned_on", "order_number"],
    Course: ["hours", "finished_on", "provider", "certificate"],
}


class WrongRows(Exception):
    """The list has rows that cannot be loaded; nothing was written. `plan` says which and why."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


class ListChanged(Exception):
    """Since the list was shown, something changed that loading it would do otherwise; nothing was written."""


class AlreadyLoaded(Exception):
    """The list was loaded before."""


@transaction.atomic
def import_staff(
    staff: StaffTable, kindergarten: Kindergarten, *, by: User | None, skip_wrong: bool = False, expected: str = ""
) -> Plan:
    """Writes what the plan says, and returns it; `by` is None for the person at the server's console.

    `expected` is the fingerprint of the plan that was shown. Raises WrongRows, ListChanged, PermissionDenied.
    """
    require(by is None or permissions.can_import_staff(by, kindergarten))
    # Two loadings of one list at once: the second waits, and then finds nothing to do.
    kindergarten = Kindergarten.objects.select_for_update(no_key=True).get(pk=kindergarten.pk)
    plan = make_plan(staff, kindergarten, by=by)
    if expected and plan.fingerprint != expected:
        raise ListChanged
    if plan.wrong_rows and not skip_wrong:
        raise WrongRows(plan)
    try:
        _write(plan)
    except IntegrityError as error:
        # Somebody wrote the same address or the same row between our reading and our writing.
        raise ListChanged from error
    return plan


@transaction.atomic
def load(staff_list: StaffList, *, by: User, expected: str, skip_wrong: bool = False) -> Plan:
    """Loads an uploaded list as it was shown, once. Raises AlreadyLoaded and what `import_staff` raises."""
    require(permissions.can_import_staff(by, staff_list.kindergarten))
    staff_list = StaffList.objects.select_for_update(of=("self",)).get(pk=staff_list.pk)
    if staff_list.loaded_at:
        raise AlreadyLoaded
    staff = reopen_staff_table(bytes(staff_list.content), staff_list.as_of)
    plan = import_staff(staff, staff_list.kindergarten, by=by, skip_wrong=skip_wrong, expected=expected)
    staff_list.loaded_at = timezone.now()
    for state in State:
        setattr(staff_list, state.value, plan.count(state))
    if not plan.wrong_rows:
        staff_list.content = b""
    staff_list.save()
    staff_list.people.set({row.person.pk for row in plan.rows if not row.errors})
    return plan


def _write(plan: Plan) -> None:
    rows = [row for row in plan.rows if row.is_written]
    for model, fields in WRITTEN.items():
        manager = model._base_manager
        removed = _of(model, (one for row in rows for one in row.delete))
        manager.filter(pk__in=[one.pk for one in removed]).delete()
        manager.bulk_update(_of(model, (one for row in rows for one in row.update)), fields, batch_size=500)
        manager.bulk_create(_of(model, (one for row in rows for one in row.create)), batch_size=500)


def _of(model: type[Model], rows: Iterable[Model]) -> list[Model]:
    return [row for row in rows if type(row) is model]
