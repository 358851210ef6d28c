"""A file or a link that goes with an event."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from common.uploads import NO_CHILDREN, CheckedDocumentsField, limits_in_words
from events.models import Material

VISIBLE_TO = {"visibility": forms.RadioSelect}


class MaterialForm(forms.ModelForm):
    """Files, or a link; a file without a title goes by its own name."""

    sent = CheckedDocumentsField(label=_("Files"), required=False)
    link = forms.URLField(
        label=_("or a link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    no_children = forms.BooleanField(label=NO_CHILDREN, required=False)

    class Meta:
        model = Material
        fields = ["title", "link", "visibility", "is_product"]
        widgets = VISIBLE_TO

    field_order = ["sent", "no_children", "link", "title", "visibility", "is_product"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].help_text = limits_in_words(with_office=True)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: a file goes by its own name.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        files, link = data.get("sent", ()), data.get("link")
        if any(file.is_image for file in files) and not data.get("no_children"):
            self.add_error("no_children", _("Look at the photo, set this mark and choose the photo again."))
        if files and link:
            self.add_error("link", _("Add the files and the link one after the other."))
        if not files and not link and not self.errors:
            self.add_error("sent", _("Choose a file or give a link."))
        if link and not files and not data.get("title"):
            self.add_error("title", _("Say what the link leads to."))
        return data

    def refuse_too_many(self, limit: int) -> None:
        self.add_error("sent", _("An event holds up to %(number)s materials.") % {"number": limit})

    def validate_constraints(self) -> None:
        """«A file or a link» is looked at above: the row has no file yet."""


class MaterialFactsForm(forms.ModelForm):
    class Meta:
        model = Material
        fields = ["title", "visibility", "is_product"]
        widgets = VISIBLE_TO
