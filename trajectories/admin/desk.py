"""A page of one's own on the methodist's desk."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from teachers.requests import signed_in

Page = Callable[..., HttpResponse]


def desk_page(desk: ModelAdmin, page: Page) -> Page:
    """The page behind the admin's own door.

    One who lost the role between opening a form and sending it is refused (403), not asked to sign in: they are
    signed in, and what they typed must not vanish in a redirect.
    """
    guarded = desk.admin_site.admin_view(page)

    def behind_the_door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not desk.has_module_permission(request):
            raise PermissionDenied
        return guarded(request, *args, **kwargs)

    return behind_the_door


def render_desk(
    desk: ModelAdmin, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    """`template` with what every page of the admin shows."""
    signed_in(request)
    common = desk.admin_site.each_context(request) | {"opts": desk.opts}
    return TemplateResponse(request, template, common | context, status=status)
