"""Promises of docker-compose.yml and Dockerfile: two web processes, nobody is root, no secret is written down."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.coworking.test_architecture import LAYERS

COMPOSE: dict[str, Any] = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()
STAGES = {
    name: body
    for body, name in [(part, part.split("\n")[0].split(" AS ")[1]) for part in DOCKERFILE.split("\nFROM ")[1:]]
}
OURS = ["web-1", "web-2", "worker", "beat", "migrate"]


def test_every_part_of_the_installation_is_there() -> None:
    assert set(SERVICES) == {*OURS, "front", "db", "redis"}


def test_both_web_processes_are_one_thing_twice() -> None:
    assert SERVICES["web-1"] == SERVICES["web-2"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_lasting_part_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_is_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]
    stage = STAGES.get(service.get("build", {}).get("target", ""), "")

    assert service.get("user") in {"postgres", "redis"} or "\nUSER 10001:10001\n" in stage
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_no_secret_is_written_down() -> None:
    secrets = ("SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL")
    said = SERVICES["web-1"]["environment"] | SERVICES["db"]["environment"]

    assert [name for name in secrets if name in said and not said[name].startswith(f"${{{name}:?")] == []
    assert "${POSTGRES_PASSWORD:?" in said["DATABASE_URL"]


@pytest.mark.parametrize("name", ["web-1", "web-2", "worker", "beat"])
def test_nothing_starts_on_a_database_that_is_not_migrated(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_the_database_knows_russian_order() -> None:
    assert "--locale-provider=icu --icu-locale=ru-RU" in SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"]


def test_database_and_files_outlive_their_containers() -> None:
    assert {"database", "media"} <= set(COMPOSE["volumes"])
    assert "media:/srv/media" in SERVICES["web-1"]["volumes"]
    assert "media:/srv/media:ro" in SERVICES["front"]["volumes"]


def test_only_the_front_is_open_to_the_outside() -> None:
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["front"]
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_image_holds_every_app_and_the_compiled_catalogue() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))

    assert copied == {*LAYERS, "static", "templates", "locale"}
    assert (settings.BASE_DIR / "locale/ru/LC_MESSAGES/django.mo").exists()


def test_the_image_installs_only_what_the_lock_vouches_for() -> None:
    lock = (settings.BASE_DIR / "requirements.lock").read_text()

    assert "--require-hashes" in STAGES["build"]
    assert "django-storages==" in lock
    assert "://" not in lock
