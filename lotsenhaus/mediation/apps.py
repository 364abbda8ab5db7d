from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "lotsenhaus.mediation"
    label = "mediation"
