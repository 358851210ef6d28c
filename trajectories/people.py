"""What a methodist sees of a person beside a plan, and to whom a launch case may be proposed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from teachers.models import Band, BandSet, CategoryRecord, Employment, Kindergarten, Membership, Position, User
from teachers.models.people import UserQuerySet
from teachers.models.qualification import CategoryKind
from trajectories.models import LaunchCase, Trajectory


def facts_about(person: str) -> dict[str, models.Subquery]:
    """Annotations `post` and `category` of the person that the field `person` («pk», «teacher») points to."""
    posts = Employment.objects.current().filter(user=models.OuterRef(person)).order_by("pk")
    held = CategoryRecord.objects.held_on(timezone.localdate()).filter(user=models.OuterRef(person))
    latest = held.order_by(models.F("assigned_on").desc(nulls_last=True), "-pk")
    return {
        "post": models.Subquery(posts.values("position__name")[:1]),
        "category": models.Subquery(latest.values("kind")[:1]),
    }


def experience_in_words(person: User) -> str:
    """«7 лет»; «—» when its beginning is unknown. The profile must be at hand."""
    profile = getattr(person, "profile", None)
    years = profile.experience_on(timezone.localdate()) if profile else None
    return "—" if years is None else ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def category_in_words(kind: str | None) -> str:
    return str(CategoryKind(kind).label) if kind else "—"


def waiting_in_words(trajectory: Trajectory) -> str:
    """«5 дней» since it was sent; empty unless it waits for reading."""
    days = trajectory.waiting_days
    if not days:
        return "" if days is None else gettext("since today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def teaching_positions() -> models.QuerySet[Position]:
    return Position.objects.filter(is_pedagogical=True)


def experience_bands() -> models.QuerySet[Band]:
    """The bands of experience that reports use."""
    return Band.objects.filter(band_set__measure=BandSet.Measure.EXPERIENCE, band_set__is_default=True)


def candidates(case: LaunchCase, *, by: User) -> UserQuerySet:
    """Teachers and methodists to whom `by` may propose the case, with `home`: the kindergarten it would live in.

    They are of the case's kindergarten, or of all that `by` manages if the case is the network's. Nobody proposes to
    themselves.
    """
    managed = Kindergarten.objects.managed_by(by)
    if case.kindergarten_id:
        managed = managed.filter(pk=case.kindergarten_id)
    roles = (Membership.Role.TEACHER, Membership.Role.METHODIST)
    members = Membership.objects.current().filter(kindergarten__in=managed, role__in=roles, user=models.OuterRef("pk"))
    home = models.Subquery(members.order_by("since", "pk").values("kindergarten")[:1])
    return User.objects.get_queryset().active().exclude(pk=by.pk).annotate(home=home).exclude(home=None)
