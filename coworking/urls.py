"""The map of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from coworking import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="more"),
    path("language/", views.speak, name="language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("people/", include("teachers.urls")),
    path("events/", include("events.urls")),
    path("trajectories/", include("trajectories.urls")),
    path("portfolio/", include("portfolio.urls")),
    path("reports/", include("reports.urls")),
]
if settings.MAILBOX_IN_BROWSER:
    urlpatterns.append(path("dev/mail/", include("coworking.mailbox")))
