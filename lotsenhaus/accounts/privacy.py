"""Personal fields of the accounts, and what happens to accounts nobody uses (RELIABILITY part 4)."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q, QuerySet

from lotsenhaus.accounts.models import User

DISABLED_AFTER, ERASED_AFTER = timedelta(days=180), timedelta(days=365)

PERSONAL_FIELDS = {
    "accounts.User": {
        "email": "Anmeldung; gesperrt nach 180 Tagen, gelöscht 12 Monate nach der letzten Anmeldung",
        "name": "Absender von Nachrichten, Protokoll; wie oben",
        "language": "Sprache der Oberfläche; wie oben",
    },
}


def retain_everywhere(today: date) -> int:
    """Disables and erases accounts that were not used; returns how many. Runs once, outside of any center.

    The row stays, without name and address: the audit refers to it.
    """
    SessionStore.clear_expired()  # with the forms that waited in them for somebody to come back
    idle, gone = today - DISABLED_AFTER, today - ERASED_AFTER
    count = _unused_since(idle).filter(is_active=True).update(is_active=False)
    for user in _unused_since(gone).filter(is_active=False).exclude(email__endswith="@erased.invalid"):
        for model in (EmailAddress, Authenticator, UserSession):
            model.objects.filter(user=user).delete()
        user.email, user.name, user.language = f"{user.pk}@erased.invalid", f"Konto {user.pk}", ""
        user.set_unusable_password()
        user.save(update_fields=["email", "name", "language", "password"])
        count += 1
    return count


def _unused_since(day: date) -> QuerySet[User]:
    return User.objects.filter(
        Q(last_login__date__lt=day) | Q(last_login=None, joined_at__date__lt=day), is_operator=False
    )
