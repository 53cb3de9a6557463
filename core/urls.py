from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("changes/<id:pk>/undo/", views.UndoView.as_view(), name="change_undo"),
    path("changes/<id:pk>/redo/", views.RedoView.as_view(), name="change_redo"),
]
