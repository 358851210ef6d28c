"""Files and links of an event: added, changed and removed by those who run it."""

from collections.abc import Sequence
from pathlib import PurePath

from django.db import transaction

from common.kept_files import delete_on_commit, gone_if_rows_are, write
from common.permissions import require
from common.uploads import CheckedFile
from events import permissions
from events.actions.locking import lock_event
from events.models import Event, Material
from teachers.models import User

MAX_MATERIALS = 40


class TooManyMaterials(Exception):
    """The event would have more than MAX_MATERIALS; none of the new ones is kept."""


@transaction.atomic
def add(sample: Material, files: Sequence[CheckedFile], *, by: User) -> None:
    """Adds a material for each of `files`, or the link that `sample` holds; all are seen by whom the sample says.

    One file bears the sample's title, several bear their own names. Raises TooManyMaterials.
    """
    event = lock_event(sample.event_id)
    require(permissions.can_keep_materials(by, event))
    if event.materials.count() + max(len(files), 1) > MAX_MATERIALS:
        raise TooManyMaterials
    if sample.is_product:
        _the_only_product(event)
    with gone_if_rows_are() as written:
        for number, file in enumerate(files):
            material = _from_file(sample, file, titled=len(files) == 1)
            material.is_product, material.added_by = sample.is_product and number == 0, by
            written.append(write(material.file, file.suffix, file.content))
            material.save()
        if not files:
            sample.added_by = by
            sample.save()


def _from_file(sample: Material, file: CheckedFile, *, titled: bool) -> Material:
    return Material(
        event_id=sample.event_id,
        title=(sample.title if titled else "") or PurePath(file.name).stem,
        visibility=sample.visibility,
        original_name=file.name,
        content_type=file.content_type,
        size=file.content.size or 0,
    )


@transaction.atomic
def change(material: Material, *, by: User) -> None:
    """Writes the title, who sees the material, and whether it is the event's product."""
    event = lock_event(material.event_id)
    require(permissions.can_keep_materials(by, event))
    if material.is_product:
        _the_only_product(event)
    material.save(update_fields=["title", "visibility", "is_product"])


def _the_only_product(event: Event) -> None:
    event.materials.filter(is_product=True).update(is_product=False)


@transaction.atomic
def remove(material: Material, *, by: User) -> None:
    """Removes it for good, and its file once the row is really gone."""
    require(permissions.can_keep_materials(by, material.event))
    delete_on_commit(material.file)
    material.delete()
