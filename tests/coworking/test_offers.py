"""A page offers what the person may do, and nothing that would be refused."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from teachers.models import User

OFFERS = [("events:list", "events:propose"), ("trajectories:list", "trajectories:start")]


@pytest.mark.parametrize(("address", "offer"), OFFERS)
def test_someone_of_no_kindergarten_is_not_offered_to_begin(
    network_admin: User, teacher: User, sign_in: Callable[[User], Client], address: str, offer: str
) -> None:
    link = f'href="{reverse(offer)}"'

    offered = [link in sign_in(user).get(reverse(address)).content.decode() for user in (network_admin, teacher)]

    assert offered == [False, True]
