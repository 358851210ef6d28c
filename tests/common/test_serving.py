"""How a file leaves: under its own name, sandboxed, asked for again at every use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.test import RequestFactory

from common.serving import attachment, serve
from portfolio.models import Evidence


@pytest.fixture
def file(tmp_path: Path) -> Iterator[FieldFile]:
    (tmp_path / "a b.pdf").write_bytes(b"0123456789")
    kept = Evidence(file="a b.pdf").file
    kept.storage = FileSystemStorage(tmp_path)
    yield kept
    kept.close()


def asked(file: FieldFile, *, inline: bool = False, **headers: str) -> Any:
    request = RequestFactory().get("/", headers=headers)
    return serve(request, file, name="Грамота.pdf", content_type="application/pdf", inline=inline)


def test_the_bytes_come_under_a_russian_name(file: FieldFile) -> None:
    response = asked(file)

    assert response.getvalue() == b"0123456789"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D0%93%D1%80%D0%B0%D0%BC%D0%BE%D1%82%D0%B0.pdf"
    )


def test_nothing_in_the_file_may_run(file: FieldFile) -> None:
    response = asked(file)

    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")


def test_a_picture_may_open_in_the_browser(file: FieldFile) -> None:
    assert asked(file, inline=True)["Content-Disposition"].startswith("inline; ")


def test_the_browser_asks_again_and_gets_the_bytes_once(file: FieldFile) -> None:
    first = asked(file)

    again = asked(file, **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_a_range_is_not_a_way_around(file: FieldFile) -> None:
    response = asked(file, Range="bytes=0-1")

    assert (response.status_code, response.getvalue()) == (200, b"0123456789")


def test_the_web_server_sends_the_bytes_where_it_can(file: FieldFile, settings: Any) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected/"

    response = asked(file)

    assert (response["X-Accel-Redirect"], response.content) == ("/protected/a%20b.pdf", b"")
    assert response["Content-Type"] == "application/pdf"


def test_a_storage_without_folders_serves_as_well() -> None:
    kept = Evidence(file="").file
    kept.storage = InMemoryStorage()
    kept.save("a.pdf", ContentFile(b"0123456789"), save=False)

    assert asked(kept).getvalue() == b"0123456789"


def test_a_file_that_the_storage_lost_is_not_found(file: FieldFile) -> None:
    file.storage.delete("a b.pdf")

    with pytest.raises(Http404):
        asked(file)


def test_a_document_just_made_is_kept_by_no_cache() -> None:
    response = attachment(b"%PDF", name="Портфолио.pdf", content_type="application/pdf")

    assert (response["Cache-Control"], response["Content-Disposition"][:11]) == ("private, no-store", "attachment;")
