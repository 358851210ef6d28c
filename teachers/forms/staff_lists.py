"""Choosing a staff list: the file is read here, so that what cannot be read is said beside the field."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.spreadsheets import TableRefused
from common.spreadsheets.table import check_size, size_limit_in_words
from teachers.models import StaffList
from teachers.staff_import.reading import keep, open_staff_table

NAME_LENGTH = 200


class StaffListForm(forms.ModelForm):
    file = forms.FileField(label=_("File"), widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}))

    class Meta:
        model = StaffList
        fields = ["kindergarten", "as_of"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = size_limit_in_words()

    def clean_as_of(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("file")
        if isinstance(upload, UploadedFile):
            try:
                self._read(upload, data)
            except TableRefused as refused:
                self.add_error("file", str(refused))
        return data

    def _read(self, upload: UploadedFile, data: dict[str, Any]) -> None:
        check_size(upload.size or 0)
        staff = open_staff_table(upload.read(), data.get("as_of"))
        self.instance.file_name, self.instance.content = (upload.name or "")[-NAME_LENGTH:] or "?", keep(staff)
        data["as_of"] = self.cleaned_data["as_of"] = staff.as_of
