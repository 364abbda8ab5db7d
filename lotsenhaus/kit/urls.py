from django.urls import path

from lotsenhaus.kit import views

app_name = "kit"
urlpatterns = [
    path("ansicht/", views.choose_theme, name="theme"),
    path("tastenkuerzel/", views.choose_shortcuts, name="keys"),
]
