"""Routes below `/<center>/`; `house` holds those at the root."""

from django.urls import URLPattern, path

from lotsenhaus.centers.views import entrance

app_name = "centers"
urlpatterns: list[URLPattern] = [
    path("arbeiten-als/", entrance.work_as, name="work-as"),
]
