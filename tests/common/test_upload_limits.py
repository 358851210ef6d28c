"""How much may be sent: counted on the bytes that come, and given up early when it is hopeless."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from common.upload_limits import MAX_BYTES, MAX_REQUEST_BYTES, OversizeFile, posted_files

MEGABYTE = 1024 * 1024
BOUNDARY = "a-boundary"


class Stream:
    """A request body made while it is read; knows how much of it was."""

    def __init__(self, *parts: bytes | int) -> None:
        self.read_bytes = 0
        self.length = sum(part if isinstance(part, int) else len(part) for part in parts)
        self._pieces = self._cut(parts)
        self._rest = b""

    def _cut(self, parts: tuple[bytes | int, ...]) -> Iterator[bytes]:
        for part in parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from (b"\0" * min(MEGABYTE, part - done) for done in range(0, part, MEGABYTE))

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        data, self._rest = self._rest[:size], self._rest[size:]
        self.read_bytes += len(data)
        return data

    readline = read

    def close(self) -> None: ...


def field(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file_head(name: str) -> bytes:
    disposition = f'Content-Disposition: form-data; name="files"; filename="{name}"'
    return f"--{BOUNDARY}\r\n{disposition}\r\nContent-Type: image/jpeg\r\n\r\n".encode()


END = f"--{BOUNDARY}--\r\n".encode()


Post = Callable[..., tuple[HttpRequest, Stream]]


@pytest.fixture
def post() -> Iterator[Post]:
    """A request that sends the parts; a whole number stands for so many bytes."""
    requests: list[HttpRequest] = []

    def posted(*parts: bytes | int) -> tuple[HttpRequest, Stream]:
        stream = Stream(*parts)
        environ: dict[str, Any] = {
            "wsgi.input": stream,
            "CONTENT_LENGTH": str(stream.length),
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "REQUEST_METHOD": "POST",
        }
        requests.append(RequestFactory().request(**environ))
        return requests[-1], stream

    yield posted
    for request in requests:
        request.close()


def files_of(request: HttpRequest) -> list[tuple[str | None, type[UploadedFile]]]:
    return [(file.name, type(file)) for file in posted_files(request).getlist("files")]


def test_a_file_at_the_limit_is_kept(post: Post) -> None:
    request, _stream = post(field("title", "Фото"), file_head("a.jpg"), MAX_BYTES, b"\r\n", END)

    assert [file.size for file in posted_files(request).getlist("files")] == [MAX_BYTES]


def test_a_byte_more_is_not_kept_and_the_rest_of_the_form_is(post: Post) -> None:
    request, _stream = post(file_head("a.jpg"), MAX_BYTES + 1, b"\r\n", field("title", "Фото"), END)

    assert (request.POST["title"], files_of(request)) == ("Фото", [("a.jpg", OversizeFile)])


def test_a_small_file_beside_a_large_one_is_kept(post: Post) -> None:
    request, _stream = post(file_head("a.jpg"), 20 * MEGABYTE, b"\r\n", file_head("b.jpg"), 10, b"\r\n", END)

    assert [file.size for file in posted_files(request).getlist("files")] == [20 * MEGABYTE, 10]


@pytest.mark.parametrize("megabytes", [200, 500])
def test_a_hopeless_request_is_not_waited_for(post: Post, megabytes: int) -> None:
    request, stream = post(field("title", "Фото"), file_head("a.jpg"), megabytes * MEGABYTE, b"\r\n", END)

    assert (request.POST["title"], files_of(request)) == ("Фото", [("a.jpg", OversizeFile)])
    assert stream.read_bytes < MEGABYTE


def test_without_the_guard_everything_would_be_read(post: Post, settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[1:]
    request, stream = post(field("title", "Фото"), file_head("a.jpg"), 200 * MEGABYTE, b"\r\n", END)

    assert request.POST["title"] == "Фото"
    assert stream.read_bytes > 200 * MEGABYTE


def test_the_web_server_lets_through_what_the_application_takes() -> None:
    said = (settings.BASE_DIR / "coworking" / "Caddyfile").read_text()
    allowed = re.search(r"max_size (\d+)MB", said)

    assert allowed
    assert int(allowed[1]) * 1000 * 1000 >= MAX_REQUEST_BYTES
