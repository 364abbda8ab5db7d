from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "lotsenhaus.centers"
    label = "centers"
