from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "lotsenhaus.kit"
    label = "kit"
