"""Settings come from the environment, and half of a configuration stops the start."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from coworking.environment import kept_secret_key
from coworking.storage import media_storage

SERVERS = {
    "DATABASE_URL": "postgres://coworking:word@db:5432/coworking",
    "REDIS_URL": "redis://redis:6379/0",
    "SECRET_KEY": "a-key-for-tests",
    "SITE_URL": "https://coworking.example/",
    "ALLOWED_HOSTS": "coworking.example, www.coworking.example",
    "EMAIL_URL": "smtp+tls://post:word@mail.example:587",
    "TRUSTED_PROXY_COUNT": "1",
}
BUCKET = {
    "MEDIA_S3_BUCKET": "evidence",
    "MEDIA_S3_REGION": "north",
    "MEDIA_S3_ACCESS_KEY": "name",
    "MEDIA_S3_SECRET_KEY": "word",
}
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """The settings that these variables, and no others, make."""

    def settings_from(**variables: str) -> dict[str, Any]:
        for name in [*SERVERS, *BUCKET, "EMBEDDED", "MEDIA_ROOT", "MEDIA_ACCEL_PREFIX", "PORT", "DEBUG"]:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"DATA_DIR": str(tmp_path)} | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "coworking" / "settings.py"))

    return settings_from


def test_without_a_word_the_installation_is_embedded(read: Read, tmp_path: Path) -> None:
    made = read()

    assert (made["EMBEDDED"], made["MAILBOX_IN_BROWSER"]) == (True, True)
    assert made["DATABASES"]["default"]["NAME"] == tmp_path / "db.sqlite3"
    assert made["CELERY_BROKER_URL"] == "filesystem://localhost"
    assert made["SITE_URL"] == "http://localhost:8000"


def test_another_port_changes_the_address_in_letters(read: Read) -> None:
    assert read(PORT="8123")["SITE_URL"] == "http://localhost:8123"


def test_an_installation_with_servers_uses_them(read: Read) -> None:
    made = read(**SERVERS)

    assert (made["EMBEDDED"], made["MAILBOX_IN_BROWSER"]) == (False, False)
    assert made["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert made["CELERY_BROKER_URL"] == "redis://redis:6379/0"
    assert made["ALLOWED_HOSTS"] == ["coworking.example", "www.coworking.example"]
    assert (made["EMAIL_HOST"], made["EMAIL_USE_TLS"]) == ("mail.example", True)


def test_an_https_address_makes_cookies_and_redirects_secure(read: Read) -> None:
    made = read(**SERVERS)

    assert made["SITE_URL"] == "https://coworking.example"
    assert [made[name] for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")] == [True] * 3


@pytest.mark.parametrize("name", [name for name in SERVERS if name not in {"DATABASE_URL", "TRUSTED_PROXY_COUNT"}])
def test_servers_without_one_of_their_variables_do_not_start(read: Read, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read(**{key: value for key, value in SERVERS.items() if key != name})


def test_a_production_installation_without_a_database_does_not_fall_back_to_a_file(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        read(**SERVERS | {"DATABASE_URL": "", "EMBEDDED": "false"})


def test_https_without_a_proxy_would_redirect_for_ever_and_does_not_start(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXY_COUNT"):
        read(**SERVERS | {"TRUSTED_PROXY_COUNT": "0"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMBEDDED", "maybe"),
        ("DEBUG", "2"),
        ("PORT", "eight"),
        ("SITE_URL", "coworking.example"),
        ("EMAIL_URL", "carrier-pigeon://mail.example"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start(read: Read, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        read(**{name: value})


def test_files_are_kept_in_a_folder_unless_a_bucket_is_named() -> None:
    assert media_storage({"MEDIA_ROOT": "/srv/media"}) == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_a_bucket_keeps_files_private_and_under_their_own_names() -> None:
    options = media_storage(BUCKET | {"MEDIA_S3_ENDPOINT": "https://store.example"})["OPTIONS"]

    assert (options["bucket_name"], options["endpoint_url"]) == ("evidence", "https://store.example")
    assert (options["default_acl"], options["file_overwrite"], options["querystring_auth"]) == (None, False, True)


@pytest.mark.parametrize("name", BUCKET)
def test_half_of_a_bucket_does_not_start(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        media_storage({key: value for key, value in BUCKET.items() if key != name})


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "MEDIA_ACCEL_PREFIX"])
def test_files_have_one_place(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        media_storage(BUCKET | {name: "/srv/media"})


def test_an_embedded_installation_keeps_its_key_to_itself(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret_key"

    assert kept_secret_key(file) == kept_secret_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
