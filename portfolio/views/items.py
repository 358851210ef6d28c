"""One item: adding, reading, changing, deciding, deleting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.permissions import require
from common.upload_limits import posted_files
from portfolio import permissions
from portfolio.actions import arrivals, items
from portfolio.forms import AddForm, AttachForm, ItemForm, VisibilityForm
from portfolio.models import Item
from teachers.requests import signed_in


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One screen: a title, a photo or a file, done."""
    user = signed_in(request)
    item = Item(teacher=user, kindergarten=user.kindergarten, happened_on=timezone.localdate())
    if request.method == "GET":
        form = AddForm(instance=item, initial={"section": request.GET.get("section")})
        return render(request, "portfolio/add.html", {"form": form})
    form = AddForm(request.POST, posted_files(request), instance=item)
    if not form.is_valid():
        return render(request, "portfolio/add.html", {"form": form})
    item = items.add(form.save(commit=False), form.sent, by=user)
    messages.success(request, _("Added to «%(section)s». Only you see it.") % {"section": item.section})
    return redirect(item)


@require_GET
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk, AttachForm())


def _page(request: HttpRequest, pk: int, attach_form: AttachForm) -> HttpResponse:
    user = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(user).with_facts(), pk=pk)
    context = {
        "item": item,
        "can_change": permissions.can_change(user, item),
        "attach_form": attach_form,
        "visibility_form": VisibilityForm(instance=item),
    }
    return render(request, "portfolio/item.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(user), pk=pk)
    require(permissions.can_change(user, item))
    form = ItemForm(request.POST or None, instance=item)
    if form.is_valid():
        messages.success(request, _("Saved."))
        return redirect(form.save())
    return render(request, "portfolio/edit.html", {"form": form, "item": item})


@require_POST
def show_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening and closing work at once: rights are read from the item at every request."""
    user = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(user), pk=pk)
    require(permissions.can_change(user, item))
    form = VisibilityForm(request.POST, instance=item)
    if form.is_valid():
        item = form.save()
        messages.success(request, _("Visible to: %(whom)s.") % {"whom": item.get_visibility_display()})
    return redirect(item)


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused files are spoken of on the item's own page, which is also what a reload leads to."""
    user = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(user), pk=pk)
    require(permissions.can_change(user, item))
    if request.method == "GET":
        return redirect(item)
    form = AttachForm(request.POST, posted_files(request))
    if not form.is_valid():
        return _page(request, pk, form)
    try:
        items.attach(item, form.sent, by=user)
    except items.TooManyFiles:
        form.refuse_too_many()
        return _page(request, pk, form)
    return redirect(item)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether an item that arrived by itself stays."""
    user = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(user), pk=pk)
    keep = "keep" in request.POST
    arrivals.decide(item, keep=keep, by=user)
    said = _("«%(title)s» stays in the portfolio.") if keep else _("«%(title)s» is put away; it can be brought back.")
    messages.success(request, said % {"title": item.title})
    return redirect("portfolio:list")


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(user), pk=pk)
    require(permissions.can_delete(user, item))
    if request.method == "POST":
        items.delete(item, by=user)
        messages.success(request, _("«%(title)s» is deleted.") % {"title": item.title})
        return redirect("portfolio:list")
    return render(request, "portfolio/delete.html", {"item": item, "number": item.evidence.count()})
