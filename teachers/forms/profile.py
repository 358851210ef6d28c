"""What people say about themselves, and the courses they have taken."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teachers.models import Course, Profile, User


class ProfileForm(forms.ModelForm):
    """The part of the profile that is the person's own; the rest is the staff list's."""

    class Meta:
        model = Profile
        fields = ["about", "education_details"]
        widgets = {"about": forms.Textarea({"rows": 6})}
        help_texts = {
            "about": _("What you like to do with children, what you can share, what you look for."),
            "education_details": _("For example: teachers' college, preschool education, 2009."),
        }


class VisibilityForm(forms.ModelForm):
    """Where the person's name may be read."""

    shown_to = forms.ChoiceField(
        label=_("Who sees that I take part"), choices=User.ShownTo.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields = ["shown_to", "shown_on_board"]


class CourseForm(forms.ModelForm):
    class Meta:
        model = Course
        fields = ["title", "hours", "provider", "finished_on", "certificate"]
        widgets = {"finished_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"hours": _("As the certificate says: usually from 16 to 144.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        finished_on = data.get("finished_on")
        if finished_on and finished_on > timezone.localdate():
            self.add_error("finished_on", _("This day is still ahead. Add the course once it is finished."))
        same = Course.objects.filter(user=self.instance.user, title=data.get("title"), finished_on=finished_on)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("title", _("This course is in your profile already."))
        return data
