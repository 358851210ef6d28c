"""What an event leaves behind and goes by: its files and links. Every byte passes a rights check here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.permissions import require
from common.serving import serve
from common.upload_limits import posted_files
from events import permissions
from events.actions import materials as actions
from events.forms.materials import MaterialFactsForm, MaterialForm
from events.models import Event, Material
from events.views.visits import Visit
from teachers.requests import signed_in


def part(visit: Visit) -> dict[str, Any]:
    """The part of an event's page."""
    has_some = getattr(visit.event, "has_materials", True)
    return {
        "materials": list(visit.event.materials.visible_to(visit.reader)) if has_some else [],
        "keeps_materials": permissions.can_keep_materials(visit.reader, visit.event),
    }


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One page: what is there, and the form for one thing more."""
    user = signed_in(request)
    event = get_object_or_404(Event.objects.visible_to(user), pk=pk)
    require(permissions.can_keep_materials(user, event))
    sample = Material(event=event)
    form = MaterialForm(request.POST or None, posted_files(request) or None, instance=sample)
    if request.method == "POST" and form.is_valid() and _added(form, request):
        messages.success(request, _("Added."))
        return redirect("events:materials", event.pk)
    rows = event.materials.visible_to(user)
    return render(request, "events/materials.html", {"event": event, "materials": rows, "form": form})


def _added(form: MaterialForm, request: HttpRequest) -> bool:
    try:
        actions.add(form.instance, form.cleaned_data["sent"], by=signed_in(request))
    except actions.TooManyMaterials:
        form.refuse_too_many(actions.MAX_MATERIALS)
        return False
    return True


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A picture opens in the browser, being made anew by us; anything else is downloaded."""
    material = get_object_or_404(Material.objects.visible_to(signed_in(request)), pk=pk)
    if not material.file:
        raise Http404
    name, kind = material.served_name, material.content_type
    return serve(request, material.file, name=name, content_type=kind, inline=material.is_image)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    material = _mine(request, pk)
    form = MaterialFactsForm(request.POST or None, instance=material)
    if form.is_valid():
        actions.change(form.instance, by=signed_in(request))
        messages.success(request, _("Saved."))
        return redirect("events:materials", material.event_id)
    return render(request, "events/edit_material.html", {"form": form, "material": material})


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    material = _mine(request, pk)
    if request.method == "POST":
        actions.remove(material, by=signed_in(request))
        messages.success(request, _("«%(title)s» is removed.") % {"title": material.title})
        return redirect("events:materials", material.event_id)
    return render(request, "events/remove_material.html", {"material": material})


def _mine(request: HttpRequest, pk: int) -> Material:
    """Raises Http404 for what the person may not see and PermissionDenied for what is not theirs to change."""
    user = signed_in(request)
    material = get_object_or_404(Material.objects.visible_to(user).select_related("event"), pk=pk)
    require(permissions.can_keep_materials(user, material.event))
    return material
