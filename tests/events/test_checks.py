"""What is looked at before the product starts."""

import pytest
from django.core import checks

from events.checks import seats_need_read_committed


@pytest.mark.django_db
def test_the_database_as_we_set_it_up_is_sound() -> None:
    assert seats_need_read_committed(["default"]) == []


def test_migrating_runs_the_check() -> None:
    assert seats_need_read_committed in checks.registry.registry.get_checks(include_deployment_checks=True)
    assert "database" in seats_need_read_committed.tags
