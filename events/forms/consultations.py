"""The rules of a consultation: how its windows are cut."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import ConsultationHours


class HoursForm(forms.ModelForm):
    slot_minutes = forms.IntegerField(label=_("Length of a consultation, minutes"), min_value=10, max_value=240)
    buffer_minutes = forms.IntegerField(label=_("Break between two, minutes"), min_value=0, max_value=120)
    notice_hours = forms.IntegerField(
        label=_("Book at least so many hours ahead"),
        min_value=0,
        max_value=336,
        help_text=_("Until then a booked time may also be moved or cancelled."),
    )

    class Meta:
        model = ConsultationHours
        fields = ["slot_minutes", "buffer_minutes", "notice_hours"]

    def clean(self) -> dict[str, int]:
        data = super().clean() or {}
        length, gap = data.get("slot_minutes"), data.get("buffer_minutes")
        if length and gap and gap > length * 4:
            self.add_error("buffer_minutes", _("The break is longer than four consultations; make it shorter."))
        return data
