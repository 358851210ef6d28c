"""A word or a link longer than the screen stays within it, wherever people's words are shown."""

import pytest
from django.db.models import CharField, Model, TextField
from django.urls import reverse

from events.models import Event
from portfolio.models import Item
from teachers.models import Course, Profile
from tests.access.world import make_world
from tests.browser.conftest import WIDER_THAN_THE_SCREEN, OpenPage
from tests.browser.test_every_page import pages_of
from trajectories.models import CaseStep, LaunchCase, Stage, Step, Trajectory

pytestmark = pytest.mark.browser

WORDS_OF_PEOPLE: list[type[Model]] = [Event, Item, Course, Profile, CaseStep, LaunchCase, Stage, Step, Trajectory]


def _lengthen_every_word() -> None:
    for model in WORDS_OF_PEOPLE:
        texts = [f for f in model._meta.fields if isinstance(f, CharField | TextField) and not f.choices]
        rows = model._default_manager
        rows.update(**{f.name: f"https://example.com/{'Щ' * 300}"[: f.max_length or 320] for f in texts if f.editable})


@pytest.mark.parametrize("role", ["owner", "colleague", "methodist"])
def test_a_long_word_makes_no_page_too_wide(open_page: OpenPage, role: str) -> None:
    world = make_world()
    _lengthen_every_word()
    page, too_wide = open_page(world.people[role]), {}

    for row in pages_of(role):
        page.goto(reverse(row.name, args=row.args(world)))
        if wider := page.evaluate(WIDER_THAN_THE_SCREEN):
            too_wide[row.name] = wider

    assert too_wide == {}
