"""Rows for tests: sensible defaults, every value overridable, saved unless said otherwise."""

import datetime as dt
import itertools
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from events.actions.planning import Time, plan
from events.models import Event, EventForm, Group, Material, Meeting, Note, Place, Registration
from portfolio.models import Evidence, Item, Section
from teachers.models import Course, Employment, Invitation, Kindergarten, Membership, Position, Profile, Shift, User
from trajectories.models import CaseStage, CaseStep, LaunchCase, Stage, Step, Trajectory
from trajectories.plan import keep_versions

_numbers = itertools.count(1)


def make_kindergarten(slug: str = "", **fields: Any) -> Kindergarten:
    slug = slug or f"sad-{next(_numbers)}"
    return Kindergarten.objects.create(slug=slug, name=fields.pop("name", f"Детский сад «{slug}»"), **fields)


def make_user(
    kindergarten: Kindergarten | None = None, *roles: str, position: str = "Воспитатель", **fields: Any
) -> User:
    """A person who can sign in with the password «secret»; a teacher unless roles are given."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.com", "last_name": f"Иванова{number}", "first_name": "Анна"} | fields
    user = User.objects.create_user(password="secret", **fields)
    Profile.objects.create(user=user)
    if kindergarten:
        for role in roles or ("teacher",):
            Membership.objects.create(user=user, kindergarten=kindergarten, role=role, since=dt.date(2020, 9, 1))
        post = Position.objects.get(name=position)
        Employment.objects.create(user=user, kindergarten=kindergarten, position=post, started_on=dt.date(2020, 9, 1))
    return user


def make_newcomer(kindergarten: Kindergarten, *, position: str = "Воспитатель", **fields: Any) -> User:
    """A person as the staff list brings them: a member with a post, no password, never been here."""
    person = make_user(kindergarten, position=position, **fields)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    return person


def make_invitation(kindergarten: Kindergarten, person: User | None = None, **fields: Any) -> Invitation:
    defaults = {"expires_at": timezone.now() + dt.timedelta(days=14)}
    person = person or make_newcomer(kindergarten)
    return Invitation.objects.create(user=person, kindergarten=kindergarten, **(defaults | fields))


def make_course(person: User, **fields: Any) -> Course:
    """A course that the person has added; no methodist has verified it."""
    return Course.objects.create(user=person, **({"title": f"Курс {next(_numbers)}", "hours": 72} | fields))


def make_shift(person: User, **fields: Any) -> Shift:
    """Mondays from 7 to 13 o'clock, every week."""
    defaults = {"weekday": 0, "begins": dt.time(7), "ends": dt.time(13)}
    return Shift.objects.create(person=person, **(defaults | fields))


def make_place(kindergarten: Kindergarten, name: str = "", **fields: Any) -> Place:
    return Place.objects.create(kindergarten=kindergarten, name=name or f"Зал {next(_numbers)}", **fields)


def make_event(host: User, **fields: Any) -> Event:
    """A published event of the host's kindergarten, one hour long, beginning in two days."""
    starts_at = fields.pop("starts_at", None) or timezone.now() + dt.timedelta(days=2)
    defaults = {
        "kindergarten": host.kindergarten,
        "form": EventForm.objects.get(code=fields.pop("form_code", "master-class")),
        "title": f"Событие {next(_numbers)}",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=1),
        "state": Event.State.PUBLISHED,
    }
    event = Event.objects.create(host=host, **(defaults | fields))
    if not event.is_undated:
        make_meeting(event)
    return event


def make_meeting(event: Event, **fields: Any) -> Meeting:
    """A meeting as long as the event, unless told otherwise; the event's own span is left alone."""
    defaults = {"starts_at": event.starts_at, "ends_at": event.ends_at, "place": event.place}
    return Meeting.objects.create(event=event, **(defaults | fields))


def move_event(event: Event, starts_at: dt.datetime) -> None:
    """Moves an event of one meeting, as if it had been planned so."""
    plan(event, [Time(starts_at, starts_at + (event.ends_at - event.starts_at))])


