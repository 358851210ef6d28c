"""Coworking events."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeAlias

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.search import StemsField, stems_of
from common.sqlite import RUSSIAN
from events.models.places import EventForm, Place
from events.models.series import Series
from events.models.visibility import seen_by
from teachers.models import Kindergarten, User

Moment: TypeAlias = "models.DateTimeField[dt.datetime | Combinable, dt.datetime]"
ARCHIVED_AFTER = dt.timedelta(days=365)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """What colleagues may read: published, past and cancelled events."""
        return self.filter(state__in=Event.PUBLIC_STATES)

    def visible_to(self, user: User) -> "EventQuerySet":
        """The one door to events, see `seen_by`."""
        return self if user.is_superuser else self.filter(seen_by(user))

    def telling_cohosts(self) -> "EventQuerySet":
        """With `has_cohosts`, so that an event without second hosts costs no question about them."""
        cohosts = Event._meta.get_field("cohosts").related_model._default_manager.filter(event=models.OuterRef("pk"))
        return self.annotate(has_cohosts=models.Exists(cohosts))

    def hosted_by(self, user: User) -> "EventQuerySet":
        """What the person holds, alone or as a second host who has agreed."""
        cohosts = Event._meta.get_field("cohosts").related_model._default_manager.filter(person=user, state="agreed")
        return self.filter(Q(host=user) | Q(pk__in=cohosts.values("event")))

    def managed_by(self, user: User) -> "EventQuerySet":
        """What a methodist works with in the admin."""
        mine = self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))
        return mine.exclude(Q(state=Event.State.DRAFT) & ~Q(host=user))

    def upcoming(self, now: dt.datetime | None = None) -> "EventQuerySet":
        """Published and not over yet, the nearest first."""
        return self.filter(state=Event.State.PUBLISHED, ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def running(self, now: dt.datetime | None = None) -> "EventQuerySet":
        """Between the first beginning and the last end."""
        return self.upcoming(now).filter(starts_at__lte=now or timezone.now())

    def undated(self) -> "EventQuerySet":
        """Published without a date: those who would like it to happen say so."""
        return self.filter(state=Event.State.PUBLISHED, starts_at=None)

    def with_interest(self) -> "EventQuerySet":
        """Adds `interested`, how many would like it to happen; what most would like first."""
        interests = Event._meta.get_field("interests").related_model._default_manager.filter(
            event=models.OuterRef("pk")
        )
        number = interests.order_by().values("event").annotate(number=models.Count("pk")).values("number")
        return self.annotate(interested=Coalesce(models.Subquery(number), 0)).order_by("-interested", "-pk")

    def archived(self, now: dt.datetime | None = None) -> "EventQuerySet":
        """Over for a year and more."""
        return self.filter(state__in=Event.PUBLIC_STATES, ends_at__lte=(now or timezone.now()) - ARCHIVED_AFTER)

    def not_archived(self, now: dt.datetime | None = None) -> "EventQuerySet":
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=(now or timezone.now()) - ARCHIVED_AFTER))

    def awaiting_word_of(self, user: User) -> "EventQuerySet":
        """What its host has to mend or confirm, and for a methodist what is proposed; the longest waiting first."""
        returned = Q(host=user, state__in=(Event.State.RETURNED, Event.State.ACCEPTED))
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

    def mentioning(self, words: str) -> "EventQuerySet":
        """Those that hold every word, in any form of it; the last may be unfinished."""
        return self.filter(search_words__mentions=words)

    def reindex(self) -> int:
        """Writes `search_words` of rows that came in bulk or whose host or form was renamed; how many changed."""
        changed = []
        for event in self.select_related("form", "host").order_by("pk").iterator(chunk_size=1000):
            if event.search_words != (words := event.words_to_find()):
                event.search_words = words
                changed.append(event)
        return self.model._default_manager.bulk_update(changed, ["search_words"], batch_size=500) if changed else 0

    def taken_up_by(self, user: User) -> "EventQuerySet":
        """What the person holds or has a seat at."""
        seats = Event._meta.get_field("registrations").related_model._default_manager.filter(
            event=models.OuterRef("pk"), teacher=user, state__in=Event.SEATED_STATES
        )
        return self.hosted_by(user) | self.filter(models.Exists(seats))


class Event(models.Model):
    """A coworking event. Times are stored in UTC and shown in the kindergarten's zone."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("proposed")
        RETURNED = "returned", _("returned with a comment")
        DECLINED = "declined", _("declined")
        ACCEPTED = "accepted", _("accepted, waits for its host")
        CONFIRMED = "confirmed", _("confirmed by the host")
        WITHDRAWN = "withdrawn", _("withdrawn by the host")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    class Audience(models.TextChoices):
        KINDERGARTEN = "kindergarten", _("own kindergarten")
        CHOSEN = "chosen", _("chosen kindergartens")
        NETWORK = "network", _("the whole network")

    PUBLIC_STATES = (State.PUBLISHED, State.CLOSED, State.CANCELLED)
    EDITABLE_STATES = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
    # Before the methodist's word, and between it and the calendar.
    UNDECIDED_STATES = (State.PROPOSED, State.ACCEPTED, State.CONFIRMED)
    # Registration.State values that hold a seat; named here because the registration's module imports this one.
    SEATED_STATES = ("joined", "attended", "partly", "absent")

    # What `words_to_find()` reads.
    SEARCHED = frozenset({"title", "description", "outcome", "form", "form_id", "host", "host_id"})

    kindergarten = models.ForeignKey(Kindergarten, models.PROTECT, related_name="+", verbose_name=_("kindergarten"))
    form = models.ForeignKey(EventForm, models.PROTECT, related_name="+", verbose_name=_("form"))
    title = models.CharField(_("title"), max_length=160, db_collation=RUSSIAN)
    description = models.TextField(_("what it is about"), max_length=4000, blank=True)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("host"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    online_url = models.URLField(_("link for those far away"), blank=True)
    # The first beginning and the last end of the meetings, kept by `events.actions.planning`. Typed as if always there:
    # only an undated event has none, and whoever handles those asks `is_undated` first.
    starts_at: Moment = models.DateTimeField(_("begins"), null=True, blank=True)  # type: ignore[misc]
    ends_at: Moment = models.DateTimeField(_("ends"), null=True, blank=True)  # type: ignore[misc]
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, editable=False, related_name="events", verbose_name=_("series")
    )
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
    quotas_until = models.DateTimeField(_("seats are kept until"), null=True, blank=True)
    # Kept by the streams themselves: read under the event's lock, where a question of its own would come too dear.
    has_streams = models.BooleanField(default=False, editable=False)
    question = models.CharField(
        _("question to those who register"),
        max_length=200,
        blank=True,
        help_text=_("Empty: one click is enough to register."),
    )
    summary = models.TextField(_("what came out of it"), max_length=4000, blank=True)
    cloned_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("held before as")
    )
    # Counted up by every change of what people read (two open tabs) and of what calendars show (RFC 5545, 3.8.7.4).
    version = models.PositiveIntegerField(default=1, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    # Stems of what people search for, written by `save()` and, for rows written otherwise, by `reindex()`.
    search_words = StemsField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    # What a methodist has marked to be said to many at once: «accepted» or «declined».
    pending_state = models.CharField(_("marked"), max_length=10, choices=State, blank=True, editable=False)
    pending_note = models.TextField(_("comment marked"), max_length=1000, blank=True, editable=False)
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
            # Which kindergartens of the network offer something: asked by every list of events.
            models.Index(
                "kindergarten",
                "ends_at",
                name="events_for_the_network",
                condition=Q(state="published", audience="network"),
            ),
            models.Index("state", "starts_at", "id", name="events_by_state_and_start"),
            models.Index("kindergarten", "state", "starts_at", name="events_of_a_kindergarten"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="event_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is None or self.SEARCHED & set(update_fields):
            self.search_words = self.words_to_find()
            update_fields = update_fields and {*update_fields, "search_words"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.pk])

    def words_to_find(self) -> str:
        """The stems by which people find it."""
        return stems_of(self.title, self.description, self.outcome, self.form.name, self.host.last_name)

    def home_of(self, person: User) -> int | None:
        """Id of the kindergarten a participant comes from: the event's own if they belong to it, else their first."""
        if self.kindergarten_id in person.kindergarten_ids:
            return self.kindergarten_id
        return person.kindergarten.pk if person.kindergarten else None

    @cached_property
    def cohost_ids(self) -> frozenset[int]:
        """People who have agreed to hold the event too; asked of nobody where it is known that there are none."""
        if not getattr(self, "has_cohosts", True):
            return frozenset()
        return frozenset(cohost.person_id for cohost in self.cohosts.all() if cohost.state == "agreed")

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC_STATES

    @property
    def is_undated(self) -> bool:
        return not self.starts_at

    @property
    def has_started(self) -> bool:
        return not self.is_undated and self.starts_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        return not self.is_undated and self.ends_at <= timezone.now()

    @property
    def is_running(self) -> bool:
        return self.state == self.State.PUBLISHED and self.has_started and not self.has_ended

    @property
    def is_archived(self) -> bool:
        return self.is_public and not self.is_undated and self.ends_at <= timezone.now() - ARCHIVED_AFTER

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
        return left_in_words(self.seats_left)

    @property
    def hours(self) -> Decimal:
        """Hours of all meetings that one person may attend: the longest stream's, and of those for everybody."""
        shared, streams = Decimal(0), dict[int, Decimal]()
        for meeting in self.meetings.all():
            if meeting.stream_id is None:
                shared += meeting.hours
            else:
                streams[meeting.stream_id] = streams.get(meeting.stream_id, Decimal(0)) + meeting.hours
        return shared + max(streams.values(), default=Decimal(0))


def left_in_words(seats: int | None) -> str:
    """«Осталось 3 места»; None: there is no limit."""
    if seats is None:
        return gettext("everyone is welcome")
    if seats == 0:
        return gettext("no seats left")
    return ngettext("%(n)s seat left", "%(n)s seats left", seats) % {"n": seats}
