from django.urls import path

from portfolio.views import evidence, items, shelf

app_name = "portfolio"
urlpatterns = [
    path("", shelf.shelf, name="list"),
    path("add/", items.add, name="add"),
    path("keep-all/", shelf.keep_all, name="keep_all"),
    path("pdf/", shelf.pdf, name="pdf"),
    path("colleagues/", shelf.colleagues, name="colleagues"),
    path("of/<int:pk>/", shelf.of_person, name="of"),
    path("<int:pk>/", items.item_page, name="item"),
    path("<int:pk>/edit/", items.edit, name="edit"),
    path("<int:pk>/visible-to/", items.show_to, name="show_to"),
    path("<int:pk>/files/", items.attach, name="attach"),
    path("<int:pk>/decide/", items.decide, name="decide"),
    path("<int:pk>/delete/", items.delete, name="delete"),
    path("files/<int:pk>/", evidence.evidence, name="evidence"),
    path("files/<int:pk>/thumbnail/", evidence.thumbnail, name="thumbnail"),
    path("files/<int:pk>/remove/", evidence.remove, name="remove"),
]
