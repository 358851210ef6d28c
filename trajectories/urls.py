from django.urls import path

from trajectories.views import launching, plan, sending, walking, working

app_name = "trajectories"
urlpatterns = [
    path("", walking.trajectory_list, name="list"),
    path("start/", launching.start, name="start"),
    path("cases/<int:pk>/", launching.case, name="case"),
    path("<int:pk>/", walking.trajectory_detail, name="detail"),
    path("<int:pk>/accept/", launching.accept, name="accept"),
    path("<int:pk>/decline/", launching.decline, name="decline"),
    path("<int:pk>/plan/", plan.plan, name="plan"),
    path("<int:pk>/goal/", plan.goal, name="goal"),
    path("<int:pk>/stages/add/", plan.add_stage, name="add-stage"),
    path("<int:pk>/submit/", sending.submit, name="submit"),
    path("<int:pk>/recall/", sending.recall, name="recall"),
    path("<int:pk>/reopen/", sending.reopen, name="reopen"),
    path("<int:pk>/complete/", sending.complete, name="complete"),
    path("<int:pk>/leave/", sending.leave, name="leave"),
    path("stages/<int:pk>/", plan.edit_stage, name="edit-stage"),
    path("stages/<int:pk>/shift/", plan.shift_stage, name="shift-stage"),
    path("stages/<int:pk>/remove/", plan.remove_stage, name="remove-stage"),
    path("stages/<int:pk>/steps/add/", plan.add_step, name="add-step"),
    path("stages/<int:pk>/reflect/", working.reflect, name="reflect"),
    path("stages/<int:pk>/reopen/", working.reopen_stage, name="reopen-stage"),
    path("steps/<int:pk>/", plan.edit_step, name="edit-step"),
    path("steps/<int:pk>/shift/", plan.shift_step, name="shift-step"),
    path("steps/<int:pk>/remove/", plan.remove_step, name="remove-step"),
    path("steps/<int:pk>/mark/", working.mark, name="mark"),
    path("steps/<int:pk>/event/", working.choose_event, name="choose-event"),
    path("steps/<int:pk>/comment/", working.comment, name="comment"),
]
