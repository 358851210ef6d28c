"""Putting things on the shelf and taking them off, with the files that belong to them."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models.fields.files import FieldFile

from common.kept_files import delete_on_commit, gone_if_rows_are, write
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
    with gone_if_rows_are() as written:
        for file in files:
            written.extend(_keep(item, file))


def _keep(item: Item, file: CheckedFile) -> Iterator[FieldFile]:
    evidence = Evidence(item=item, original_name=file.name, content_type=file.content_type, size=file.content.size or 0)
    yield write(evidence.file, file.suffix, file.content)
    if file.preview:
        yield write(evidence.preview, ".jpg", file.preview)
    evidence.save()


@transaction.atomic
def detach(evidence: Evidence, *, by: User) -> None:
    """Removes one file for good."""
    require(permissions.can_change(by, evidence.item))
    delete_on_commit(evidence.file, evidence.preview)
    evidence.delete()


@transaction.atomic
def delete(item: Item, *, by: User) -> None:
    """Removes an item of the owner's own making, and its files, for good."""
    require(permissions.can_delete(by, item))
    for evidence in item.evidence.all():
        delete_on_commit(evidence.file, evidence.preview)
    item.delete()
