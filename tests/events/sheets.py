"""What a person types on the page of an event, and what stands on it when it is opened."""

import datetime as dt
from typing import Any

from django.utils import timezone

from events.forms import SheetForms
from events.forms.merging import held_by
from events.models import Event, EventForm


def day_ahead(days: int = 7) -> str:
    """ISO, so many days from today in the kindergarten's time."""
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def typed(**fields: Any) -> dict[str, Any]:
    """A simple event in a week, from 13:00 to 14:00; keys with dashes come as `meetings__0__day`."""
    simple = {
        "form": str(EventForm.objects.get(code="lounge").pk),
        "title": "Гостиная",
        "description": "О книге",
        "day": day_ahead(),
        "begins": "13:00",
        "ends": "14:00",
        "audience": "kindergarten",
    }
    return simple | {name.replace("__", "-"): value for name, value in fields.items()}


def meetings(*rows: dict[str, Any]) -> dict[str, Any]:
    """Further meetings: dictionaries of their fields."""
    data: dict[str, Any] = {"meetings__TOTAL_FORMS": str(len(rows)), "meetings__INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"meetings__{number}__{name}": value for name, value in row.items()}
    return data


def as_opened(response: Any) -> dict[str, str]:
    """Everything that the page's fields hold, as a browser would send it unchanged."""
    return held_by(response.context["forms"])


def errors(response: Any) -> dict[str, list[str]]:
    """{field: sentences} of the whole page."""
    forms: SheetForms = response.context["forms"]
    each = (forms.details, forms.streams, forms.offers, forms.cohosts, forms.repeat, *forms.meetings)
    return {form[name].html_name: list(words) for form in each for name, words in form.errors.items()}


def moments(event: Event) -> list[tuple[str, str]]:
    """(beginning, stream) of every meeting, in Moscow's time."""
    rows = event.meetings.select_related("stream").order_by("starts_at")
    return [
        (f"{timezone.localtime(row.starts_at):%d %H:%M}", row.stream.name if row.stream else "everybody")
        for row in rows
    ]
