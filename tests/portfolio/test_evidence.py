"""Files are served only to those who may see their item, whatever the address or header."""

from collections.abc import Callable

import pytest
from django.test import Client

from portfolio.models import Evidence, Item
from teachers.models import Membership, User
from tests.factories import make_evidence, make_item

SignIn = Callable[[User], Client]
Fetch = Callable[..., int]
Visibility = Item.Visibility
CAST = ("teacher", "colleague", "methodist", "head", "outsider", "other_methodist", "network_admin")


@pytest.fixture
def fetch(sign_in: SignIn) -> Fetch:
    """The status of an address for a person; what is streamed is read to its end."""

    def status(user: User, address: str, **headers: str) -> int:
        response = sign_in(user).get(address, headers=headers)
        if response.streaming:
            assert response.getvalue() != b""
        return response.status_code

    return status


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.ME, {"teacher"}),
        (Visibility.METHODIST, {"teacher", "methodist"}),
        (Visibility.KINDERGARTEN, {"teacher", "colleague", "methodist", "head"}),
    ],
)
@pytest.mark.parametrize("role", CAST)
def test_a_file_and_its_small_copy_follow_their_item(
    request: pytest.FixtureRequest,
    teacher: User,
    fetch: Fetch,
    visibility: str,
    readers: set[str],
    role: str,
) -> None:
    file = make_evidence(make_item(teacher, visibility=visibility))
    user = request.getfixturevalue(role)
    addresses = (f"/portfolio/files/{file.pk}/", f"/portfolio/files/{file.pk}/thumbnail/")

    assert [fetch(user, address) for address in addresses] == [200 if role in readers else 404] * 2


@pytest.mark.parametrize("is_kept", [None, False])
def test_a_file_of_an_item_that_was_not_kept_is_its_owners_alone(
    teacher: User, colleague: User, fetch: Fetch, is_kept: bool | None
) -> None:
    file = make_evidence(make_item(teacher, visibility=Visibility.KINDERGARTEN, is_kept=is_kept))

    assert [fetch(user, file.get_absolute_url()) for user in (teacher, colleague)] == [200, 404]


def test_who_left_the_kindergarten_sees_no_more(teacher: User, colleague: User, fetch: Fetch) -> None:
    file = make_evidence(make_item(teacher, visibility=Visibility.KINDERGARTEN))
    assert fetch(colleague, file.get_absolute_url()) == 200

    Membership.objects.filter(user=colleague).update(until="2024-01-01")

    assert fetch(User.objects.get(pk=colleague.pk), file.get_absolute_url()) == 404


def test_who_left_the_kindergarten_is_seen_no_more(teacher: User, colleague: User, fetch: Fetch) -> None:
    file = make_evidence(make_item(teacher, visibility=Visibility.KINDERGARTEN))

    Membership.objects.filter(user=teacher).update(until="2024-01-01")

    assert fetch(colleague, file.get_absolute_url()) == 404


def test_a_range_or_a_remembered_tag_opens_nothing(teacher: User, colleague: User, fetch: Fetch) -> None:
    file = make_evidence(make_item(teacher))
    headers = {"Range": "bytes=0-1", "If-None-Match": f'"{file.file.name}"'}

    assert [fetch(user, file.get_absolute_url(), **headers) for user in (teacher, colleague)] == [304, 404]


def test_the_storage_has_no_address_of_its_own(teacher: User, sign_in: SignIn) -> None:
    file = make_evidence(make_item(teacher))

    addresses = [f"/media/{file.file.name}", f"/{file.file.name}", f"/static/{file.file.name}"]

    assert [sign_in(teacher).get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_picture_opens_and_a_pdf_is_downloaded(teacher: User, sign_in: SignIn) -> None:
    item = make_item(teacher)
    shown = make_evidence(item), make_evidence(item, content_type="application/pdf", preview="")

    kinds = []
    for file in shown:
        response = sign_in(teacher).get(file.get_absolute_url())
        kinds.append((response["Content-Disposition"].split(";")[0], response["Content-Security-Policy"][:7]))
        response.getvalue()

    assert kinds == [("inline", "sandbox"), ("attachment", "sandbox")]


def test_what_has_no_small_copy_says_so(teacher: User, fetch: Fetch) -> None:
    file = make_evidence(make_item(teacher), preview="")

    assert fetch(teacher, f"/portfolio/files/{file.pk}/thumbnail/") == 404


def test_a_lost_file_is_not_found(teacher: User, fetch: Fetch) -> None:
    file: Evidence = make_evidence(make_item(teacher))
    file.file.storage.delete(str(file.file.name))

    assert fetch(teacher, file.get_absolute_url()) == 404
