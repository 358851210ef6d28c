from django.urls import path

from events.views import agenda, browse, calendar, hosting, materials, moderation, queueing, taking_part

app_name = "events"
urlpatterns = [
    path("", browse.event_list, name="list"),
    path("mine/", browse.my_events, name="mine"),
    path("propose/", hosting.propose, name="propose"),
    path("calendar/", calendar.about, name="calendar"),
    path("calendar/renew/", calendar.renew, name="renew_feed"),
    path("calendar/<str:secret>.ics", calendar.feed, name="feed"),
    path("<int:pk>/materials/", materials.add, name="materials"),
    path("<int:pk>/programme/", agenda.edit, name="agenda"),
    path("materials/<int:pk>/", materials.download, name="material"),
    path("materials/<int:pk>/edit/", materials.edit, name="edit_material"),
    path("materials/<int:pk>/remove/", materials.remove, name="remove_material"),
    path("<int:pk>/calendar.ics", calendar.event_file, name="event_file"),
    path("<int:pk>/", browse.event_detail, name="detail"),
    path("<int:pk>/join/", taking_part.join, name="join"),
    path("<int:pk>/leave/", taking_part.leave, name="leave"),
    path("<int:pk>/edit/", hosting.edit, name="edit"),
    path("<int:pk>/interest/", taking_part.show_interest, name="interest"),
    path("<int:pk>/hold/", taking_part.answer_cohost, name="answer_cohost"),
    path("<int:pk>/queue/", queueing.queue, name="queue"),
    path("<int:pk>/queue/<int:registration_pk>/", queueing.move, name="move_in_queue"),
    path("<int:pk>/queue/<int:registration_pk>/answer/", queueing.answer, name="answer_request"),
    path("<int:pk>/withdraw/", moderation.withdraw, name="withdraw"),
    path("<int:pk>/cancel/", hosting.cancel, name="cancel"),
    path("<int:pk>/attendance/", hosting.record_attendance, name="attendance"),
    path("<int:pk>/accept/", moderation.accept, name="accept"),
    path("<int:pk>/confirm/", moderation.confirm, name="confirm"),
    path("<int:pk>/unconfirm/", moderation.unconfirm, name="unconfirm"),
    path("<int:pk>/publish/", moderation.publish, name="publish"),
    path("<int:pk>/clone/", moderation.clone, name="clone"),
    path("<int:pk>/answer/", moderation.answer, name="answer"),
]
