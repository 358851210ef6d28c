"""Invitations: who may send them, what uses them up, and what they never open."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.kinds import kind_named
from notifications.letters import Letter, compose
from notifications.models import Message
from teachers.actions import invitations
from teachers.models import Employment, Invitation, Kindergarten, Membership, Position, User
from teachers.models.invitations import tidy_code
from tests.factories import make_newcomer, make_user

SignIn = Callable[[User], Client]
PASSWORD = {"password1": "тихий час на даче", "password2": "тихий час на даче"}


@pytest.fixture
def newcomer(kindergarten: Kindergarten) -> User:
    """On the staff list, never been here."""
    return make_newcomer(kindergarten, email="newcomer@example.com", last_name="Новикова", first_name="Дарья")


@pytest.fixture
def invitation(newcomer: User, kindergarten: Kindergarten, methodist: User) -> Invitation:
    return invitations.invite([newcomer], kindergarten, by=methodist).invitations[0]


def close(invitation: Invitation, state: str, methodist: User) -> None:
    """Brings the invitation to the end of its use in one of four ways."""
    if state == "accepted":
        invitations.accept(invitation, by=invitation.user)
    elif state == "withdrawn":
        invitations.revoke(invitation, by=methodist)
    elif state == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif state == "switched off":
        User.objects.filter(pk=invitation.user_id).update(is_active=False)


def letter_link(invitation: Invitation) -> str:
    return reverse("teachers:invitation", args=[invitation.letter_code])


# --- Inviting -------------------------------------------------------------------------------------------------------


def test_an_invitation_puts_one_letter_into_the_outbox(invitation: Invitation, newcomer: User) -> None:
    assert list(Message.objects.values_list("kind", "recipient", "subject_id")) == [
        ("invitation", newcomer.pk, invitation.pk)
    ]


def test_an_invitation_lasts_two_weeks(invitation: Invitation) -> None:
    assert invitation.expires_at - invitation.created_at == pytest.approx(
        dt.timedelta(days=14), abs=dt.timedelta(seconds=5)
    )


def test_inviting_again_closes_the_earlier_invitation(
    invitation: Invitation, newcomer: User, kindergarten: Kindergarten, methodist: User
) -> None:
    renewed = invitations.invite([newcomer], kindergarten, by=methodist).invitations[0]

    assert list(Invitation.objects.open()) == [renewed]
    assert Invitation.objects.by_code(invitation.code) is None


def test_a_person_without_an_address_is_left_out_with_a_sentence(kindergarten: Kindergarten, methodist: User) -> None:
    person = make_newcomer(kindergarten, email=None, last_name="Тихая", first_name="Анна")

    outcome = invitations.invite([person], kindergarten, by=methodist)

    assert outcome.invitations == []
    assert outcome.left_out == [
        "Тихая\N{NO-BREAK SPACE}А.: адрес почты не указан. Впишите его в список сотрудников и пригласите ещё раз."
    ]


def test_the_others_are_invited_all_the_same(newcomer: User, kindergarten: Kindergarten, methodist: User) -> None:
    silent = make_newcomer(kindergarten, email=None)

    outcome = invitations.invite([silent, newcomer], kindergarten, by=methodist)

    assert [invitation.user for invitation in outcome.invitations] == [newcomer]


@pytest.mark.parametrize("reason", ["switched off", "elsewhere", "comes already"])
def test_whom_an_invitation_would_not_help_is_left_out(
    newcomer: User, kindergarten: Kindergarten, other_kindergarten: Kindergarten, methodist: User, reason: str
) -> None:
    person = {
        "switched off": lambda: make_newcomer(kindergarten, is_active=False),
        "elsewhere": lambda: make_newcomer(other_kindergarten),
        "comes already": lambda: make_user(kindergarten),
    }[reason]()

    outcome = invitations.invite([person], kindergarten, by=methodist)

    assert (outcome.invitations, len(outcome.left_out)) == ([], 1)


@pytest.mark.parametrize("who", ["teacher", "head", "other_methodist"])
def test_only_the_methodist_invites(
    newcomer: User, kindergarten: Kindergarten, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        invitations.invite([newcomer], kindergarten, by=request.getfixturevalue(who))

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_finding_out_whom_to_leave_out_costs_the_same_whatever_the_number(
    kindergarten: Kindergarten, methodist: User, django_assert_max_num_queries: object, number: int
) -> None:
    people = [make_user(kindergarten) for _ in range(number)]

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        invitations.invite(people, kindergarten, by=methodist)


# --- The letter -----------------------------------------------------------------------------------------------------


def letter() -> Letter | None:
    message = Message.objects.get()
    return compose(message, kind_named(message.kind))


def test_the_letter_holds_its_own_link_and_greets_by_name(invitation: Invitation, newcomer: User) -> None:
    written = letter()

    assert written is not None
    for words in (written.text, written.html):
        assert settings.SITE_URL + letter_link(invitation) in words
        assert newcomer.given_names in words
        assert invitation.code not in words


@pytest.mark.parametrize("state", ["accepted", "withdrawn", "expired", "switched off"])
def test_a_letter_that_is_no_longer_wanted_is_not_written(
    invitation: Invitation, newcomer: User, methodist: User, state: str
) -> None:
    close(invitation, state, methodist)

    assert letter() is None


# --- Accepting ------------------------------------------------------------------------------------------------------


def test_accepting_gives_a_password_and_a_known_mailbox(invitation: Invitation, newcomer: User) -> None:
    invitation.came_by_letter = True

    invitations.accept(invitation, by=newcomer, password="тихий час на даче")

    newcomer.refresh_from_db()
    assert newcomer.check_password("тихий час на даче")
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [
        ("newcomer@example.com", True, True)
    ]


def test_a_code_handed_over_does_not_show_whose_the_mailbox_is(invitation: Invitation, newcomer: User) -> None:
    found = Invitation.objects.by_code(invitation.code)
    assert found is not None

    invitations.accept(found, by=newcomer, password="тихий час на даче")

    assert EmailAddress.objects.get(user=newcomer).verified is False


def test_an_invitation_is_used_once(invitation: Invitation, newcomer: User) -> None:
    invitations.accept(invitation, by=newcomer)

    with pytest.raises(invitations.InvitationClosed):
        invitations.accept(invitation, by=newcomer)


def test_an_expired_invitation_opens_nothing(invitation: Invitation, newcomer: User) -> None:
    with (
        time_machine.travel(invitation.expires_at + dt.timedelta(seconds=1)),
        pytest.raises(invitations.InvitationClosed),
    ):
        invitations.accept(invitation, by=newcomer)


def test_a_withdrawn_invitation_opens_nothing(invitation: Invitation, newcomer: User, methodist: User) -> None:
    invitations.revoke(invitation, by=methodist)

    with pytest.raises(invitations.InvitationClosed):
        invitations.accept(invitation, by=newcomer)


def test_only_the_methodist_withdraws(invitation: Invitation, other_methodist: User) -> None:
    with pytest.raises(PermissionDenied):
        invitations.revoke(invitation, by=other_methodist)

    assert invitation in Invitation.objects.open()


def test_nobody_accepts_for_another(invitation: Invitation, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        invitations.accept(invitation, by=colleague)


def test_a_second_kindergarten_adds_a_membership_and_leaves_the_password(
    teacher: User, other_kindergarten: Kindergarten, other_methodist: User
) -> None:
    post = Position.objects.get(name="Воспитатель")
    Employment.objects.create(user=teacher, kindergarten=other_kindergarten, position=post)
    invitation = invitations.invite([teacher], other_kindergarten, by=other_methodist).invitations[0]

    invitations.accept(invitation, by=teacher, password="чужой пароль")

    teacher.refresh_from_db()
    assert teacher.check_password("secret")
    assert Membership.objects.filter(user=teacher, kindergarten=other_kindergarten, role="teacher").count() == 1


def test_accepting_leaves_the_roles_of_the_staff_list(invitation: Invitation, newcomer: User) -> None:
    invitations.accept(invitation, by=newcomer)

    assert newcomer.memberships.count() == 1


def test_whoever_begins_next_month_may_come_in_before(invitation: Invitation, newcomer: User, methodist: User) -> None:
    newcomer.memberships.update(since=timezone.localdate() + dt.timedelta(days=30))
    renewed = invitations.invite([newcomer], invitation.kindergarten, by=methodist).invitations[0]

    invitations.accept(renewed, by=newcomer)

    assert newcomer.memberships.count() == 1


def test_a_corrected_address_closes_the_letter_sent_to_the_wrong_one(invitation: Invitation, newcomer: User) -> None:
    sent = invitation.letter_code
    newcomer.email = "right@example.com"
    newcomer.save()

    assert Invitation.objects.by_code(sent) is None


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_comes_in(kindergarten: Kindergarten, methodist: User) -> None:
    newcomer = make_newcomer(kindergarten)
    code = invitations.invite([newcomer], kindergarten, by=methodist).invitations[0].letter_code
    start, answers = threading.Barrier(20), []

    def come_in(number: int) -> None:
        password = f"тихий час {number} на даче"
        start.wait()
        client = Client()
        client.post(reverse("teachers:invitation", args=[code]), {"password1": password, "password2": password})
        answers.append((SESSION_KEY in client.session, password))
        connections.close_all()

    threads = [threading.Thread(target=come_in, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [password for has_come_in, password in answers if has_come_in]
    newcomer.refresh_from_db()
    assert (len(answers), len(winners)) == (20, 1)
    assert newcomer.check_password(winners[0])
    assert EmailAddress.objects.filter(user=newcomer).count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_methodists_at_once_leave_one_invitation_open(kindergarten: Kindergarten, methodist: User) -> None:
    newcomer, second = make_newcomer(kindergarten), make_user(kindergarten, "methodist")
    start, errors = threading.Barrier(2), []

    def invite(by: User) -> None:
        start.wait()
        try:
            invitations.invite([newcomer], kindergarten, by=by)
        except BaseException as error:
            errors.append(error)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=invite, args=(by,)) for by in (methodist, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (errors, Invitation.objects.open().count()) == ([], 1)


# --- Codes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "17-K7MP-3QXD-OHTW",
        " 17-k7mp-3qxd-ohtw ",
        "17 K7MP 3QXD OHTW",
        "17–К7МР–3QXD–0НТW",
        "https://sad.example/people/invitation/17-K7MP-3QXD-OHTW/",
    ],
)
def test_a_code_is_understood_as_people_write_it(typed: str) -> None:
    assert tidy_code(typed) == "17-K7MP-3QXD-OHTW"


def test_the_database_holds_no_code(invitation: Invitation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM teachers_invitation")
        stored = str(cursor.fetchall())
    message = Message.objects.get()

    secrets = [invitation.code.split("-")[1], invitation.letter_code.split("-")[1]]
    assert [secret for secret in secrets if secret in stored + str(message.data) + message.unique_key] == []


@pytest.mark.parametrize(
    "code", ["", "17", "²-K7MP-3QXD-AHTW", "9" * 40 + "-K7MP-3QXD-AHTW", "1-\0", "1-AAAA-AAAA-AAAA"]
)
def test_a_made_up_code_opens_nothing(invitation: Invitation, code: str) -> None:
    assert Invitation.objects.by_code(code) is None


def test_the_code_of_one_does_not_open_another(
    invitation: Invitation, kindergarten: Kindergarten, methodist: User
) -> None:
    second = invitations.invite([make_newcomer(kindergarten)], kindergarten, by=methodist).invitations[0]
    mixed = invitation.code.replace(f"{invitation.pk}-", f"{second.pk}-", 1)

    assert Invitation.objects.by_code(mixed) is None


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_the_page_greets_by_name_and_kindergarten(invitation: Invitation, newcomer: User) -> None:
    page = Client().get(letter_link(invitation)).content.decode()

    assert newcomer.given_names in page
    assert "Детский сад «Солнышко»" in page


def test_looking_uses_nothing_up(invitation: Invitation) -> None:
    for method in ("get", "head", "options"):
        getattr(Client(), method)(letter_link(invitation))

    assert invitation in Invitation.objects.open()


def test_a_password_opens_the_home_page(invitation: Invitation, newcomer: User) -> None:
    client = Client()

    response = client.post(letter_link(invitation), PASSWORD, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert response.context["user"] == newcomer


def test_a_second_press_leads_where_the_first_one_led(invitation: Invitation, newcomer: User) -> None:
    client = Client()
    client.post(letter_link(invitation), PASSWORD)

    response = client.post(letter_link(invitation), PASSWORD, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert response.context["user"] == newcomer


def test_a_second_press_of_a_stranger_leads_to_signing_in(invitation: Invitation) -> None:
    Client().post(letter_link(invitation), PASSWORD)

    response = Client().post(letter_link(invitation), PASSWORD, follow=True)

    assert response.redirect_chain == [("/", 302), (f"{reverse('account_login')}?next=/", 302)]


def test_the_letter_also_opens_without_a_password(invitation: Invitation, newcomer: User) -> None:
    response = Client().post(letter_link(invitation), {"without_password": "1"}, follow=True)

    newcomer.refresh_from_db()
    assert response.context["user"] == newcomer
    assert not newcomer.has_usable_password()


def test_a_code_handed_over_needs_a_password(invitation: Invitation) -> None:
    response = Client().post(invitation.get_absolute_url(), {"without_password": "1"})

    assert response.status_code == 200
    assert invitation in Invitation.objects.open()


def test_a_weak_password_is_explained_beside_the_field_and_uses_nothing_up(invitation: Invitation) -> None:
    response = Client().post(letter_link(invitation), {"password1": "12345678", "password2": "12345678"})

    assert list(response.context["form"].errors) == ["password1"]
    assert invitation in Invitation.objects.open()


@pytest.mark.parametrize("state", ["accepted", "withdrawn", "expired", "switched off", "made up"])
def test_a_closed_invitation_is_answered_alike(
    invitation: Invitation, newcomer: User, methodist: User, state: str
) -> None:
    link = letter_link(invitation) if state != "made up" else reverse("teachers:invitation", args=["1-AAAA-BBBB-CCCC"])
    close(invitation, state, methodist)

    response = Client().get(link)

    assert response.status_code == 404
    assert "Это приглашение больше не действует" in response.content.decode()
    assert newcomer.given_names not in response.content.decode()


def test_another_persons_invitation_is_refused(invitation: Invitation, colleague: User, sign_in: SignIn) -> None:
    response = sign_in(colleague).post(letter_link(invitation), PASSWORD)

    assert response.status_code == 403
    assert invitation in Invitation.objects.open()


def test_a_link_never_changes_the_password_of_an_account(
    teacher: User, other_kindergarten: Kindergarten, other_methodist: User
) -> None:
    post = Position.objects.get(name="Воспитатель")
    Employment.objects.create(user=teacher, kindergarten=other_kindergarten, position=post)
    invitation = invitations.invite([teacher], other_kindergarten, by=other_methodist).invitations[0]

    Client().post(letter_link(invitation), PASSWORD)

    teacher.refresh_from_db()
    assert teacher.check_password("secret")
    assert invitation in Invitation.objects.open()


def test_a_person_with_an_account_signs_in_and_accepts(
    teacher: User, other_kindergarten: Kindergarten, other_methodist: User, sign_in: SignIn
) -> None:
    post = Position.objects.get(name="Воспитатель")
    Employment.objects.create(user=teacher, kindergarten=other_kindergarten, position=post)
    invitation = invitations.invite([teacher], other_kindergarten, by=other_methodist).invitations[0]

    response = sign_in(teacher).post(letter_link(invitation), follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert User.objects.get(pk=teacher.pk).kindergarten_ids == teacher.kindergarten_ids | {other_kindergarten.pk}


def test_the_page_is_kept_by_no_cache_and_told_to_no_other_host(invitation: Invitation) -> None:
    response = Client().get(letter_link(invitation))

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_a_typed_code_leads_to_the_page(invitation: Invitation) -> None:
    response = Client().post(reverse("teachers:enter_code"), {"code": invitation.code.lower()})

    assert response["Location"] == invitation.get_absolute_url()


def test_a_wrong_code_is_kept_with_a_sentence(invitation: Invitation) -> None:
    response = Client().post(reverse("teachers:enter_code"), {"code": "17-aaaa"})

    assert response.context["form"].errors == {
        "code": ["Действующего приглашения с таким кодом нет. Сверьте его по буквам."]
    }
    assert 'value="17-aaaa"' in response.content.decode()


def test_guessing_codes_is_stopped(invitation: Invitation) -> None:
    client = Client()
    statuses = [
        client.post(reverse("teachers:enter_code"), {"code": f"{n}-AAAA-AAAA-AAAA"}).status_code for n in range(61)
    ]

    assert statuses[-1] == 429
    assert client.post(reverse("teachers:enter_code"), {"code": invitation.code}).status_code == 429
