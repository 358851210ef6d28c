"""Every admin list goes through the one door; nothing is registered beside it."""

from django.contrib import admin

from common.admin import ManagedAdmin, SharedAdmin
from tests.coworking.test_architecture import LAYERS


def test_every_admin_stands_behind_the_door() -> None:
    beside = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label in LAYERS and not isinstance(model_admin, (ManagedAdmin, SharedAdmin))
    ]

    assert beside == []


def test_managed_rows_can_be_asked_for() -> None:
    without = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, ManagedAdmin) and not hasattr(model._default_manager.get_queryset(), "managed_by")
    ]

    assert without == []
