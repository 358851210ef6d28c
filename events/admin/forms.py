"""The network's forms of events: an eleventh is a row here, unless it needs a behaviour of its own."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.admin import SharedAdmin
from common.templatetags.ui import icon
from events.behaviours import all_behaviours
from events.models import EventForm

TINTS = 10


@cache
def icons_of_the_sprite() -> frozenset[str]:
    sprite = Path(settings.BASE_DIR) / "static" / "vendor" / "icons.svg"
    return frozenset(re.findall(r'id="([^"]+)"', sprite.read_text(encoding="utf-8")))


class EventFormForm(forms.ModelForm):
    behaviour = forms.ChoiceField(
        label=_("behaviour"),
        required=False,
        choices=lambda: [(code, behaviour.name) for code, behaviour in sorted(all_behaviours().items())],
        help_text=_("What the page of such an event can do beyond the usual."),
    )
    tint = forms.TypedChoiceField(label=_("tint"), coerce=int, choices=[(n, n) for n in range(1, TINTS + 1)])

    def clean_icon(self) -> str:
        name: str = self.cleaned_data["icon"].strip()
        if name not in icons_of_the_sprite():
            known = ", ".join(sorted(icons_of_the_sprite()))
            raise ValidationError(_("There is no such picture. There are: %(names)s.") % {"names": known})
        return name


@admin.register(EventForm)
class EventFormAdmin(SharedAdmin):
    form = EventFormForm
    list_display = (
        "name",
        "looks",
        "default_minutes",
        "default_capacity",
        "default_meetings",
        "what_it_can",
        "product",
    )
    search_fields = ("name", "purpose")
    ordering = ("order", "name")
    prepopulated_fields = {"code": ("name",)}
    fieldsets = (
        (None, {"fields": (("name", "code"), "purpose", ("roles", "product"))}),
        (_("What a new event begins with"), {"fields": (("default_minutes", "default_capacity", "default_meetings"),)}),
        (_("How it looks and what it can do"), {"fields": (("icon", "tint", "order"), "behaviour")}),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only for a new form: a code is kept once events bear it, and whoever only reads has no fields."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever only reads finds the behaviour by its name."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        *others, (title, looks) = self.fieldsets
        return [*others, (title, {"fields": [*looks["fields"][:-1], "what_it_can"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else ("what_it_can",)

    @admin.display(description=_("looks"))
    def looks(self, form: EventForm) -> SafeString:
        return icon(form.icon)

    @admin.display(description=_("behaviour"))
    def what_it_can(self, form: EventForm) -> str:
        behaviour = all_behaviours().get(form.behaviour)
        return str(behaviour.name) if behaviour else form.behaviour
