"""Events on the methodist's desk: what waits for a decision, corrections, places, and the network's forms."""

from django.contrib import admin, messages
from django.db.models import ForeignKey, Model, QuerySet, URLField
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin import ManagedAdmin, ManagedTabularInline, SharedAdmin, Waiting
from events import permissions
from events.actions import lifecycle
from events.actions.correcting import correct
from events.models import Event, EventForm, Place, Registration
from teachers.models import User


class RegistrationInline(ManagedTabularInline):
    """Who has joined; joining and leaving are done by the people themselves, attendance on the event's page."""

    model = Registration
    fields = readonly_fields = ("teacher", "state", "hours", "joined_at")
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).select_related("teacher", "event")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_add_permission


@admin.register(Event)
class EventAdmin(ManagedAdmin):
    list_display = ("title", "answer", "state", "starts_at", "seats_taken", "host", "form", "place")
    list_filter = ("state", "form", ("kindergarten", admin.RelatedOnlyFieldListFilter), "audience")
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
    )
    readonly_fields = ("host", "state", "state_note")
    inlines = (RegistrationInline,)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    show_full_result_count = False
    actions = ("publish",)

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
        if form.changed_data and isinstance(request.user, User):
            correct(obj, form.changed_data, by=request.user)

    def waiting(self, request: HttpRequest) -> Waiting:
        number = self.get_queryset(request).filter(state=Event.State.PROPOSED).count()
        return Waiting(
            _("Events proposed"), number, reverse("admin:events_event_changelist") + "?state__exact=proposed"
        )

    @admin.display(description=_("registered"))
    def seats_taken(self, event: Event) -> str:
        taken, seats = getattr(event, "taken", 0), getattr(event, "seats", None)
        return f"{taken} / {seats}" if seats else f"{taken}"

    @admin.display(description=_("decision"))
    def answer(self, event: Event) -> str:
        if event.state != Event.State.PROPOSED:
            return ""
        return format_html('<a href="{}">{}</a>', event.get_absolute_url(), _("Read and decide"))

    @admin.action(description=_("Publish the chosen events"))
    def publish(self, request: HttpRequest, chosen: QuerySet[Event]) -> None:
        user = request.user
        decidable = [event for event in chosen if isinstance(user, User) and permissions.can_moderate(user, event)]
        for event in decidable:
            lifecycle.publish(event, by=user)  # type: ignore[arg-type]  # decidable is empty for a stranger
        number = len(decidable)
        said = ngettext("%(n)s event published.", "%(n)s events published.", number) % {"n": number}
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)


@admin.register(Place)
class PlaceAdmin(ManagedAdmin):
    list_display = ("name", "capacity", "kindergarten")
    list_filter = (("kindergarten", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("kindergarten",)
    search_fields = ("name",)


@admin.register(EventForm)
class EventFormAdmin(SharedAdmin):
    list_display = ("name", "default_minutes", "default_capacity", "product", "roles")
    search_fields = ("name",)
