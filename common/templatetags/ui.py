"""Template tags every page uses: icons from the sprite, a field's error beside it, the shape of a list."""

from django import template
from django.templatetags.static import static
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
