"""Invitations on the methodist's desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from teachers.actions import invitations
from teachers.admin.invitations import send_invitations
from teachers.models import Invitation, Kindergarten, Membership, User
from tests.factories import make_invitation, make_newcomer, make_user

SignIn = Callable[[User], Client]
LIST = "/admin/teachers/invitation/"


def page_of(invitation: Invitation) -> str:
    return reverse("admin:teachers_invitation_change", args=[invitation.pk])


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def pressed_by(user: User) -> HttpRequest:
    """A request of the desk as an action gets it."""
    request = RequestFactory().post("/admin/")
    for middleware in (SessionMiddleware, MessageMiddleware):
        middleware(lambda request: None).process_request(request)  # type: ignore[arg-type]
    request.user = user
    return request


def test_each_methodist_sees_their_own_kindergartens_invitations(
    kindergarten: Kindergarten, other_kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    ours = make_invitation(kindergarten)
    theirs = make_invitation(other_kindergarten, make_newcomer(other_kindergarten, last_name="Канарейка"))
    desk = sign_in(methodist)

    assert list(desk.get(LIST).context["cl"].queryset) == [ours]
    assert desk.get(page_of(theirs), follow=True).redirect_chain == [("/admin/", 302)]
    assert theirs.code not in desk.get(LIST).content.decode()


def test_the_desk_is_closed_to_teachers_and_heads(teacher: User, head: User, sign_in: SignIn) -> None:
    assert [sign_in(person).get(LIST).status_code for person in (teacher, head)] == [302, 302]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_the_rows(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn, django_assert_max_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        make_invitation(kindergarten, created_by=methodist)
    desk = sign_in(methodist)

    with django_assert_max_num_queries(9):
        desk.get(LIST)


@pytest.mark.parametrize("state", ["open", "accepted", "expired", "revoked"])
def test_invitations_are_found_by_what_became_of_them(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn, state: str
) -> None:
    now = make_invitation(kindergarten).created_at
    made = {
        "open": Invitation.objects.get(),
        "accepted": make_invitation(kindergarten, accepted_at=now),
        "expired": make_invitation(kindergarten, expires_at=now),
        "revoked": make_invitation(kindergarten, revoked_at=now),
    }

    response = sign_in(methodist).get(f"{LIST}?state={state}")

    assert list(response.context["cl"].queryset) == [made[state]]


def test_the_page_shows_the_link_to_hand_over_and_not_the_letters(
    kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    invitation = make_invitation(kindergarten)

    page = sign_in(methodist).get(page_of(invitation)).content.decode()

    assert (invitation.code in page, invitation.letter_code in page) == (True, False)


def test_a_used_invitation_shows_no_link(kindergarten: Kindergarten, methodist: User, sign_in: SignIn) -> None:
    invitation = make_invitation(kindergarten)
    invitations.accept(invitation, by=invitation.user)

    assert invitation.code not in sign_in(methodist).get(page_of(invitation)).content.decode()


def test_nothing_is_typed_over(kindergarten: Kindergarten, methodist: User, sign_in: SignIn) -> None:
    invitation = make_invitation(kindergarten)
    desk = sign_in(methodist)

    answers = [
        desk.get(f"{LIST}add/").status_code,
        desk.post(page_of(invitation), {"expires_at_0": "01.01.2099"}).status_code,
        desk.post(reverse("admin:teachers_invitation_delete", args=[invitation.pk]), {"post": "yes"}).status_code,
    ]

    assert answers == [403, 403, 403]


def test_chosen_people_are_invited_again(kindergarten: Kindergarten, methodist: User, sign_in: SignIn) -> None:
    invitation = make_invitation(kindergarten)

    response = sign_in(methodist).post(LIST, {"action": "invite_again", "_selected_action": [invitation.pk]})

    renewed = Invitation.objects.open().get()
    assert renewed != invitation
    assert said(response.wsgi_request) == ["1 приглашение отправляется."]


def test_chosen_invitations_are_withdrawn(kindergarten: Kindergarten, methodist: User, sign_in: SignIn) -> None:
    chosen, other = make_invitation(kindergarten), make_invitation(kindergarten)

    sign_in(methodist).post(LIST, {"action": "revoke", "_selected_action": [chosen.pk]})

    assert list(Invitation.objects.open()) == [other]


def test_an_invitation_of_another_kindergarten_is_not_withdrawn(
    other_kindergarten: Kindergarten, methodist: User, sign_in: SignIn
) -> None:
    theirs = make_invitation(other_kindergarten)

    sign_in(methodist).post(LIST, {"action": "revoke", "_selected_action": [theirs.pk]})

    assert theirs in Invitation.objects.open()


# --- From the list of people ----------------------------------------------------------------------------------------


def test_people_are_invited_to_the_readers_kindergarten_only(
    kindergarten: Kindergarten, other_kindergarten: Kindergarten, methodist: User
) -> None:
    person = make_newcomer(kindergarten)
    Membership.objects.create(user=person, kindergarten=other_kindergarten)
    request = pressed_by(methodist)

    send_invitations(admin.ModelAdmin(User, admin.site), request, User.objects.filter(pk=person.pk))

    assert [invitation.kindergarten for invitation in Invitation.objects.all()] == [kindergarten]
    assert said(request) == ["1 приглашение отправляется."]


def test_who_was_left_out_is_named_with_the_reason(kindergarten: Kindergarten, methodist: User) -> None:
    silent = make_newcomer(kindergarten, email=None, last_name="Тихая", first_name="Анна")
    comes = make_user(kindergarten, last_name="Бывалая", first_name="Анна")
    request = pressed_by(methodist)

    send_invitations(admin.ModelAdmin(User, admin.site), request, User.objects.filter(pk__in=[silent.pk, comes.pk]))

    assert said(request) == [
        "Бывалая\N{NO-BREAK SPACE}А.: уже входит, приглашение не нужно.",
        "Тихая\N{NO-BREAK SPACE}А.: адрес почты не указан. Впишите его в список сотрудников и пригласите ещё раз.",
    ]


def test_people_on_no_staff_list_are_not_passed_over_in_silence(network_admin: User) -> None:
    request = pressed_by(network_admin)

    send_invitations(admin.ModelAdmin(User, admin.site), request, User.objects.filter(pk=make_user(None).pk))

    assert said(request) == ["Никого из выбранных нет в списках сотрудников."]
