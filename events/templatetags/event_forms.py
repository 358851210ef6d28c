"""What forms of events usually are, where one of them is chosen."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import EventForm

register = template.Library()


@register.inclusion_tag("events/sheet/_usual.html")
def usual_of_forms(field: BoundField) -> dict[str, Any]:
    """The forms that the field offers: in words for everybody, and as data for the script that fills the page in."""
    rows: list[EventForm] = list(field.field.rows.by_pk.values())  # type: ignore[attr-defined]  # a FewRowsField
    return {"forms": [(form.name, usual(form)) for form in rows], "data": {form.pk: _data(form) for form in rows}}


def _data(form: EventForm) -> dict[str, Any]:
    return {
        "minutes": form.default_minutes,
        "seats": form.default_capacity,
        "meetings": form.default_meetings,
        "product": form.product,
        "hint": usual(form),
    }


def usual(form: EventForm) -> str:
    """«Мастер показывает приём, участники пробуют. Обычно 45 минут, до 15 человек. Результат: освоенный приём.»"""
    length = ngettext("%(n)s minute", "%(n)s minutes", form.default_minutes) % {"n": form.default_minutes}
    parts = [length]
    if form.default_meetings > 1:
        number = form.default_meetings
        parts.append(ngettext("%(n)s meeting", "%(n)s meetings", number) % {"n": number})
    if form.default_capacity:
        number = form.default_capacity
        parts.append(ngettext("up to %(n)s person", "up to %(n)s people", number) % {"n": number})
    sentences = [form.purpose, _("Usually %(what)s") % {"what": ", ".join(parts)}]
    if form.product:
        sentences.append(_("One leaves with: %(what)s") % {"what": form.product})
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)
