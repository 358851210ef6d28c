"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("people/", include("teachers.urls")),
    path("events/", include("events.urls")),
    path("trajectories/", include("trajectories.urls")),
    path("portfolio/", include("portfolio.urls")),
    path("reports/", include("reports.urls")),
]
