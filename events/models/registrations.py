"""Who takes part: one row per person and event, reused when somebody leaves and comes back."""

from collections.abc import Collection
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.meetings import Meeting, Stream
from teachers.models import Kindergarten, User


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, teacher: User) -> "RegistrationQuerySet":
        return self.filter(teacher=teacher)

    def seated(self) -> "RegistrationQuerySet":
        """Rows that hold a seat."""
        return self.filter(state__in=Event.SEATED_STATES)

    def waiting(self) -> "RegistrationQuerySet":
        """The queue, the first in it first."""
        return self.filter(state=Registration.State.WAITING).order_by("queue_number", "pk")

    def booked(self) -> "RegistrationQuerySet":
        """Those that have booked a time of a consultation, the earliest first."""
        return self.seated().filter(slot_starts_at__isnull=False).order_by("slot_starts_at", "pk")

    def in_stream(self, stream: Stream | None) -> "RegistrationQuerySet":
        return self.filter(stream=stream)

    def attended(self) -> "RegistrationQuerySet":
        return self.filter(state__in=(Registration.State.ATTENDED, Registration.State.PARTLY))

    def visible_to(self, user: User) -> "RegistrationQuerySet":
        return self.filter(event__in=Event.objects.visible_to(user))

    def managed_by(self, user: User) -> "RegistrationQuerySet":
        return self.filter(event__in=Event.objects.managed_by(user))

    def certified_to(self, user: User) -> "RegistrationQuerySet":
        """Those of closed events whose certificate the person may take: one's own, and a methodist's participants'."""
        theirs = Q(teacher=user) | Q(event__kindergarten__in=Kindergarten.objects.managed_by(user))
        return self.attended().filter(theirs, event__state=Event.State.CLOSED)

    def ahead_of(self, registration: "Registration") -> "RegistrationQuerySet":
        """Those who stand in the same queue before the given one."""
        queue = self.filter(event=registration.event_id, stream=registration.stream_id).waiting()
        return queue.filter(queue_number__lt=registration.queue_number)


class Registration(models.Model):
    class State(models.TextChoices):
        ASKED = "asked", _("waits for the host's consent")
        JOINED = "joined", _("joined")
        WAITING = "waiting", _("in the queue")
        LEFT = "left", _("registration cancelled")
        ATTENDED = "attended", _("attended")
        PARTLY = "partly", _("attended in part")
        ABSENT = "absent", _("did not come")

    class Absence(models.TextChoices):
        ILL = "ill", _("was ill")
        CHILDREN = "children", _("stayed with the children")
        LEAVE = "leave", _("was on leave")
        OTHER = "other", _("another reason")

    # States of a person who counts on coming or would like to: they hear about changes.
    EXPECTED_STATES = (State.ASKED, State.JOINED, State.WAITING)

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    stream = models.ForeignKey(
        Stream, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name=_("stream")
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations", verbose_name=_("participant")
    )
    kindergarten = models.ForeignKey(
        Kindergarten, models.SET_NULL, null=True, related_name="+", verbose_name=_("comes from")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.JOINED)
    queue_number = models.PositiveIntegerField(_("number in the queue"), null=True, editable=False)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, null=True, blank=True)
    absence = models.CharField(_("reason of absence"), max_length=8, choices=Absence, blank=True)
    answer = models.CharField(_("answer to the host's question"), max_length=300, blank=True)
    slot_starts_at = models.DateTimeField(_("booked from"), null=True, editable=False)
    slot_ends_at = models.DateTimeField(_("booked until"), null=True, editable=False)
    host_signed_at = models.DateTimeField(_("signed off by the host"), null=True, editable=False)
    teacher_signed_at = models.DateTimeField(_("signed off by the participant"), null=True, editable=False)
    joined_at = models.DateTimeField(_("joined"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint("event", "teacher", name="one_registration_per_person_and_event"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(queue_number__isnull=False), name="whoever_waits_has_a_number"
            ),
            models.UniqueConstraint(
                "event",
                "slot_starts_at",
                condition=Q(state="joined", slot_starts_at__isnull=False),
                name="one_person_per_slot",
            ),
            models.CheckConstraint(
                condition=Q(slot_starts_at=None, slot_ends_at=None) | Q(slot_ends_at__gt=F("slot_starts_at")),
                name="slot_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index("teacher", "state", name="registrations_of_a_teacher")]

    def __str__(self) -> str:
        return f"{self.teacher}: {self.event}"

    @property
    def is_expected(self) -> bool:
        """Whether the person counts on coming, or would like to."""
        return self.state in self.EXPECTED_STATES

    @property
    def was_there(self) -> bool:
        return self.state in (self.State.ATTENDED, self.State.PARTLY)

    @property
    def holds_a_seat(self) -> bool:
        return self.state in Event.SEATED_STATES

    @property
    def is_signed_off(self) -> bool:
        """Whether both have signed what the participant wrote."""
        return self.host_signed_at is not None and self.teacher_signed_at is not None


class RegistrationChange(models.Model):
    """What happened to a registration: who changed it, when and why. Rows are only ever added."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="changes", verbose_name=_("registration")
    )
    was = models.CharField(_("was"), max_length=10, choices=Registration.State, blank=True)
    became = models.CharField(_("became"), max_length=10, choices=Registration.State)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by whom")
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a registration")
        verbose_name_plural = _("changes of registrations")

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_became_display()}"


class MeetingMarkQuerySet(models.QuerySet["MeetingMark"]):
    def of(self, person: User) -> "MeetingMarkQuerySet":
        return self.filter(registration__teacher=person)

    def at(self, meetings: Collection[Meeting]) -> "MeetingMarkQuerySet":
        """Who is there, whole or in part, by anybody's word, and has not left since."""
        seated = self.filter(registration__state__in=Event.SEATED_STATES, meeting__in=meetings)
        return seated.exclude(state=MeetingMark.State.ABSENT)


class MeetingMark(models.Model):
    """Whether a participant was at one meeting; made by the host, or by the person's own check-in.

    `checked_in` says that it is the person's own word still: it counts once the host has confirmed it.
    """

    class State(models.TextChoices):
        HERE = "here", _("was there")
        PARTLY = "partly", _("was there in part")
        ABSENT = "absent", _("did not come")

    SHARE = {State.HERE.value: Decimal(1), State.PARTLY.value: Decimal("0.5"), State.ABSENT.value: Decimal(0)}

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="marks", verbose_name=_("registration"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="marks", verbose_name=_("meeting"))
    state = models.CharField(_("mark"), max_length=8, choices=State)
    checked_in = models.BooleanField(_("checked in by the person"), default=False)
    at = models.DateTimeField(_("when"), auto_now=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by whom")
    )

    objects = MeetingMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of a meeting")
        verbose_name_plural = _("marks of meetings")
        constraints = [models.UniqueConstraint("registration", "meeting", name="one_mark_per_meeting")]

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_state_display()}"

    @property
    def share(self) -> Decimal:
        """The part of the meeting's hours that counts."""
        return self.SHARE[self.state]
