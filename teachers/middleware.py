"""Speaks the person's language and tells their kindergarten's time."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonalSettingsMiddleware:
    """Russian unless the person chose otherwise: a browser's own language says little on a shared computer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in dict(settings.LANGUAGES):
            language = request.user.language if request.user.is_authenticated else settings.LANGUAGE_CODE
        kindergarten = request.user.kindergarten if request.user.is_authenticated else None
        zone = zoneinfo.ZoneInfo(kindergarten.time_zone) if kindergarten else timezone.get_default_timezone()
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # Templates that render late (the admin's) must still speak the same language.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response
