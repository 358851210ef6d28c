from typing import Any

app_name = "teachers"
urlpatterns: list[Any] = []
