"""Words for pages about signing in."""

import re

from allauth.account.adapter import get_adapter
from django import forms, template
from django.utils.translation import gettext as _

register = template.Library()

# Order matters: browsers name their relatives too.
BROWSERS = [
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
]


def _first(names: list[tuple[str, str]], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")


@register.filter
def device(user_agent: str) -> str:
    """«Chrome, Windows» for a browser's long line about itself."""
    named = [name for name in (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)) if name]
    return ", ".join(named) or _("unknown device")


@register.filter
def plain(form: forms.Form) -> forms.Form:
    """The form without the placeholders that only repeat its labels; that of a code shows what one looks like."""
    for name, field in form.fields.items():
        if name != "code":
            field.widget.attrs.pop("placeholder", None)
    return form


@register.simple_tag(takes_context=True)
def signup_is_open(context: template.Context) -> bool:
    return bool(get_adapter().is_open_for_signup(context["request"]))
