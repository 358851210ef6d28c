"""The desk's guard against two tabs: the first press after somebody else's change only says what has changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from events.actions.locking import lock_event
from events.models import Event
from events.versions import changes_since, opened


class GuardedEventForm(forms.ModelForm):
    """For an admin page, which runs in a transaction: the event stays locked from the check to the save."""

    GUARDS = ("read_version", "opened")

    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(read_version=self.instance.version, opened=opened(self.instance))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        now = lock_event(self.instance.pk)
        if data.get("read_version") not in (None, now.version):
            self.add_error(None, self._told(now, data.get("opened", "")))
            # Whoever presses again knows of it.
            self.data = {
                **{name: self.data[name] for name in self.data},
                "read_version": str(now.version),
                "opened": opened(now),
            }
        return data

    def _told(self, now: Event, opened_as: str) -> list[str]:
        who = _("%(who)s has changed the event meanwhile. Nothing is saved; press again to save yours over it.")
        lines = [who % {"who": now.changed_by or _("Somebody")}]
        changes = changes_since(opened_as, now)
        return lines + [f"{change.label}: {change.was or '—'} → {change.became or '—'}" for change in changes]

    @property
    def written(self) -> list[str]:
        """The event's own fields that were changed."""
        return [name for name in self.changed_data if name not in self.GUARDS]
