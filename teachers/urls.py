from django.urls import path

from teachers.views import invitations

app_name = "teachers"
urlpatterns = [
    path("invitation/", invitations.enter_code, name="enter_code"),
    path("invitation/<str:code>/", invitations.invitation, name="invitation"),
]
