"""The fixed cast: two kindergartens of one network and the people every test knows."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from teachers.models import Kindergarten, Position, User
from tests.coworking.test_architecture import LAYERS
from tests.factories import make_kindergarten, make_user


@pytest.fixture(scope="session", autouse=True)
def reference_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """What migrations brought, kept aside: tests with real transactions leave the database empty behind them."""
    ours = [model for model in apps.get_models() if model._meta.app_label in LAYERS and model._meta.managed]
    with django_db_blocker.unblock():
        if not connection.introspection.table_names():
            return "[]"  # none of the chosen tests needs a database, so none was made
        return serializers.serialize("json", itertools.chain.from_iterable(m._base_manager.all() for m in ours))


@pytest.fixture
def real_transactions(transactional_db: None, reference_data: str) -> Iterator[None]:
    """A database in which commits are seen by other threads and processes, with the reference data in place.

    pytest-django's serialized rollback would do the same, but not while Playwright's event loop runs.
    """
    if not Position.objects.exists():
        connection.creation.deserialize_db_from_string(reference_data)
    yield
    _wait_for_the_last_requests("30s")


@pytest.fixture(autouse=True)
def reference_data_in_place(request: pytest.FixtureRequest) -> None:
    """Every test marked with real transactions finds the reference data, whichever came before it."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("real_transactions")


def _wait_for_the_last_requests(longest: str) -> None:
    """Emptying the tables must outwait what a closed browser had asked for, longer than the product itself waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = %s", [longest])


@pytest.fixture
def kindergarten(db: None) -> Kindergarten:
    return make_kindergarten("solnyshko", name="Детский сад «Солнышко»")


@pytest.fixture
def other_kindergarten(db: None) -> Kindergarten:
    return make_kindergarten("teremok", name="Детский сад «Теремок»")


@pytest.fixture
def teacher(kindergarten: Kindergarten) -> User:
    return make_user(
        kindergarten, email="teacher@example.com", last_name="Светлова", first_name="Елена", patronymic="Викторовна"
    )


@pytest.fixture
def colleague(kindergarten: Kindergarten) -> User:
    return make_user(kindergarten, email="colleague@example.com", last_name="Зорина", first_name="Вера")


@pytest.fixture
def methodist(kindergarten: Kindergarten) -> User:
    return make_user(
        kindergarten,
        "methodist",
        "teacher",
        position="Старший воспитатель",
        email="methodist@example.com",
        last_name="Лугова",
        first_name="Ольга",
        patronymic="Петровна",
    )


@pytest.fixture
def head(kindergarten: Kindergarten) -> User:
    return make_user(
        kindergarten, "head", position="Заведующий", email="head@example.com", last_name="Морозова", first_name="Нина"
    )


@pytest.fixture
def outsider(other_kindergarten: Kindergarten) -> User:
    """A teacher of another kindergarten."""
    return make_user(other_kindergarten, email="outsider@example.com", last_name="Чужова", first_name="Инна")


@pytest.fixture
def other_methodist(other_kindergarten: Kindergarten) -> User:
    return make_user(
        other_kindergarten, "methodist", email="other-methodist@example.com", last_name="Дальняя", first_name="Ася"
    )


@pytest.fixture
def other_head(other_kindergarten: Kindergarten) -> User:
    return make_user(
        other_kindergarten,
        "head",
        position="Заведующий",
        email="other-head@example.com",
        last_name="Иная",
        first_name="Юля",
    )


@pytest.fixture
def network_admin(db: None) -> User:
    return make_user(None, email="network@example.com", last_name="Сетевая", first_name="Майя", is_superuser=True)


@pytest.fixture
def sign_in(db: None) -> Callable[[User], Client]:
    """A browser in which the person has signed in. Asks for the database, so that a test whose people are chosen by
    name still runs among its like, before those that empty the tables."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
