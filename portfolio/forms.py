"""What people say about an item of their portfolio, checked and explained beside the field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.uploads import MAX_FILES, NO_CHILDREN, CheckedFile, CheckedFilesField, FilesInput, limits_in_words
from portfolio.models import Item, Section


class FilesForm(forms.Form):
    """A photo straight from the camera, or files; both go the same way."""

    evidence = CheckedFilesField(label=_("Photo or file"), required=False)
    photo = CheckedFilesField(
        label=_("Take a photo"),
        required=False,
        widget=FilesInput({"accept": "image/*", "capture": "environment", "multiple": False}),
    )
    no_children = forms.BooleanField(label=NO_CHILDREN, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].help_text = limits_in_words()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(self.sent) > MAX_FILES:
            self.refuse_too_many()
        if any(file.is_image for file in self.sent) and not data.get("no_children"):
            self.add_error("no_children", _("Look at the photo, set this mark and choose the photo again."))
        return data

    def refuse_too_many(self) -> None:
        self.add_error("evidence", _("An item holds up to %(number)s files.") % {"number": MAX_FILES})

    @property
    def sent(self) -> Sequence[CheckedFile]:
        """The checked files, in the order of the form."""
        return [*self.cleaned_data.get("photo", ()), *self.cleaned_data.get("evidence", ())]


class AttachForm(FilesForm):
    """Files for an item that is there already: at least one."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.sent and not self.errors:
            self.add_error("evidence", _("Choose a photo or a file."))
        return data


class AddForm(FilesForm, forms.ModelForm):
    """One screen: a title, a photo or a file, done."""

    class Meta:
        model = Item
        fields = ["title", "section"]
        widgets = {"section": forms.HiddenInput}

    field_order = ["title", "photo", "evidence", "no_children", "section"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].required = False

    @property
    def into(self) -> Section:
        """The section the item goes to, as the page says it; the one for what is new where none is asked for."""
        asked = str(self["section"].value() or "")
        chosen = Section.objects.filter(pk=asked).first() if asked.isdecimal() else None
        return chosen or Section.objects.for_new()

    def clean_section(self) -> Section:
        return self.cleaned_data["section"] or Section.objects.for_new()


class OpeningForm(forms.ModelForm):
    """What is opened anew is opened where its owner works now."""

    def save(self, commit: bool = True) -> Item:
        item: Item = self.instance
        if item.kindergarten_id not in item.teacher.kindergarten_ids:
            item.kindergarten = item.teacher.kindergarten
        return super().save(commit)


class ItemForm(OpeningForm):
    """The rest, at leisure."""

    class Meta:
        model = Item
        fields = ["title", "section", "happened_on", "level", "description", "visibility"]
        widgets = {
            "happened_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "description": forms.Textarea({"rows": 5}),
        }

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if day.year < 1950:
            raise ValidationError(_("This is too long ago; look at the year."))
        return day


class VisibilityForm(OpeningForm):
    class Meta:
        model = Item
        fields = ["visibility"]


class PeriodForm(forms.Form):
    """The days the printed portfolio speaks of; either may be left open."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The end must not be earlier than the beginning."))
        return data
