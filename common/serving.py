"""Uploaded files on their way to a person who may see them; the caller has checked that before it comes here."""

from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

# Nothing in an uploaded file runs, frames, submits or loads, even when it is opened as a page of its own.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def serve(
    request: HttpRequest, file: FieldFile, *, name: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """The bytes of `file` under the person-readable `name`; `inline` only for pictures that were made anew.

    A browser may keep the bytes but must ask before each use, so that rights taken back work at once. With
    MEDIA_ACCEL_PREFIX the web server sends them, otherwise they are streamed from the storage, wherever that is.
    Raises Http404 when the storage has lost the file.
    """
    etag = quote_etag(file.name or "")
    response = get_conditional_response(request, etag) or _content(file)
    if response.status_code == 200:
        response["Content-Type"] = content_type
        response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def _content(file: FieldFile) -> HttpResponseBase:
    if settings.MEDIA_ACCEL_PREFIX:
        return HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL_PREFIX + quote(file.name or "")})
    try:
        return FileResponse(file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error


def attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A document just made for this person, to be downloaded under `name` and kept by no cache."""
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
