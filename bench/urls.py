"""The product's addresses and the floor."""

from django.urls import include, path

from bench.views import floor

urlpatterns = [path("floor/", floor), path("", include("coworking.urls"))]
