"""Centers, people and clients for tests of pages."""

import itertools
import time
from typing import Any

from django.test import Client

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership

numbers = itertools.count(1)


def a_center(slug: str = "guetersloh", **changes: Any) -> Center:
    fields = {
        "name": f"Integrationszentrum {slug.title()}",
        "number_prefix": slug[:2].upper(),
        "phone": "0000 850",
        "email": f"zentrum@{slug}.example",
        "district": f"Kreis {slug.title()}",
        **changes,
    }
    return Center.objects.create(slug=slug, **fields)


def a_user(name: str = "Petra Mustermeier", **changes: Any) -> User:
    email = changes.pop("email", f"person{next(numbers)}@example.org")
    return User.objects.create_user(email, name=name, **changes)


def a_member(center: Center, role: str, name: str = "Petra Mustermeier", **changes: Any) -> User:
    user = a_user(name, **changes)
    Membership.objects.create(user=user, center=center, role=role)
    return user


def sign_in(user: User, *, second_factor: bool = True) -> Client:
    """A browser in which this person has signed in; without second factor only with mail code or password."""
    client = Client()
    client.force_login(user)
    session = client.session
    methods = [{"method": "code", "at": time.time()}]
    if second_factor:
        methods.append({"method": "mfa", "type": "webauthn", "at": time.time(), "reauthenticated": True})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def a_browser(center: Center, role: str = Role.CENTER_ADMIN, **changes: Any) -> Client:
    """Somebody with this role in this center, signed in."""
    return sign_in(a_member(center, role, **changes))
