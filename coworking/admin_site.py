"""The methodist's admin: Django's own, grouped by what a methodist does."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CoworkingAdmin(AdminSite):
    site_title = _("Methodical Coworking")
    site_header = _("Methodical Coworking")
    index_title = _("The methodist's desk")


class CoworkingAdminConfig(AdminConfig):
    default_site = "coworking.admin_site.CoworkingAdmin"
