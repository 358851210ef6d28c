"""The way in by invitation: a link or a typed code brings a person to their own profile."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from teachers.actions import invitations
from teachers.forms.invitations import CodeForm
from teachers.forms.passwords import FirstPasswordForm
from teachers.models import Invitation, User


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """For a person who holds a code and no link."""
    form, status = CodeForm(request.POST or None), 200
    if form.is_valid():
        code = form.cleaned_data["code"]
        if not ratelimit.consume(request, action="invitation"):
            form.add_error("code", _("Too many attempts from here. Wait ten minutes, or open the link in the letter."))
            status = 429
        elif Invitation.objects.by_code(code):
            return redirect("teachers:invitation", code)
        else:
            form.add_error("code", _("There is no open invitation with this code. Check it letter by letter."))
    return render(request, "teachers/enter_code.html", {"form": form}, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Only a POST uses the invitation up: mail scanners follow links."""
    found = Invitation.objects.by_code(code)
    if found is None:
        return _closed(request)
    if isinstance(request.user, User):
        return _for_signed_in(request, found, request.user)
    if found.user.has_account:
        return render(request, "teachers/invitation_sign_in.html", {"invitation": found})
    return _for_newcomer(request, found)


def _closed(request: HttpRequest) -> HttpResponse:
    """A second press of the button finds the invitation used, by the first one: it leads to where the first one led."""
    if request.method == "POST":
        messages.warning(request, _("This invitation has been used. If it was you, sign in."))
        return redirect("home")
    return render(request, "teachers/invitation_closed.html", status=404)


def _for_signed_in(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    """A second kindergarten of the same person; another person's invitation is refused."""
    if user.pk != found.user_id:
        return render(request, "teachers/invitation_of_another.html", status=403)
    if request.method != "POST":
        return render(request, "teachers/invitation_accept.html", {"invitation": found})
    try:
        invitations.accept(found, by=user)
    except invitations.InvitationClosed:
        return _closed(request)
    messages.success(request, _("You now belong to %(kindergarten)s.") % {"kindergarten": found.kindergarten})
    return redirect("home")


def _for_newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A first password; those who came by the letter may also go without one, as the mailbox is known to be theirs."""
    without_password = found.came_by_letter and "without_password" in request.POST
    form = FirstPasswordForm(data=None if without_password else request.POST or None, user=found.user)
    if without_password:
        return _come_in(request, found)
    if form.is_valid():
        return _come_in(request, found, form.cleaned_data["password1"])
    return render(request, "teachers/invitation.html", {"invitation": found, "form": form})


def _come_in(request: HttpRequest, found: Invitation, password: str = "") -> HttpResponse:
    try:
        person = invitations.accept(found, by=found.user, password=password)
    except invitations.InvitationClosed:
        return _closed(request)
    messages.success(request, _("You have come in. This is your week: events, and what waits for you."))
    return perform_login(request, person, email_verification="none", redirect_url=reverse("home"))
