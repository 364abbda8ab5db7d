"""Pages about oneself, outside of any center."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
