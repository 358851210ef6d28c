"""Filters of the list of people, in the order a methodist thinks: experience, age, category, post, role."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teachers.models import Band, BandSet, CategoryRecord, Employment, Kindergarten, Membership, Position
from teachers.models.people import UserQuerySet
from teachers.models.qualification import CategoryKind
from teachers.requests import signed_in

NOTHING = "none"
Choices = list[tuple[Any, Any]]


class _BandFilter(admin.SimpleListFilter):
    """The bands of the default set; its name stands in the title, as the bands differ from set to set."""

    measure: str

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        self.bands = {str(band.pk): band for band in _bands(request) if band.band_set.measure == self.measure}
        return [(pk, band.label) for pk, band in self.bands.items()]

    def band(self) -> Band | None:
        return self.bands.get(self.value() or "")


def _bands(request: HttpRequest) -> list[Band]:
    """Read once for both filters."""
    if not hasattr(request, "bands_used_by_default"):
        request.bands_used_by_default = list(Band.objects.used_by_default())  # type: ignore[attr-defined]
    bands: list[Band] = request.bands_used_by_default  # type: ignore[attr-defined]
    return bands


class ExperienceFilter(_BandFilter):
    title = _("experience")
    parameter_name = "experience"
    measure = BandSet.Measure.EXPERIENCE

    def queryset(self, request: HttpRequest, queryset: UserQuerySet) -> UserQuerySet:  # type: ignore[override]
        band = self.band()
        return queryset.with_experience(band.lower, band.upper) if band else queryset


class AgeFilter(_BandFilter):
    title = _("age")
    parameter_name = "age"
    measure = BandSet.Measure.AGE

    def queryset(self, request: HttpRequest, queryset: UserQuerySet) -> UserQuerySet:  # type: ignore[override]
        band = self.band()
        return queryset.aged(band.lower, band.upper) if band else queryset


class CategoryFilter(admin.SimpleListFilter):
    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [*CategoryKind.choices, (NOTHING, _("no category"))]

    def queryset(self, request: HttpRequest, queryset: UserQuerySet) -> UserQuerySet:  # type: ignore[override]
        if self.value() not in {*CategoryKind.values, NOTHING}:
            return queryset
        if self.value() != NOTHING:
            return queryset.holding(str(self.value()))
        # СЗД says that a person suits their post; it is no category.
        held = CategoryRecord.objects.held_on(timezone.localdate()).exclude(kind=CategoryKind.SUITABLE)
        return queryset.exclude(Exists(held.filter(user=OuterRef("pk"))))


class PostFilter(admin.SimpleListFilter):
    title = _("position")
    parameter_name = "post"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        """Posts that somebody here holds."""
        held = Employment.objects.current().managed_by(signed_in(request))
        return [(str(post.pk), post.name) for post in Position.objects.held_in(held)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.value() or "").isdecimal():
            return queryset
        held = Employment.objects.current().managed_by(signed_in(request))
        return queryset.filter(Exists(held.filter(user=OuterRef("pk"), position_id=int(self.value() or 0))))


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return list(Membership.Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in Membership.Role.values:
            return queryset
        roles = Membership.objects.current().managed_by(signed_in(request))
        return queryset.filter(Exists(roles.filter(user=OuterRef("pk"), role=self.value())))


class KindergartenFilter(admin.SimpleListFilter):
    """Only for those who manage several; Django hides a filter without choices."""

    title = _("kindergarten")
    parameter_name = "kindergarten"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        user = signed_in(request)
        if not user.is_superuser and len(user.kindergarten_ids_as(Membership.Role.METHODIST)) < 2:
            return []
        return [(str(one.pk), str(one)) for one in Kindergarten.objects.managed_by(user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.value() or "").isdecimal():
            return queryset
        here = Membership.objects.not_over().managed_by(signed_in(request))
        return queryset.filter(Exists(here.filter(user=OuterRef("pk"), kindergarten_id=int(self.value() or 0))))


class AccountFilter(admin.SimpleListFilter):
    title = _("signs in")
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [("yes", _("has come in")), ("no", _("not yet"))]

    def queryset(self, request: HttpRequest, queryset: UserQuerySet) -> UserQuerySet:  # type: ignore[override]
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.with_account() if self.value() == "yes" else queryset.without_account()
