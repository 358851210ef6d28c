"""Uploaded files and the rows they belong to: both are there, or neither."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile


def write(field: FieldFile, suffix: str, content: File) -> FieldFile:
    """Under a name of our own making: nothing of the sender's name reaches the storage."""
    field.save(f"{uuid4().hex}{suffix}", content, save=False)
    return field


@contextmanager
def gone_if_rows_are() -> Iterator[list[FieldFile]]:
    """Files written in the block and put into the list are removed again when the block fails."""
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException:
        for field in written:
            field.delete(save=False)
        raise


def delete_on_commit(*fields: FieldFile) -> None:
    """Bytes go only when their row is really gone; empty fields are passed over."""
    for field in filter(None, fields):
        transaction.on_commit(partial(field.storage.delete, str(field.name)))
