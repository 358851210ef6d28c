"""Taking over what somebody else has written meanwhile, while the rest stays as it was typed."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from events.forms.sheet import SheetForms
from events.models import Event
from events.versions import changes_since, opened
from teachers.models import User

# Fields of the page that say one thing together; a name that ends with a dash stands for all that begin with it.
TOGETHER = {
    "meetings": ("meeting", "day", "begins", "ends", "topic", "undated", "meetings-", "streams-"),
    "streams": ("streams-",),
    "offers": ("offers-",),
    "cohosts": ("cohosts-",),
}


def with_theirs(typed: QueryDict, event: Event, user: User) -> QueryDict:
    """What was typed, with everything that has changed since the page was opened as it is now."""
    merged, now = typed.copy(), held_by(SheetForms(event, user))
    for change in changes_since(typed.get("opened", ""), event):
        names = TOGETHER.get(change.name, (change.name,))
        for name in [name for name in merged if _is_among(name, names)]:
            del merged[name]
        for name in now:
            if _is_among(name, names):
                merged[name] = now[name]
    merged["version"], merged["opened"] = str(event.version), opened(event)
    return merged


def _is_among(name: str, names: Iterable[str]) -> bool:
    return any(name.startswith(each) if each.endswith("-") else name == each for each in names)


def held_by(forms: SheetForms) -> dict[str, str]:
    """Everything that the fields of a page hold, as a browser would send it unchanged."""
    parts = (forms.read, forms.details, forms.streams, forms.offers, forms.cohosts, forms.repeat, forms.scope)
    whole = (*parts, forms.meetings.management_form)
    data: dict[str, str] = {}
    for form in (*whole, *forms.meetings):
        data |= _held(form)
    return data


def _held(form: Any) -> dict[str, str]:
    held = {}
    for field in form:
        value = field.field.prepare_value(field.value())
        if value is True:
            held[field.html_name] = "on"
        elif value not in (None, False, ""):
            shown = field.field.widget.format_value(value)
            held[field.html_name] = str(shown[0] if isinstance(shown, list) else shown)
    return held
