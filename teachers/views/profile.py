"""One's own profile: what the staff list says, what one says oneself, and the courses taken."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.permissions import require
from teachers import permissions
from teachers.forms.profile import CourseForm, ProfileForm, VisibilityForm
from teachers.models import Course, Profile, User
from teachers.requests import signed_in


@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    own = user.own_profile
    context = {
        "profile": own,
        "posts": user.employments.current().select_related("position", "kindergarten"),
        "experience": own.experience_on(today),
        "categories": user.category_records.told_on(today),
        "courses": user.courses.all(),
        "methodists": User.objects.get_queryset().active().members_of(*user.kindergarten_ids, role="methodist"),
    }
    return render(request, "teachers/profile.html", context)


@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ProfileForm(request.POST or None, instance=user.own_profile)
    if form.is_valid():
        # Only these: the staff list may be changing the rest at this moment.
        Profile.objects.update_or_create(user=user, defaults=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("teachers:profile")
    return render(request, "teachers/edit_profile.html", {"form": form})


@require_http_methods(["GET", "POST"])
def visibility(request: HttpRequest) -> HttpResponse:
    """Who reads one's name beside events, and whether it stands on the board on the wall."""
    user = signed_in(request)
    form = VisibilityForm(request.POST or None, instance=user)
    if form.is_valid():
        user.save(update_fields=list(form.cleaned_data))
        messages.success(request, _("Saved."))
        return redirect("teachers:profile")
    return render(request, "teachers/visibility.html", {"form": form})


@require_http_methods(["GET", "POST"])
def add_course(request: HttpRequest) -> HttpResponse:
    return _course_page(request, Course(user=signed_in(request)))


@require_http_methods(["GET", "POST"])
def edit_course(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    course = get_object_or_404(Course.objects.visible_to(user), pk=pk)
    require(permissions.can_change_course(user, course))
    return _course_page(request, course)


def _course_page(request: HttpRequest, course: Course) -> HttpResponse:
    form = CourseForm(request.POST or None, instance=course)
    if form.is_valid() and _saved(form):
        messages.success(request, _("The course is saved; a methodist will verify it."))
        return redirect("teachers:profile")
    return render(request, "teachers/course.html", {"form": form, "course": course})


def _saved(form: CourseForm) -> bool:
    """False when the same course was saved at this very moment, by a second click."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("title", _("This course is in your profile already."))
        return False
    return True


@require_http_methods(["GET", "POST"])
def remove_course(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    course = get_object_or_404(Course.objects.visible_to(user), pk=pk)
    require(permissions.can_change_course(user, course))
    if request.method == "POST":
        course.delete()
        messages.success(request, _("The course is removed from your profile."))
        return redirect("teachers:profile")
    return render(request, "teachers/remove_course.html", {"course": course})
