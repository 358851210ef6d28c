"""Courses at the methodist's desk: what people wrote themselves waits to be verified."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin import ManagedAdmin, Waiting
from teachers.actions import courses as verifying
from teachers.models import Course
from teachers.requests import signed_in


@admin.register(Course)
class CourseAdmin(ManagedAdmin):
    """People add courses on their own pages and by the staff list; here they are corrected and verified."""

    list_display = ["title", "user", "hours", "provider", "finished_on", "is_verified"]
    list_filter = [("verified_at", admin.EmptyFieldListFilter), "finished_on"]
    list_select_related = ["user"]
    search_fields = ["title", "provider", "user__last_name", "user__first_name"]
    fields = ("user", "title", "hours", "provider", "finished_on", "certificate", "verified_by", "verified_at")
    readonly_fields = ("user", "verified_by", "verified_at")
    actions = ["verify"]

    def waiting(self, request: HttpRequest) -> Waiting:
        number = Course.objects.managed_by(signed_in(request)).unverified().count()
        address = reverse("admin:teachers_course_changelist")
        return Waiting(_("Courses to verify"), number, f"{address}?verified_at__isempty=1")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.display(description=_("verified"), boolean=True)
    def is_verified(self, course: Course) -> bool:
        return course.verified_at is not None

    @admin.action(description=_("Verify: seen in the documents"))
    def verify(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        number = sum(verifying.verify(course, by=signed_in(request)) for course in queryset.select_related("user"))
        sentence = ngettext("%(n)d course is verified.", "%(n)d courses are verified.", number)
        messages.success(request, sentence % {"n": number})
