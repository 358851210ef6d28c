"""Where uploaded files are kept: a folder (MEDIA_ROOT), or a bucket of an S3 store when MEDIA_S3_BUCKET names one."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Name of the variable -> option of the store.
_BUCKET = {
    "MEDIA_S3_BUCKET": "bucket_name",
    "MEDIA_S3_ENDPOINT": "endpoint_url",
    "MEDIA_S3_REGION": "region_name",
    "MEDIA_S3_ACCESS_KEY": "access_key",
    "MEDIA_S3_SECRET_KEY": "secret_key",
}


def media_storage(environment: Mapping[str, str]) -> dict[str, Any]:
    """The default entry of STORAGES; raises ImproperlyConfigured for half of a bucket or for two places at once."""
    said = {name: environment[name] for name in _BUCKET if environment.get(name)}
    if not said:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if missing := [name for name in _BUCKET if name not in said and name != "MEDIA_S3_ENDPOINT"]:
        raise ImproperlyConfigured(f"Uploaded files in a bucket need {', '.join(missing)} as well.")
    if places := [name for name in ("MEDIA_ROOT", "MEDIA_ACCEL_PREFIX") if environment.get(name)]:
        raise ImproperlyConfigured(f"MEDIA_S3_BUCKET and {places[0]} name two places for files; keep one of them.")
    # Nothing is public and nothing is replaced: every byte passes our own rights check, every file has its own name.
    guarded = {"default_acl": None, "file_overwrite": False, "querystring_auth": True, "signature_version": "s3v4"}
    options = {_BUCKET[name]: value for name, value in said.items()}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": guarded | options}
