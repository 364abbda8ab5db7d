from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "lotsenhaus.network"
    label = "network"
