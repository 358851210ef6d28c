from typing import Any

app_name = "trajectories"
urlpatterns: list[Any] = []
