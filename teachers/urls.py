from django.urls import path

from teachers.views import invitations, profile, shifts

app_name = "teachers"
urlpatterns = [
    path("invitation/", invitations.enter_code, name="enter_code"),
    path("invitation/<str:code>/", invitations.invitation, name="invitation"),
    path("me/", profile.profile, name="profile"),
    path("me/edit/", profile.edit_profile, name="edit_profile"),
    path("me/names/", profile.visibility, name="visibility"),
    path("me/courses/add/", profile.add_course, name="add_course"),
    path("me/courses/<int:pk>/edit/", profile.edit_course, name="edit_course"),
    path("me/courses/<int:pk>/remove/", profile.remove_course, name="remove_course"),
    path("me/shifts/", shifts.shifts, name="shifts"),
    path("me/shifts/<int:pk>/", shifts.edit_shift, name="edit_shift"),
    path("me/shifts/<int:pk>/remove/", shifts.remove_shift, name="remove_shift"),
]
