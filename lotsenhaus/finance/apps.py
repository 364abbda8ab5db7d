from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "lotsenhaus.finance"
    label = "finance"
