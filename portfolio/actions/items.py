"""Putting things on the shelf and taking them off, with the files that belong to them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile

from common.permissions import require
from common.uploads import MAX_FILES, CheckedFile
from portfolio import permissions
from portfolio.models import Evidence, Item
from teachers.models import User


class TooManyFiles(Exception):
    """The item would hold more than MAX_FILES files; none of the new ones is kept."""


@transaction.atomic
def add(item: Item, files: Sequence[CheckedFile], *, by: User) -> Item:
    """Puts a new item with its files on its owner's shelf. Raises TooManyFiles."""
    require(permissions.can_change(by, item))
    item.save()
    attach(item, files, by=by)
    return item


@transaction.atomic
def attach(item: Item, files: Sequence[CheckedFile], *, by: User) -> None:
    """Adds checked files to the item. Raises TooManyFiles."""
    require(permissions.can_change(by, item))
    Item.objects.select_for_update(of=("self",)).get(pk=item.pk)  # two uploads at once must not pass the limit
    if Evidence.objects.filter(item=item).count() + len(files) > MAX_FILES:
        raise TooManyFiles
    with _gone_if_rows_are() as written:
        for file in files:
            written.extend(_keep(item, file))


def _keep(item: Item, file: CheckedFile) -> Iterator[FieldFile]:
    evidence = Evidence(item=item, original_name=file.name, content_type=file.content_type, size=file.content.size or 0)
    yield _write(evidence.file, file.suffix, file.content)
    if file.preview:
        yield _write(evidence.preview, ".jpg", file.preview)
    evidence.save()


def _write(field: FieldFile, suffix: str, content: File) -> FieldFile:
    """Under a name of our own making: nothing of the sender's name reaches the storage."""
    field.save(f"{uuid4().hex}{suffix}", content, save=False)
    return field


@contextmanager
def _gone_if_rows_are() -> Iterator[list[FieldFile]]:
    """Files written in the block and put into the list are removed again when the block fails."""
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException:
        for field in written:
            field.delete(save=False)
        raise


@transaction.atomic
def detach(evidence: Evidence, *, by: User) -> None:
    """Removes one file for good."""
    require(permissions.can_change(by, evidence.item))
    _delete_files(evidence)
    evidence.delete()


@transaction.atomic
def delete(item: Item, *, by: User) -> None:
    """Removes an item of the owner's own making, and its files, for good."""
    require(permissions.can_delete(by, item))
    for evidence in item.evidence.all():
        _delete_files(evidence)
    item.delete()


def _delete_files(evidence: Evidence) -> None:
    """Bytes go only when their row is really gone."""
    for field in filter(None, (evidence.file, evidence.preview)):
        transaction.on_commit(partial(field.storage.delete, str(field.name)))
