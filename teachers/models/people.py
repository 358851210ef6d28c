"""The person who signs in, and the professional profile."""

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import age_on, full_years, years_before
from common.sqlite import RUSSIAN
from teachers.models.kindergartens import Employment, Kindergarten, Membership, Position
from teachers.models.qualification import CategoryRecord


def named_to(user: "User", at: str = "") -> Q:
    """Of people, or of rows that lead to one by `at` (such as «teacher__»): those who let `user` read their name."""
    if user.is_superuser:
        return Q()
    shown = f"{at}shown_to"
    person = models.OuterRef(f"{at}pk")
    shared = Membership.objects.current().filter(kindergarten__in=user.kindergarten_ids, user=person)
    near = Q(models.Exists(shared), **{shown: User.ShownTo.KINDERGARTEN})
    return Q(**{f"{at}pk": user.pk}) | Q(**{shown: User.ShownTo.NETWORK}) | near


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """People who share a kindergarten with `user`, and `user`."""
        if user.is_superuser:
            return self
        shared = Membership.objects.current().filter(kindergarten__in=user.kindergarten_ids, user=models.OuterRef("pk"))
        return self.filter(Q(pk=user.pk) | models.Exists(shared))

    def named_to(self, user: "User") -> "UserQuerySet":
        """People whose name `user` may read beside an event, as they themselves allow."""
        return self.filter(named_to(user))

    def managed_by(self, user: "User") -> "UserQuerySet":
        """People of the kindergartens where the user is a methodist, those who begin later included."""
        if user.is_superuser:
            return self
        memberships = Membership.objects.not_over().managed_by(user).filter(user=models.OuterRef("pk"))
        return self.filter(models.Exists(memberships))

    def members_of(self, *kindergartens: int, role: str = "") -> "UserQuerySet":
        """People who belong to any of the kindergartens (ids) today, in `role` if it is given."""
        memberships = Membership.objects.current().filter(kindergarten__in=kindergartens, user=models.OuterRef("pk"))
        return self.filter(models.Exists(memberships.filter(role=role) if role else memberships))

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def with_experience(self, lower: int, upper: int | None, on: dt.date | None = None) -> "UserQuerySet":
        """People with whole years of pedagogical work in [lower, upper) on the day; no `upper` means «and more»."""
        day = on or timezone.localdate()
        people = self.filter(profile__work_began_on__lte=years_before(day, lower))
        return people if upper is None else people.filter(profile__work_began_on__gt=years_before(day, upper))

    def in_post(self, position: Position) -> "UserQuerySet":
        posts = Employment.objects.current().filter(position=position, user=models.OuterRef("pk"))
        return self.filter(models.Exists(posts))

    def holding(self, category: str, on: dt.date | None = None) -> "UserQuerySet":
        """People whose category of this kind has not lapsed on the day; an empty kind means no category at all."""
        held = CategoryRecord.objects.held_on(on or timezone.localdate()).filter(user=models.OuterRef("pk"))
        return self.filter(models.Exists(held.filter(kind=category)) if category else ~models.Exists(held))

    def aged(self, lower: int, upper: int | None, on: dt.date | None = None) -> "UserQuerySet":
        """People whose whole years of age are in [lower, upper) on the day, as `Profile.age_on` counts them."""
        day = on or timezone.localdate()
        born = Q(profile__birth_date__lte=years_before(day, lower))
        year = Q(profile__birth_date=None, profile__birth_year__lte=day.year - 1 - lower)
        if upper is not None:
            born &= Q(profile__birth_date__gt=years_before(day, upper))
            year &= Q(profile__birth_year__gt=day.year - 1 - upper)
        return self.filter(born | year)

    def telling_who_comes(self) -> "UserQuerySet":
        """With `has_come`: whether the person has come in at least once, see `with_account`."""
        come = User.objects.get_queryset().with_account().filter(pk=models.OuterRef("pk"))
        return self.annotate(has_come=models.Exists(come))

    def without_account(self) -> "UserQuerySet":
        come = User.objects.get_queryset().with_account().filter(pk=models.OuterRef("pk"))
        return self.exclude(models.Exists(come))

    def with_account(self) -> "UserQuerySet":
        """Those who have come in at least once, or were given a password; the others wait for an invitation."""
        addresses = EmailAddress.objects.filter(user=models.OuterRef("pk"))
        return self.filter(~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | models.Exists(addresses))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password they can come in only by invitation or e-mailed code."""
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Surname first, as Russian documents write it; the patronymic is optional.

    The network administrator is the superuser; every other right comes from Membership.
    """

    class ShownTo(models.TextChoices):
        NOBODY = "nobody", _("only hosts and methodists")
        KINDERGARTEN = "kindergarten", _("colleagues of my kindergarten")
        NETWORK = "network", _("the whole network")

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    last_name = models.CharField(_("surname"), max_length=80, db_collation=RUSSIAN)
    first_name = models.CharField(_("first name"), max_length=80, db_collation=RUSSIAN)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True, db_collation=RUSSIAN)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    shown_to = models.CharField(
        _("who sees that I take part"), max_length=12, choices=ShownTo, default=ShownTo.KINDERGARTEN
    )
    shown_on_board = models.BooleanField(
        _("show my name on the board on the wall"),
        default=False,
        help_text=_("The board hangs where parents pass too. Without this it only counts you."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["last_name", "first_name"]

    class Meta:
        ordering = ["last_name", "first_name", "patronymic", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))

    def get_short_name(self) -> str:
        """«Светлова Е. В.», as lists write it."""
        initials = [f"{part[0]}." for part in (self.first_name, self.patronymic) if part]
        return "\N{NO-BREAK SPACE}".join([self.last_name, *initials])

    @property
    def given_names(self) -> str:
        """«Елена Викторовна», as colleagues address each other."""
        return " ".join(filter(None, (self.first_name, self.patronymic)))

    @property
    def own_profile(self) -> "Profile":
        """The profile, or an empty one, not saved, of a person who came without a staff list."""
        return Profile.objects.filter(user=self).first() or Profile(user=self)

    @property
    def has_account(self) -> bool:
        """Whether the person has come in at least once, or was given a password; see `with_account`."""
        return self.has_usable_password() or EmailAddress.objects.filter(user=self).exists()

    @cached_property
    def second_steps(self) -> frozenset[str]:
        """Kinds of second steps of signing in that the person has set up, as allauth calls them."""
        return frozenset(Authenticator.objects.filter(user=self).values_list("type", flat=True))

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()

    # Nobody but the network administrator holds Django's own permissions: rights come from Membership.

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser

    # --- Roles: one query a request, never kept longer than the request's own user object ---

    @cached_property
    def current_memberships(self) -> list[Membership]:
        return list(self.memberships.current().select_related("kindergarten").order_by("since", "pk"))

    @cached_property
    def kindergarten_ids(self) -> frozenset[int]:
        return frozenset(membership.kindergarten_id for membership in self.current_memberships)

    @cached_property
    def roster_kindergarten_ids(self) -> frozenset[int]:
        """Like `kindergarten_ids`, and those where the person begins later."""
        return frozenset(self.memberships.not_over().values_list("kindergarten_id", flat=True))

    def kindergarten_ids_as(self, *roles: str) -> frozenset[int]:
        """Ids of the kindergartens where the person holds any of the roles today."""
        return frozenset(m.kindergarten_id for m in self.current_memberships if m.role in roles)

    @cached_property
    def kindergarten(self) -> Kindergarten | None:
        """The first kindergarten the person belongs to: where their new events and trajectories live."""
        return next((membership.kindergarten for membership in self.current_memberships), None)

    def is_methodist_of(self, kindergarten_id: int | None) -> bool:
        return self.is_superuser or kindergarten_id in self.kindergarten_ids_as(Membership.Role.METHODIST)

    def is_head_of(self, kindergarten_id: int | None) -> bool:
        return self.is_superuser or kindergarten_id in self.kindergarten_ids_as(Membership.Role.HEAD)

    @property
    def is_methodist(self) -> bool:
        return self.is_superuser or bool(self.kindergarten_ids_as(Membership.Role.METHODIST))

    @property
    def reads_reports(self) -> bool:
        roles = (Membership.Role.HEAD, Membership.Role.METHODIST)
        return self.is_superuser or bool(self.kindergarten_ids_as(*roles))

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin opens: for methodists and the network administrator."""
        return self.is_active and self.is_methodist


class Profile(models.Model):
    """What the staff list and the person say about their work. Experience ages by itself from `work_began_on`."""

    class Education(models.TextChoices):
        HIGHER_PEDAGOGICAL = "higher_pedagogical", _("higher pedagogical")
        HIGHER_PRESCHOOL = "higher_preschool", _("higher, preschool")
        HIGHER_OTHER = "higher_other", _("higher, other")
        SECONDARY_PEDAGOGICAL = "secondary_pedagogical", _("secondary vocational, pedagogical")
        SECONDARY = "secondary", _("secondary vocational")
        STUDENT = "student", _("studying now")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="profile", verbose_name=_("person")
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True, validators=[MinValueValidator(1930), MaxValueValidator(2015)]
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    education = models.CharField(_("education"), max_length=24, choices=Education, blank=True)
    education_details = models.CharField(_("where and what was studied"), max_length=300, blank=True)
    work_began_on = models.DateField(
        _("pedagogical work since"), null=True, blank=True, help_text=_("Breaks taken off.")
    )
    about = models.TextField(_("about me"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)

    def clean(self) -> None:
        """The year follows from the day where the day is kept."""
        if self.birth_date:
            self.birth_year = self.birth_date.year

    @property
    def is_filled_in(self) -> bool:
        """Whether anything is known of the person's work yet."""
        return bool(self.birth_year or self.education or self.work_began_on or self.about)

    def experience_on(self, day: dt.date) -> int | None:
        """Whole years of pedagogical work on `day`; None when its start is unknown."""
        return full_years(self.work_began_on, day) if self.work_began_on else None

    def age_on(self, day: dt.date) -> int | None:
        """Whole years of age on `day`; from the year alone it is the age on 1 January of that year (form 85-К)."""
        return age_on(day, born_on=self.birth_date, born_in=self.birth_year)
