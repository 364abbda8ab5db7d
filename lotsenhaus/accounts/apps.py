from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


def counts_from_now_on(request: HttpRequest, authenticator: Any, **_kwargs: object) -> None:
    """Who has just set up a key or an app has proved it; she is not asked for it again at once."""
    from lotsenhaus.accounts import actions

    if request is not None and authenticator.type != authenticator.Type.RECOVERY_CODES:
        actions.remember_second_factor(request=request, authenticator=authenticator)


class AccountsConfig(AppConfig):
    name = "lotsenhaus.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        authenticator_added.connect(counts_from_now_on, dispatch_uid="accounts.second_factor")
