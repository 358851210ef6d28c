"""Template tags every page uses: icons from the sprite, a field's error beside it, the shape of a list."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/vendor/icons.svg. With `label` it is read aloud, without it is decoration."""
    role = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>', SafeString(role), static("vendor/icons.svg"), name
    )


@register.inclusion_tag("components/place.html", takes_context=True)
def place(context: template.Context, name: str, icon_name: str, label: str) -> dict[str, object]:
    """One of the product's places; it is current for every page of its app."""
    match = getattr(context.get("request"), "resolver_match", None)
    app = name.partition(":")[0]
    is_current = match is not None and app in (match.app_name, match.view_name)
    return {"url": reverse(name), "icon_name": icon_name, "label": label, "is_current": is_current}
