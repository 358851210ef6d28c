"""The house stands as its plan says."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings

LAYERS = ["coworking", "reports", "portfolio", "trajectories", "events", "notifications", "teachers", "common"]


def _relations() -> Iterator[tuple[str, str, str]]:
    """Label of the model, name of the field and app it points to, for every relation of ours to ours."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if isinstance(target, type) and {model._meta.app_label, target._meta.app_label} <= set(LAYERS):
                yield model._meta.label, field.name, target._meta.app_label


def test_foreign_keys_point_only_to_apps_below() -> None:
    upward = [
        (label, field, target)
        for label, field, target in _relations()
        if LAYERS.index(target) < LAYERS.index(label.split(".")[0])
    ]

    assert upward == []


def test_people_are_our_own_model() -> None:
    assert settings.AUTH_USER_MODEL == "teachers.User"
