"""Reading settings from the environment, loudly: a value that cannot be understood stops the start."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def env_bool(name: str, *, default: bool) -> bool:
    """The boolean in variable `name`; raises ImproperlyConfigured when it is neither true nor false."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; say true or false.")


def env_int(name: str, *, default: int) -> int:
    """The whole number in variable `name`; raises ImproperlyConfigured when it is none."""
    raw = os.environ.get(name, "").strip()
    try:
        return int(raw) if raw else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {raw!r}; a whole number is needed.") from error


def env_list(name: str, *, default: list[str]) -> list[str]:
    """The comma-separated words in variable `name`."""
    raw = os.environ.get(name, "")
    return [word.strip() for word in raw.split(",") if word.strip()] or default


def require_variables(*names: str) -> None:
    """Raises ImproperlyConfigured that names every variable of `names` which is not set."""
    if missing := [name for name in names if not os.environ.get(name, "").strip()]:
        raise ImproperlyConfigured(f"An installation with servers of its own needs {', '.join(missing)} as well.")


def env_site_url(*, default: str) -> str:
    """The site's address in SITE_URL without a slash at its end; raises ImproperlyConfigured when it is none."""
    address = os.environ.get("SITE_URL", "").strip() or default
    if not address.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"SITE_URL is {address!r}; write it like https://coworking.example.")
    return address.rstrip("/")


def kept_secret_key(path: Path) -> str:
    """The key of an embedded installation: made once, kept in `path`, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
