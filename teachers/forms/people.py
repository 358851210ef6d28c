"""What a methodist types about people at the desk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teachers.models import Course, User


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["last_name", "first_name", "patronymic", "email", "is_active", "is_superuser"]

    def clean_email(self) -> str | None:
        """In small letters, as a mailbox makes no difference and our lists must not."""
        email: str | None = self.cleaned_data["email"]
        return email.lower() if email else None


class CourseForm(forms.ModelForm):
    """Ticking the box says who has seen the certificate, and when."""

    verified_by: User | None = None

    is_verified = forms.BooleanField(label=_("certificate seen"), required=False)

    class Meta:
        model = Course
        fields = ["title", "hours", "provider", "finished_on", "certificate"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_verified"] = self.instance.verified_at is not None

    def save(self, commit: bool = True) -> Course:
        if "is_verified" in self.changed_data:
            seen = self.cleaned_data["is_verified"]
            self.instance.verified_by = self.verified_by if seen else None
            self.instance.verified_at = timezone.now() if seen else None
        course: Course = super().save(commit)
        return course
