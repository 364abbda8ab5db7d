from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lotsenhaus.accounts"
    label = "accounts"
