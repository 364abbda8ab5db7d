"""Routes of the demo below `/demo/`; they exist only where the app is installed."""

from django.urls import path

from lotsenhaus.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.start, name="start"),
    path("anmelden/", views.sign_in, name="sign-in"),
    path("ausgang/", views.outbox, name="outbox"),
]
