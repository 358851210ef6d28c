"""Uploaded files in a store that speaks S3: kept under names of their own, read back byte for byte."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from coworking.storage import media_storage

pytestmark = pytest.mark.services


class Bucket(BaseHTTPRequestHandler):
    """The few words of the protocol that storing and reading take."""

    files: dict[str, bytes]

    def do_PUT(self) -> None:
        self.files[self.path.partition("?")[0]] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_HEAD(self) -> None:
        body = self.files.get(self.path.partition("?")[0])
        self._answer(404) if body is None else self._answer(200, body)

    do_GET = do_HEAD

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing while tests run."""


@pytest.fixture
def files() -> dict[str, bytes]:
    return {}


@pytest.fixture
def store(files: dict[str, bytes]) -> Iterator[Storage]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Files", (Bucket,), {"files": files}))
    Thread(target=server.serve_forever, daemon=True).start()
    said = media_storage(
        {
            "MEDIA_S3_BUCKET": "evidence",
            "MEDIA_S3_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "MEDIA_S3_REGION": "north",
            "MEDIA_S3_ACCESS_KEY": "name",
            "MEDIA_S3_SECRET_KEY": "word",
        }
    )
    yield import_string(said["BACKEND"])(**said["OPTIONS"])
    server.shutdown()
    server.server_close()


def test_a_file_comes_back_as_it_went(store: Storage, files: dict[str, bytes]) -> None:
    name = store.save("evidence/2026/11/photo.webp", ContentFile(b"picture"))

    with store.open(name) as file:
        assert file.read() == b"picture"
    assert files == {"/evidence/evidence/2026/11/photo.webp": b"picture"}


def test_a_second_file_of_the_same_name_replaces_nothing(store: Storage, files: dict[str, bytes]) -> None:
    names = [store.save("photo.webp", ContentFile(body)) for body in (b"first", b"second")]

    assert len(set(names)) == 2
    assert sorted(files.values()) == [b"first", b"second"]


def test_a_link_to_the_store_itself_is_signed_and_expires(store: Storage) -> None:
    link = store.url("photo.webp")

    assert "X-Amz-Signature" in link
    assert "X-Amz-Expires" in link