def make_material(event: Event, **fields: Any) -> Material:
    """A PDF that everyone who sees the event may see; a link if one is given."""
    defaults: dict[str, Any] = {"title": f"Материал {next(_numbers)}", "added_by": event.host}
    if "link" not in fields:
        file = ContentFile(b"%PDF-1.7", "kept.pdf")
        defaults |= {"file": file, "original_name": "Памятка.pdf", "content_type": "application/pdf", "size": file.size}
    return Material.objects.create(event=event, **(defaults | fields))


def make_past_event(host: User, **fields: Any) -> Event:
    return make_event(host, starts_at=timezone.now() - dt.timedelta(days=3), **fields)


def make_registration(event: Event, teacher: User, state: str = "joined", **fields: Any) -> Registration:
    return Registration.objects.create(
        event=event, teacher=teacher, state=state, **({"joined_at": timezone.now()} | fields)
    )


def make_note(event: Event, kind: str, author: User, text: str = "Слова записи", **fields: Any) -> Note:
    return Note.objects.create(event=event, kind=kind, author=author, text=text, **fields)


def make_group(event: Event, *members: Registration) -> Group:
    group = Group.objects.create(event=event, name=f"Группа {next(_numbers)}")
    group.members.set(members)
    return group


def book_slot(event: Event, person: User, starts_at: dt.datetime, minutes: int = 30) -> Registration:
    """A booked time, written down without asking whether it is free."""
    ends_at = starts_at + dt.timedelta(minutes=minutes)
    return make_registration(event, person, slot_starts_at=starts_at, slot_ends_at=ends_at)


def make_launch_case(
    kindergarten: Kindergarten | None, *, stages: int = 2, steps: int = 2, **fields: Any
) -> LaunchCase:
    defaults = {"title": f"Кейс {next(_numbers)}", "goal": "Спокойные утра в группе"}
    case = LaunchCase.objects.create(kindergarten=kindergarten, **(defaults | fields))
    for s in range(stages):
        stage = CaseStage.objects.create(launch_case=case, title=f"Этап {s + 1}", kind="practice", order=s)
        for n in range(steps):
            CaseStep.objects.create(stage=stage, title=f"Шаг {s + 1}.{n + 1}", order=n, due_after_weeks=n + 1)
    return case


def make_trajectory(teacher: User, *, stages: int = 1, steps: int = 2, **fields: Any) -> Trajectory:
    defaults = {"kindergarten": teacher.kindergarten, "title": f"Траектория {next(_numbers)}", "goal": "Слышать детей"}
    trajectory = Trajectory.objects.create(teacher=teacher, **(defaults | fields))
    for s in range(stages):
        stage = Stage.objects.create(trajectory=trajectory, title=f"Этап {s + 1}", kind="practice", order=s)
        for n in range(steps):
            Step.objects.create(stage=stage, title=f"Шаг {s + 1}.{n + 1}", order=n)
    if not trajectory.is_private:
        keep_versions([trajectory])
    return trajectory


def make_item(teacher: User, **fields: Any) -> Item:
    defaults = {
        "kindergarten": teacher.kindergarten,
        "section": Section.objects.get(title="Личный вклад"),
        "title": f"Находка {next(_numbers)}",
        "happened_on": timezone.localdate(),
    }
    return Item.objects.create(teacher=teacher, **(defaults | fields))


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """The bytes of a picture in which no two runs of dots are alike."""
    out = BytesIO()
    Image.effect_noise(size, 60).convert(options.pop("mode", "RGB")).save(out, kind, **options)
    return out.getvalue()


def make_evidence(item: Item, **fields: Any) -> Evidence:
    """A picture with its small copy."""
    file, preview = ContentFile(picture("WEBP"), "kept.webp"), ContentFile(picture("JPEG"), "kept.jpg")
    defaults = {"original_name": "Фото.jpg", "content_type": "image/webp", "size": file.size}
    return Evidence.objects.create(item=item, **({"file": file, "preview": preview} | defaults | fields))
