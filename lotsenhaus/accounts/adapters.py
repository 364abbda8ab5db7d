"""Where allauth asks us: nobody signs up by herself, and printed codes are a second factor of their own."""

from collections.abc import Iterable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from lotsenhaus.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation only (RELIABILITY part 5)."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
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
