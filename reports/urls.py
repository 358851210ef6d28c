from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("staff-development/", views.staff_development, name="staff-development"),
    path("staff-development.xlsx", views.staff_development_xlsx, name="staff-development-xlsx"),
]
