"""When an event meets: its meetings, its two streams, the series it belongs to, and days when nobody meets."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.places import Place
from events.models.visibility import seen_by
from teachers.models import Kindergarten, User

# No meeting lasts longer; what begins within this span before now may still run.
LONGEST_MEETING = dt.timedelta(hours=24)


class Stream(models.Model):
    """A part of those who take part, with meetings and seats of its own: someone always stays with the children."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="streams", verbose_name=_("event"))
    name = models.CharField(_("name"), max_length=60)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("stream")
        verbose_name_plural = _("streams")
        constraints = [
            models.UniqueConstraint("event", "name", name="one_stream_of_a_name"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="stream_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The event knows that it has streams."""
        super().save(*args, **kwargs)
        if not self.event.has_streams:
            self.event.has_streams = True
            Event.objects.filter(pk=self.event_id).update(has_streams=True)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> "MeetingQuerySet":
        return self if user.is_superuser else self.filter(seen_by(user, "event__"))

    def of_published(self) -> "MeetingQuerySet":
        return self.filter(event__state=Event.State.PUBLISHED)

    def upcoming(self, now: dt.datetime | None = None) -> "MeetingQuerySet":
        """Not over yet, the nearest first."""
        now = now or timezone.now()
        return self.filter(ends_at__gt=now, starts_at__gt=now - LONGEST_MEETING).order_by("starts_at", "pk")

    def running(self, now: dt.datetime | None = None) -> "MeetingQuerySet":
        now = now or timezone.now()
        return self.upcoming(now).filter(starts_at__lte=now)

    def within(self, first: dt.datetime, last: dt.datetime) -> "MeetingQuerySet":
        """Those that share at least a moment with [first, last)."""
        return self.filter(starts_at__lt=last, ends_at__gt=first, starts_at__gt=first - LONGEST_MEETING)

    def with_cards(self) -> "MeetingQuerySet":
        """Related rows that a card shows, but those that `events.browsing.entries_of` adds to a whole page at once."""
        return self.select_related("place", "event__host")

    def concerning(self, user: User) -> "MeetingQuerySet":
        """Meetings where the person has a seat (in their stream) or hosts."""
        from events.models.registrations import Registration

        seats = Registration.objects.of(user).seated().filter(event=models.OuterRef("event"))
        mine = Q(stream=None) & models.Exists(seats)
        in_stream = models.Exists(seats.filter(stream=models.OuterRef("stream")))
        return self.filter(mine | in_stream | Q(event__in=Event.objects.hosted_by(user)))


class Meeting(models.Model):
    """One time and place of an event; every dated event has at least one. Times are in UTC."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="meetings", verbose_name=_("event"))
    stream = models.ForeignKey(
        Stream, models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("stream")
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    topic = models.CharField(_("topic"), max_length=160, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [
            models.Index("starts_at", "id", name="meetings_by_start"),
            models.Index("place", "starts_at", name="meetings_of_a_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST_MEETING), name="meeting_lasts_a_day_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    @property
    def hours(self) -> Decimal:
        """Length in hours of 60 minutes, to a quarter."""
        return Decimal(round((self.ends_at - self.starts_at).total_seconds() / 900)) / 4

    @property
    def is_running(self) -> bool:
        return self.starts_at <= timezone.now() < self.ends_at


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def visible_to(self, user: User) -> "HolidayQuerySet":
        return self.filter(Q(kindergarten=None) | Q(kindergarten__in=user.kindergarten_ids))

    def managed_by(self, user: User) -> "HolidayQuerySet":
        """A methodist keeps the days of their kindergartens; days of everybody are the network's."""
        return self if user.is_superuser else self.filter(kindergarten__in=Kindergarten.objects.managed_by(user))

    def kept_by(self, kindergarten: Kindergarten) -> "HolidayQuerySet":
        return self.filter(Q(kindergarten=None) | Q(kindergarten=kindergarten))


class Holiday(models.Model):
    """Days when a series does not meet; without a kindergarten they are everybody's."""

    kindergarten = models.ForeignKey(
        Kindergarten, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kindergarten")
    )
    name = models.CharField(_("name"), max_length=120)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    every_year = models.BooleanField(_("every year on the same days"), default=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["first_day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="holiday_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, day: dt.date) -> bool:
        if not self.every_year:
            return self.first_day <= day <= self.last_day
        first, last = (self.first_day.month, self.first_day.day), (self.last_day.month, self.last_day.day)
        own = (day.month, day.day)
        return first <= own <= last if first <= last else own >= first or own <= last
