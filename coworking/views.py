"""«Моя неделя», the «Ещё» page, and the choice of language."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coworking.week import week_of
from teachers.requests import signed_in


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "coworking/home.html", {"week": week_of(signed_in(request))})


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "coworking/more.html", {"languages": settings.LANGUAGES})


@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Remembers the chosen language for pages and for letters."""
    user, language = signed_in(request), request.POST.get("language", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response: HttpResponseRedirect = redirect(back if safe else "more")
    if language in dict(settings.LANGUAGES):
        user.language = language
        user.save(update_fields=["language"])
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.HTTPS)
        with translation.override(language):
            messages.success(request, _("From now on everything is in English."))
    return response
