"""Events on the desk: what waits for a decision, answers to many at once, corrections."""

from collections.abc import Callable, Iterable
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import ForeignKey, Model, Q, QuerySet, URLField
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.admin import ManagedAdmin, Waiting
from events import permissions
from events.actions import lifecycle
from events.actions.correcting import correct
from events.admin.registrations import RegistrationInline
from events.forms.guarded import GuardedEventForm
from events.models import Event, EventForm
from teachers.models import User
from teachers.requests import signed_in

State = Event.State
ADDRESS = "admin:events_event_changelist"


class AnswersForm(ActionForm):
    """Beside the choice of an action: the words that go with a refusal."""

    comment = forms.CharField(label=_("Comment"), required=False, max_length=1000)


@admin.register(Event)
class EventAdmin(ManagedAdmin):
    list_display = ("title", "answer", "state", "marked", "starts_at", "seats_taken", "host", "form", "place")
    list_filter = ("state", "pending_state", "form", ("kindergarten", admin.RelatedOnlyFieldListFilter), "audience")
    list_select_related = ("form", "host", "place", "kindergarten")
    search_fields = ("title", "description", "host__last_name", "host__first_name")
    ordering = ("-starts_at", "-pk")
    fields = (
        ("form", "audience"),
        "title",
        "description",
        ("starts_at", "ends_at"),
        ("place", "capacity"),
        "online_url",
        ("to_bring", "outcome"),
        ("host", "state", "state_note"),
        *GuardedEventForm.GUARDS,
    )
    form = GuardedEventForm
    # Times and the place of each meeting are changed on the site, where those who would clash are shown first.
    readonly_fields = ("host", "state", "state_note", "starts_at", "ends_at", "place")
    inlines = (RegistrationInline,)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    show_full_result_count = False
    action_form = AnswersForm
    actions = ("accept", "mark_accepted", "mark_declined", "unmark", "say_marked", "publish")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        rows: QuerySet[Event] = super().get_queryset(request).with_seats()  # type: ignore[attr-defined]
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Events are proposed on the site, where a methodist's own are published at once."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An event is cancelled with a reason, never made to vanish."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user = request.user
        if not isinstance(obj, Event) or not isinstance(user, User):
            return self.has_module_permission(request)
        return permissions.can_correct(user, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField | None:
        if db_field.name == "form":
            kwargs["queryset"] = EventForm.objects.order_by("order")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, obj: Event) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Event, form: ModelForm, change: bool) -> None:
        if isinstance(form, GuardedEventForm) and form.written and isinstance(request.user, User):
            correct(obj, form.written, by=request.user)

    def waiting(self, request: HttpRequest) -> Waiting:
        """What waits for the methodist: proposals, and what is confirmed and not public yet."""
        rows = self.get_queryset(request).filter(Q(state=State.PROPOSED) | Q(state=State.CONFIRMED))
        states = list(rows.values_list("state", flat=True))
        state = State.PROPOSED if State.PROPOSED in states or not states else State.CONFIRMED
        words = _("Events proposed") if state == State.PROPOSED else _("Events to publish")
        return Waiting(words, states.count(state), f"{reverse(ADDRESS)}?state__exact={state}")

    @admin.display(description=_("registered"))
    def seats_taken(self, event: Event) -> str:
        taken, seats = getattr(event, "taken", 0), getattr(event, "seats", None)
        return f"{taken} / {seats}" if seats else f"{taken}"

    @admin.display(description=_("decision"))
    def answer(self, event: Event) -> str:
        if event.state != State.PROPOSED:
            return ""
        return format_html('<a href="{}">{}</a>', event.get_absolute_url(), _("Read and decide"))

    @admin.display(description=_("marked"))
    def marked(self, event: Event) -> str:
        """What will be said once the marked answers are sent, with the words that go along."""
        words = {State.ACCEPTED: _("accept"), State.DECLINED: _("decline")}.get(State(event.pending_state or "draft"))
        return " – ".join(filter(None, (str(words or ""), event.pending_note)))

    # --- Answers to many at once ---

    @admin.action(description=_("Accept the chosen events"))
    def accept(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        self._each(request, chosen, permissions.can_moderate, lifecycle.accept)

    @admin.action(description=_("Mark: accept"))
    def mark_accepted(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        self._each(request, chosen, permissions.can_moderate, partial(lifecycle.mark, state=State.ACCEPTED))

    @admin.action(description=_("Mark: decline, with the comment"))
    def mark_declined(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        comment = request.POST.get("comment", "").strip()
        if not comment:
            self.message_user(request, gettext("Write a comment: the host will read why."), messages.ERROR)
            return
        act = partial(lifecycle.mark, state=State.DECLINED, comment=comment)
        self._each(request, chosen, permissions.can_moderate, act)

    @admin.action(description=_("Take the marks away"))
    def unmark(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        self._each(request, chosen, permissions.can_moderate, partial(lifecycle.mark, state=None))

    @admin.action(description=_("Send the marked answers to the hosts"))
    def say_marked(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        user = signed_in(request)
        marked = [event for event in chosen if event.pending_state and permissions.can_moderate(user, event)]
        self._said(request, lifecycle.say_marked(marked, by=user))

    @admin.action(description=_("Publish the confirmed events"))
    def publish(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        self._each(request, chosen, permissions.can_publish, lifecycle.publish)

    def _each(
        self,
        request: HttpRequest,
        chosen: Iterable[Event],
        may: Callable[[User, Event], bool],
        act: Callable[..., object],
    ) -> None:
        """Does it to those of the chosen that it suits, and says to how many."""
        user = signed_in(request)
        suited = [event for event in chosen if may(user, event)]
        for event in suited:
            act(event, by=user)
        self._said(request, len(suited))

    def _said(self, request: HttpRequest, number: int) -> None:
        said = ngettext("Done for %(n)s event.", "Done for %(n)s events.", number) % {"n": number}
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)
