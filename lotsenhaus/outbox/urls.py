"""Routes below `/<center>/`."""

from django.urls import URLPattern, path

from lotsenhaus.outbox import views

app_name = "outbox"
urlpatterns: list[URLPattern] = [
    path("nachrichten/test/", views.test_message, name="test"),
    path("nachrichten/<int:pk>/noch-einmal/", views.send_again, name="send-again"),
    path("nachrichten/<int:pk>/gesehen/", views.seen, name="seen"),
]
