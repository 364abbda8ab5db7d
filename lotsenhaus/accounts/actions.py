"""What a person changes about her own account."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from lotsenhaus.accounts.models import User


def change_profile(*, by: User, name: str, language: str, shortcuts_off: bool) -> None:
    by.name, by.language, by.shortcuts_off = name, language, shortcuts_off
    by.save(update_fields=["name", "language", "shortcuts_off"])


@transaction.atomic
def open_account(*, email: str, name: str, password: str, is_address_proved: bool) -> User:
    """An account by invitation; without password she signs in by code. Only a mail proves an address."""
    user = User.objects.create_user(email, password or None, name=name, is_address_proved=is_address_proved)
    # For allauth every address counts: it would let nobody set up a second factor. What is proved stands on the user.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def prove_address(*, user: User, password: str | None = None) -> None:
    """A mail to the address was followed: what was set up before by somebody who may be somebody else ends.

    Password, second factors and sessions go; `password` is the new one, None: sign-in by code.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.set_password(password)
    user.is_address_proved = True
    user.save(update_fields=["password", "is_address_proved"])
    reset_second_factor(user=user)


@transaction.atomic
def print_codes(*, by: User) -> list[str]:
    """A fresh list of codes on paper; an older list ends. They count once one of them has been typed in."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).delete()
    listed = RecoveryCodes.activate(by)
    listed.mark_as_viewed()
    codes: list[str] = listed.get_unused_codes()
    return codes


def use_printed_code(*, by: User, code: str, request: HttpRequest) -> bool:
    """Whether the code stands on the list; a code works once, and the session counts as opened with it."""
    listed = Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).first()
    if listed is None or not listed.wrap().validate_code(code):
        return False
    listed.record_usage()
    remember_second_factor(request=request, authenticator=listed)
    get_adapter(request).send_notification_mail("mfa/email/recovery_codes_generated", by)
    return True


def remember_second_factor(*, request: HttpRequest, authenticator: Authenticator) -> None:
    """This session counts as opened with the second factor that has just been set up or used."""
    record_authentication(
        request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def end_sessions(*, user: User) -> int:
    """Signs a person out on all devices; returns on how many."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def disable(*, user: User) -> None:
    """No more sign-in; what she did stays in the audit."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user)


@transaction.atomic
def reset_second_factor(*, user: User) -> None:
    """After a loss: all factors and sessions end, at the next sign-in she sets up a new one."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
