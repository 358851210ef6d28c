"""How much the site lets anybody send: counted on the bytes that really come, whatever the headers say."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

MAX_BYTES = 15 * 1024 * 1024
# Ten files of the largest size, with what a form has beside them.
MAX_REQUEST_BYTES = 10 * MAX_BYTES + 1024 * 1024
_STOPPED = "common.uploads.stopped"


class OversizeFile(UploadedFile):
    """Stands for a file that was too big to keep: its name and a size over the limit, and no content."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(BytesIO(), name=name, size=size)


class CappedUploadHandler(FileUploadHandler):
    """Stands before Django's own: keeps no byte past MAX_BYTES of a file, and stops reading a hopeless request.

    Nothing past the announced length of a request is ever read, so the announcement is all there is to check.
    """

    hopeless = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self.hopeless = content_length > MAX_REQUEST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.hopeless:
            self._stop()
        return raw_data if start + len(raw_data) <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= MAX_BYTES:
            return None
        self._drop_what_was_kept()
        return OversizeFile(self.file_name or "", file_size)

    def _stop(self) -> None:
        """What was typed before the file is kept; the rest is not waited for."""
        if self.request is not None:
            stopped = OversizeFile(self.file_name or "", MAX_BYTES + 1)
            self.request.META[_STOPPED] = (self.field_name, stopped)
        raise StopUpload(connection_reset=True)

    def _drop_what_was_kept(self) -> None:
        """The handlers behind have the first MAX_BYTES of the file in a temporary one."""
        for handler in self.request.upload_handlers if self.request else ():
            if kept := getattr(handler, "file", None):
                kept.close()


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile]:
    """`request.FILES`, and among them the file at which reading was stopped, as one that is too big."""
    files = request.FILES.copy()
    if _STOPPED in request.META:
        field, stopped = request.META[_STOPPED]
        files.appendlist(field, stopped)
    return files
