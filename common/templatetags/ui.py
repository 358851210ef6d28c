"""Template tags every page uses: icons from the sprite, a field's error beside it, the shape of a list."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from django import template
from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from common.numbers import hours_in_words

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/vendor/icons.svg. With `label` it is read aloud, without it is decoration."""
    role = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>', SafeString(role), static("vendor/icons.svg"), name
    )


@register.simple_tag
def date_tile(moment: dt.datetime) -> SafeString:
    """The day of `moment` in the reader's zone: weekday, number and month, one under another."""
    local = timezone.localtime(moment)
    return _date_tile(local.date(), local.isoformat(timespec="minutes"), get_language())


@lru_cache(maxsize=512)
def _date_tile(day: dt.date, stamp: str, language: str) -> SafeString:
    parts = ((name, date_format(day, code)) for name, code in (("weekday", "D"), ("day", "j"), ("month", "M")))
    spans = format_html_join("", '<span class="date-tile__{}">{}</span>', parts)
    return format_html('<time class="date-tile" datetime="{}">{}</time>', stamp, spans)


@register.filter(expects_localtime=True)
def clock(moment: dt.datetime) -> str:
    """«09:05» in the reader's zone."""
    return f"{moment:%H:%M}"


@register.filter
def hours(number: Decimal) -> str:
    """«0,75 ч»: the one way hours are written, on pages as on paper."""
    return hours_in_words(number)


@register.filter
def prose(text: str) -> SafeString:
    """What a person wrote, in paragraphs, with links that can be followed; nothing for an empty text."""
    return SafeString(linebreaks(_with_links(text))) if text else SafeString("")


@register.filter
def prose_lines(text: str) -> SafeString:
    """The same within a sentence of ours: lines, no paragraphs."""
    return linebreaksbr(_with_links(text))


def _with_links(text: str) -> SafeString:
    """Escaped, whoever calls; search engines are told that we do not vouch for the links."""
    return SafeString(urlize(text, nofollow=True, autoescape=True))


@register.inclusion_tag("components/place.html", takes_context=True)
def place(context: template.Context, name: str, icon_name: str, label: str) -> dict[str, object]:
    """One of the product's places; it is current for every page of its app."""
    match = getattr(context.get("request"), "resolver_match", None)
    app = name.partition(":")[0]
    is_current = match is not None and app in (match.app_name, match.view_name)
    return {"url": reverse(name), "icon_name": icon_name, "label": label, "is_current": is_current}
