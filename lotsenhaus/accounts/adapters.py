"""Where allauth asks us: nobody signs up by herself, and printed codes are a second factor of their own."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.forms import ResetPasswordKeyForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from lotsenhaus.accounts import actions
from lotsenhaus.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    # The library's German mixes du and Sie and names tokens: ours says what to do.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ihr Zugang ruht. Bitte rufen Sie Ihr Integrationszentrum an."),
        "email_password_mismatch": _(
            "E-Mail-Adresse und Kennwort passen nicht zusammen. Bitte prüfen Sie beides oder lassen Sie sich einen Code"
            " schicken."
        ),
        "enter_current_password": _("Bitte geben Sie Ihr jetziges Kennwort ein."),
        "incorrect_code": _("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn mit der E-Mail."),
        "incorrect_password": _("Das Kennwort stimmt nicht. Bitte versuchen Sie es noch einmal."),
        "invalid_login": _("Die Anmeldung hat nicht geklappt. Bitte beginnen Sie noch einmal."),
        "invalid_password_reset": _("Dieser Verweis gilt nicht mehr. Bitte lassen Sie sich einen neuen schicken."),
        "rate_limited": _("Das war sehr oft. Bitte warten Sie 5 Minuten."),
        "same_as_current": _("Das ist schon eingetragen. Bitte geben Sie etwas Neues ein."),
        "too_many_login_attempts": _(
            "Zu viele Versuche. Bitte warten Sie 5 Minuten oder lassen Sie sich einen Code schicken."
        ),
        "unknown_email": _("Zu dieser Adresse gibt es keinen Zugang."),
    }

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """A code that came by mail proves the address: whoever opened the account from a letter before is out."""
        by_code = [one for one in request.session.get(METHODS, []) if one.get("method") == "code"]
        if not user.is_address_proved and by_code and by_code[-1].get("email") == user.email:
            actions.prove_address(user=user)
            user.refresh_from_db()
        answer: HttpResponse | None = super().pre_login(request, user, **details)
        return answer

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation only (RELIABILITY part 5)."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Das ist Ihr letzter Weg für den zweiten Schritt. Bitte richten Sie erst einen anderen ein."
        ),
        "incorrect_code": _("Dieser Code stimmt nicht oder ist schon benutzt. Bitte nehmen Sie den nächsten."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Lotsenhaus"}

    def is_mfa_enabled(self, user: User, types: Iterable[str] | None = None) -> bool:
        """A list of printed codes alone is enough: nobody needs a private telephone (EXPERIENCE part 9).

        allauth asks for the pair TOTP and key when it decides whether a sign-in needs a second step, and knows printed
        codes only beside them. It asks for single types everywhere else.
        """
        wanted = set(types) if types is not None else None
        if wanted == {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            wanted.add(Authenticator.Type.RECOVERY_CODES)
        enabled: bool = super().is_mfa_enabled(user, types=wanted)
        return enabled


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """Behind the link that came by mail: it proves an address that was not proved before."""

    def save(self) -> None:
        if self.user.is_address_proved:
            super().save()
        else:
            actions.prove_address(user=self.user, password=self.cleaned_data["password1"])
