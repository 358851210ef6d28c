"""Every byte of evidence passes here: first the rights, then the file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from common.permissions import require
from common.serving import serve
from portfolio import permissions
from portfolio.actions import items
from portfolio.models import Evidence
from teachers.requests import signed_in


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A picture opens in the browser, being made anew by us; anything else is downloaded."""
    file = get_object_or_404(Evidence.objects.visible_to(signed_in(request)), pk=pk)
    name, kind = file.served_name, file.content_type
    return serve(request, file.file, name=name, content_type=kind, inline=file.is_image)


@require_GET
def thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The small picture, under the same rights as the large one."""
    file = get_object_or_404(Evidence.objects.visible_to(signed_in(request)), pk=pk)
    if not file.preview:
        raise Http404
    return serve(request, file.preview, name=f"{file.pk}.jpg", content_type="image/jpeg", inline=True)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    file = get_object_or_404(Evidence.objects.visible_to(user).select_related("item"), pk=pk)
    require(permissions.can_change(user, file.item))
    if request.method == "POST":
        items.detach(file, by=user)
        return redirect(file.item)
    return render(request, "portfolio/remove.html", {"file": file})
