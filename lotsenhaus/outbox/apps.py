from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "lotsenhaus.outbox"
    label = "outbox"
