"""Who of a list is known already: by e-mail first, by name within the kindergarten next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from teachers.models import (
    CategoryRecord,
    Course,
    Employment,
    Kindergarten,
    Membership,
    Profile,
    User,
)
from teachers.staff_import.values.names import FullName


@dataclass
class Known:
    """A person and what is kept of them: posts and roles of this kindergarten alone."""

    user: User
    profile: Profile
    has_account: bool = False
    works_elsewhere: bool = False
    memberships: list[Membership] = field(default_factory=list)
    posts: list[Employment] = field(default_factory=list)
    had_other_posts: bool = False
    categories: list[CategoryRecord] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """A person who left and belongs nowhere since is still ours; one who went elsewhere is not."""
        return bool(self.memberships) or not self.works_elsewhere

    @property
    def is_newcomer(self) -> bool:
        """Whether nobody in the network knows the person."""
        return self.user._state.adding

    @property
    def is_kept(self) -> bool:
        """Whether this kindergarten has the person already."""
        return self.is_ours and not self.is_newcomer

    @property
    def name(self) -> FullName:
        return FullName(self.user.last_name, self.user.first_name, self.user.patronymic)


def newcomer(name: FullName) -> Known:
    """A person who is not known yet; nothing of it is saved."""
    user = User(last_name=name.last, first_name=name.first, patronymic=name.patronymic)
    user.set_unusable_password()
    return Known(user, Profile(user=user))


class People:
    """Everyone whom a list of this kindergarten may mean; read in a constant number of queries."""

    def __init__(self, kindergarten: Kindergarten, emails: Iterable[str]) -> None:
        self.by_email: dict[str, Known] = {}
        self.by_name: dict[str, list[Known]] = {}
        for user in _candidates(kindergarten, [email for email in emails if email]):
            known = _known(user, kindergarten)
            if user.email:
                self.by_email[user.email.lower()] = known
            if known.is_ours:
                for key in {known.name.key, f"{known.name.short_key} *"}:
                    self.by_name.setdefault(key, []).append(known)

    def named(self, name: FullName) -> list[Known]:
        """Ours with this name; a patronymic that the list or we lack does not part them."""
        loosely = name.short_key if name.patronymic else f"{name.short_key} *"
        return self.by_name.get(name.key) or self.by_name.get(loosely, [])


def _candidates(kindergarten: Kindergarten, emails: list[str]) -> QuerySet[User]:
    here = Membership.objects.filter(kindergarten=kindergarten, user=OuterRef("pk"))
    elsewhere = Membership.objects.not_over().exclude(kindergarten=kindergarten).filter(user=OuterRef("pk"))
    return (
        User.objects.get_queryset()
        .filter(Q(email__in=emails) | Exists(here))
        .telling_who_comes()
        .annotate(works_elsewhere=Exists(elsewhere))
        .select_related("profile")
        .prefetch_related(
            Prefetch("memberships", Membership.objects.not_over().filter(kindergarten=kindergarten), "roles_here"),
            Prefetch(
                "employments",
                Employment.objects.filter(kindergarten=kindergarten).select_related("position"),
                "posts_here",
            ),
            "category_records",
            "courses",
        )
    )


def _known(user: User, kindergarten: Kindergarten) -> Known:
    annotated: Any = user
    return Known(
        user=user,
        profile=getattr(user, "profile", None) or Profile(user=user),
        has_account=annotated.has_come,
        works_elsewhere=annotated.works_elsewhere,
        memberships=annotated.roles_here,
        posts=[post for post in annotated.posts_here if post.ended_on is None],
        had_other_posts=any(post.ended_on for post in annotated.posts_here),
        categories=list(user.category_records.all()),
        courses=list(user.courses.all()),
    )
