"""Forms of coworking events, places, and the events themselves."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.sqlite import RUSSIAN
from teachers.models import Kindergarten, User


class EventForm(models.Model):
    """A form of methodical work (семинар-практикум, мастер-класс …): its defaults, edited by methodists."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    icon = models.CharField(_("icon"), max_length=40)
    tint = models.PositiveSmallIntegerField(
        _("tint"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    purpose = models.CharField(_("what it is for"), max_length=200, blank=True)
    product = models.CharField(_("what one leaves with"), max_length=200, blank=True)
    roles = models.CharField(_("roles"), max_length=200, blank=True)
    default_minutes = models.PositiveSmallIntegerField(_("usual length, minutes"), default=60)
    default_capacity = models.PositiveSmallIntegerField(_("usual group"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("form of event")
        verbose_name_plural = _("forms of events")

    def __str__(self) -> str:
        return self.name


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: User) -> "PlaceQuerySet":
        return self if user.is_superuser else self.filter(kindergarten__in=user.kindergarten_ids)

    def managed_by(self, user: User) -> "PlaceQuerySet":
        return self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))


class Place(models.Model):
    kindergarten = models.ForeignKey(Kindergarten, models.CASCADE, related_name="+", verbose_name=_("kindergarten"))
    name = models.CharField(_("name"), max_length=120, db_collation=RUSSIAN)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [models.UniqueConstraint("kindergarten", "name", name="one_place_of_a_name")]

    def __str__(self) -> str:
        return self.name


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """What colleagues may read: published, past and cancelled events."""
        return self.filter(state__in=Event.PUBLIC_STATES)

    def visible_to(self, user: User) -> "EventQuerySet":
        """The one door to events: one's own, public ones of one's kindergartens and of the network, and
        for a methodist whatever waits for a decision; a draft is its author's alone."""
        if user.is_superuser:
            return self
        public = Q(state__in=Event.PUBLIC_STATES) & (
            Q(kindergarten__in=user.kindergarten_ids) | Q(audience=Event.Audience.NETWORK)
        )
        mine = Q(host=user)
        if moderated := user.kindergarten_ids_as("methodist"):
            mine |= Q(kindergarten__in=moderated) & ~Q(state=Event.State.DRAFT)
        return self.filter(mine | public)

    def managed_by(self, user: User) -> "EventQuerySet":
        """What a methodist works with in the admin."""
        mine = self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))
        return mine.exclude(Q(state=Event.State.DRAFT) & ~Q(host=user))

    def upcoming(self, now: dt.datetime | None = None) -> "EventQuerySet":
        """Published and not over yet, the nearest first."""
        return self.filter(state=Event.State.PUBLISHED, ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def awaiting_word_of(self, user: User) -> "EventQuerySet":
        """What was returned to its host, and for a methodist what is proposed; the longest waiting first."""
        returned = Q(host=user, state=Event.State.RETURNED)
        proposed = Q(state=Event.State.PROPOSED, kindergarten__in=Kindergarten.objects.managed_by(user))
        return self.filter(returned | proposed).order_by("state_changed_at", "pk")

    def with_cards(self) -> "EventQuerySet":
        """Related rows that a card shows; seats come by `with_seats()` or, for a whole page, by `read_seats()`."""
        return self.select_related("form", "place", "host")

    def with_seats(self) -> "EventQuerySet":
        """Adds `seats` (None: no limit) and `taken`; the count runs for the rows of one page only."""
        seated = Event._meta.get_field("registrations").related_model._default_manager.filter(
            event=models.OuterRef("pk"), state__in=Event.SEATED_STATES
        )
        taken = seated.order_by().values("event").annotate(number=models.Count("pk")).values("number")
        return self.annotate(seats=Coalesce("capacity", "place__capacity"), taken=Coalesce(models.Subquery(taken), 0))

    def taken_up_by(self, user: User) -> "EventQuerySet":
        """What the person holds or has a seat at."""
        seats = Event._meta.get_field("registrations").related_model._default_manager.filter(
            event=models.OuterRef("pk"), teacher=user, state__in=Event.SEATED_STATES
        )
        return self.filter(Q(host=user) | Q(models.Exists(seats)))


class Event(models.Model):
    """A coworking event. Times are stored in UTC and shown in the kindergarten's zone."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("proposed")
        RETURNED = "returned", _("returned with a comment")
        DECLINED = "declined", _("declined")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    class Audience(models.TextChoices):
        KINDERGARTEN = "kindergarten", _("own kindergarten")
        NETWORK = "network", _("the whole network")

    PUBLIC_STATES = (State.PUBLISHED, State.CLOSED, State.CANCELLED)
    EDITABLE_STATES = (State.DRAFT, State.RETURNED)
    # Registration.State values that hold a seat; named here because the registration's module imports this one.
    SEATED_STATES = ("joined", "attended", "partly", "absent")

    kindergarten = models.ForeignKey(Kindergarten, models.PROTECT, related_name="+", verbose_name=_("kindergarten"))
    form = models.ForeignKey(EventForm, models.PROTECT, related_name="+", verbose_name=_("form"))
    title = models.CharField(_("title"), max_length=160, db_collation=RUSSIAN)
    description = models.TextField(_("what it is about"), max_length=4000, blank=True)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("host"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    online_url = models.URLField(_("link for those far away"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("Empty: as many as the place holds."),
    )
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience, default=Audience.KINDERGARTEN)
    to_bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    outcome = models.CharField(_("what one leaves with"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    state_note = models.TextField(_("comment"), max_length=1000, blank=True, editable=False)
    state_changed_at = models.DateTimeField(_("state since"), default=timezone.now, editable=False)
    state_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index("state", "starts_at", "id", name="events_by_state_and_start"),
            models.Index("kindergarten", "state", "starts_at", name="events_of_a_kindergarten"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="event_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC_STATES

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def seat_limit(self) -> int | None:
        """The event's own limit, else the place's, else none."""
        return self.capacity or (self.place.capacity if self.place else None)

    @property
    def seats_left(self) -> int | None:
        """Free seats of an event whose `taken` seats were read; None when there is no limit."""
        seats, taken = self.seat_limit, getattr(self, "taken", 0)
        return None if seats is None else max(seats - taken, 0)

    @property
    def seats_in_words(self) -> str:
        left = self.seats_left
        if left is None:
            return gettext("everyone is welcome")
        if left == 0:
            return gettext("no seats left")
        return ngettext("%(n)s seat left", "%(n)s seats left", left) % {"n": left}

    @property
    def hours(self) -> float:
        """Length in hours of 60 minutes, to a quarter."""
        return round((self.ends_at - self.starts_at).total_seconds() / 900) / 4
