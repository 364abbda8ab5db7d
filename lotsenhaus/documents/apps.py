from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lotsenhaus.documents"
    label = "documents"
