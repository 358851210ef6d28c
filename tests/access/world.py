"""Everyone and everything the access matrix speaks of, made once a test."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from events.models import Event, Note, Registration
from portfolio.models import Evidence, Item
from teachers.models import Course, Invitation, Kindergarten, Shift, User
from tests.factories import (
    book_slot,
    make_course,
    make_event,
    make_evidence,
    make_group,
    make_invitation,
    make_item,
    make_kindergarten,
    make_launch_case,
    make_note,
    make_past_event,
    make_registration,
    make_shift,
    make_trajectory,
    make_user,
)
from trajectories.models import LaunchCase, Trajectory

ROLES = (
    "anonymous",
    "owner",
    "colleague",
    "methodist",
    "head",
    "outsider",
    "other_methodist",
    "other_head",
    "network_admin",
)


@dataclass(frozen=True)
class World:
    """`owner` is a teacher whose event, trajectory and item these are; outsiders belong to another kindergarten."""

    kindergarten: Kindergarten
    people: dict[str, User]
    event: Event
    draft_event: Event
    past_event: Event
    internship: Event
    internee: Registration
    diary: Note
    case: Event
    solution: Note
    consultation: Event
    booking: Registration
    trajectory: Trajectory
    draft_trajectory: Trajectory
    launch_case: LaunchCase
    item: Item
    opened_item: Item
    evidence: Evidence
    opened_evidence: Evidence
    invitation: Invitation
    course: Course
    shift: Shift


def make_world() -> World:
    ours, theirs = make_kindergarten("solnyshko"), make_kindergarten("teremok")
    people = {
        "owner": make_user(ours),
        "colleague": make_user(ours),
        "methodist": make_user(ours, "methodist"),
        "head": make_user(ours, "head", position="Заведующий"),
        "outsider": make_user(theirs),
        "other_methodist": make_user(theirs, "methodist"),
        "other_head": make_user(theirs, "head", position="Заведующий"),
        "network_admin": make_user(None, is_superuser=True),
    }
    owner = people["owner"]
    internship, case = (make_past_event(owner, form_code=code) for code in ("internship", "case-study"))
    internee, member = (make_registration(event, people["colleague"]) for event in (internship, case))
    group = make_group(case, member)
    consultation = make_event(owner, form_code="consultation")
    item, opened_item = make_item(owner), make_item(owner, visibility=Item.Visibility.KINDERGARTEN)
    return World(
        kindergarten=ours,
        people=people,
        event=make_event(owner),
        draft_event=make_event(owner, state=Event.State.DRAFT),
        past_event=make_event(owner, starts_at=timezone.now() - dt.timedelta(days=3)),
        internship=internship,
        internee=internee,
        diary=make_note(internship, "diary", people["colleague"], registration=internee),
        case=case,
        solution=make_note(case, "solution", people["colleague"], group=group),
        consultation=consultation,
        booking=book_slot(consultation, people["colleague"], consultation.starts_at),
        trajectory=make_trajectory(owner, state="submitted", submitted_at=timezone.now()),
        draft_trajectory=make_trajectory(owner),
        launch_case=make_launch_case(ours),
        item=item,
        opened_item=opened_item,
        evidence=make_evidence(item),
        opened_evidence=make_evidence(opened_item),
        invitation=make_invitation(ours),
        course=make_course(owner),
        shift=make_shift(owner),
    )
