"""Internship and trial: the host's consent, the diary, both signatures, the hours."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from events.actions import notes, registration, signing
from events.actions.notes import Owner, Words
from events.actions.signing import NothingWritten
from events.behaviours import Part, behaviour_of
from events.models import Event, Note, Registration
from events.note_rights import standing_of
from teachers.models import User
from tests.factories import make_event, make_note, make_past_event, make_registration

SignIn = Callable[[User], Client]


@pytest.fixture
def internship(teacher: User) -> Event:
    return make_past_event(teacher, form_code="internship")


@pytest.fixture
def mine(internship: Event, colleague: User) -> Registration:
    """The colleague's place, with two entries of the diary: five and a half hours."""
    mine = make_registration(internship, colleague, "attended", hours=Decimal(1))
    for hours in ("4", "1.5"):
        make_note(internship, "diary", colleague, registration=mine, hours=Decimal(hours))
    return mine


def part_of(event: Event, kind: str) -> Part:
    part = behaviour_of(event).part(kind)
    assert part is not None
    return part


@pytest.mark.parametrize("code", ["internship", "trial"])
def test_the_host_decides_who_comes(teacher: User, colleague: User, code: str) -> None:
    event = make_event(teacher, form_code=code)

    asked = registration.join(event, by=colleague)
    registration.answer_request(asked, accept=True, by=teacher)

    assert (asked.state, Registration.objects.get().state) == ("asked", "joined")


def test_whoever_was_not_accepted_writes_no_diary(internship: Event, colleague: User) -> None:
    asked = make_registration(internship, colleague, "asked")
    part = part_of(internship, "diary")

    assert not standing_of(colleague, internship).writes(part, registration=asked)


def test_an_entry_has_a_day_and_hours(internship: Event, mine: Registration, colleague: User, sign_in: SignIn) -> None:
    address = f"{reverse('events:write', args=[internship.pk, 'diary'])}?participant={mine.pk}"

    typed = {"text": "Приём детей и круг", "happened_on": str(internship.starts_at.date()), "hours": "2,25"}
    sign_in(colleague).post(address, typed)

    assert Note.objects.order_by("-pk")[0].hours == Decimal("2.25")


@pytest.mark.parametrize("hours", ["0", "25", "2,1", "много", ""])
def test_hours_that_cannot_be_are_refused_and_the_words_are_kept(
    internship: Event, mine: Registration, colleague: User, sign_in: SignIn, hours: str
) -> None:
    address = f"{reverse('events:write', args=[internship.pk, 'diary'])}?participant={mine.pk}"
    typed = {"text": "Приём детей", "happened_on": str(internship.starts_at.date()), "hours": hours}

    form = sign_in(colleague).post(address, typed).context["form"]

    assert (list(form.errors), form["text"].value()) == (["hours"], "Приём детей")


def test_once_both_have_signed_the_hours_of_the_diary_count(mine: Registration, teacher: User, colleague: User) -> None:
    signing.sign(mine, by=colleague)
    after_one = Registration.objects.get().hours

    signing.sign(mine, by=teacher)

    assert (after_one, Registration.objects.get().hours) == (Decimal("1.00"), Decimal("5.50"))


def test_signatures_before_the_mark_wait_for_it(mine: Registration, teacher: User, colleague: User) -> None:
    """Hours are those of people who were there; `hours_of` answers whoever marks afterwards."""
    Registration.objects.update(state="joined", hours=None)
    for person in (colleague, teacher):
        signing.sign(mine, by=person)

    signed = Registration.objects.select_related("event__form").get()
    assert (signed.hours, behaviour_of(signed.event).hours_of(signed)) == (None, Decimal("5.50"))


def test_the_host_signs_what_the_participant_has_signed(mine: Registration, teacher: User) -> None:
    with pytest.raises(PermissionDenied):
        signing.sign(mine, by=teacher)


def test_an_empty_diary_is_not_signed(internship: Event, mine: Registration, colleague: User) -> None:
    Note.objects.all().delete()

    with pytest.raises(NothingWritten):
        signing.sign(mine, by=colleague)


def test_what_is_signed_is_not_changed(internship: Event, mine: Registration, colleague: User) -> None:
    signing.sign(mine, by=colleague)
    note, part = Note.objects.all()[0], part_of(internship, "diary")

    with pytest.raises(PermissionDenied):
        notes.mend(note, Words("Иначе"), seen=notes.stamp_of(note), by=colleague)
    with pytest.raises(PermissionDenied):
        notes.write(internship, part, Words("Ещё"), by=colleague, owner=Owner(registration=mine))


def test_the_participant_takes_the_signature_back_until_the_host_has_signed(
    mine: Registration, teacher: User, colleague: User
) -> None:
    signing.sign(mine, by=colleague)
    signing.unsign(mine, by=colleague)
    taken_back = Registration.objects.get().teacher_signed_at

    for person in (colleague, teacher):
        signing.sign(mine, by=person)
    with pytest.raises(PermissionDenied):
        signing.unsign(mine, by=colleague)
    assert taken_back is None


def test_a_methodist_neither_signs_nor_reads(
    internship: Event, mine: Registration, methodist: User, sign_in: SignIn
) -> None:
    browser = sign_in(methodist)

    page = browser.get(reverse("events:work", args=[internship.pk])).content.decode()

    assert ("Слова записи" in page, "Подписи" in page) == (False, False)
    assert browser.post(reverse("events:sign", args=[internship.pk, mine.pk])).status_code == 404


def test_both_sign_on_the_page(
    internship: Event, mine: Registration, teacher: User, colleague: User, sign_in: SignIn
) -> None:
    address = reverse("events:sign", args=[internship.pk, mine.pk])
    for person in (colleague, teacher):
        sign_in(person).post(address)

    page = sign_in(colleague).get(reverse("events:work", args=[internship.pk])).content.decode()

    assert Registration.objects.get().is_signed_off
    assert ("часов в дневнике: 5,5" in page, 'name="take_back"' in page) == (True, False)


def test_the_diary_goes_on_after_the_event_is_closed(internship: Event, mine: Registration, colleague: User) -> None:
    Event.objects.update(state="closed")
    part = part_of(internship, "diary")

    note = notes.write(internship, part, Words("Вечером того же дня"), by=colleague, owner=Owner(registration=mine))

    assert note.pk


def test_the_observers_word_is_between_the_two(teacher: User, colleague: User, head: User) -> None:
    event = make_past_event(teacher, form_code="trial")
    mine = make_registration(event, colleague)
    make_registration(event, head)
    part = part_of(event, "observation")
    note = notes.write(event, part, Words("Пауза перед ответом"), by=teacher, owner=Owner(registration=mine))

    read = [
        standing_of(person, event).reads(part, registration_pk=note.registration_id) for person in (colleague, head)
    ]

    assert read == [True, False]
