"""Events that are steps of one's own trajectory."""

from django.utils.translation import gettext as _

from events import reasons
from events.models.events import EventQuerySet
from teachers.models import User
from trajectories.models import Step, Trajectory


def step_of_mine(user: User, events: EventQuerySet) -> dict[int, str]:
    """Steps that are not done yet, of a trajectory the person walks."""
    mine = Trajectory.objects.filter(teacher=user).under_way()
    steps = Step.objects.visible_to(user).not_done().filter(stage__trajectory__in=mine, event__in=events)
    return {
        event: _("A step of your trajectory: {title}").format(title=title)
        for event, title in steps.values_list("event_id", "title")
    }


def register() -> None:
    reasons.register(step_of_mine)
