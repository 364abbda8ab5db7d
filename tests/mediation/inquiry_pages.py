"""How tests ask: somebody signed in, and a form as a browser would send it."""

import re
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.kit import calendar
from lotsenhaus.network.models import Contact
from tests.house import House


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "demo": True}]
    session.save()
    return client


def requester(house: House, *, name: str = "Gisela Probesand", **contact: Any) -> User:
    user = house.person("requester", name=name)
    given = {"name": name, "phone": "0000 2222", "email": user.email, **contact}
    Contact.objects.create(center=house.center, organization=house.school, user=user, **given)
    return user


def good_day(days: int = 8) -> date:
    """A working day far enough ahead."""
    return calendar.add_working_days(timezone.localdate(), days)


def form(house: House, **changed: str) -> dict[str, str]:
    """A complete form of a requester; `changed` fields replace, "" leaves out; `s0_language` stands for s0-language."""
    values = {
        "key": str(uuid.uuid4()),
        "do": "send",
        "rows": "1",
        "organization": str(house.school.pk),
        "contact_name": "Gisela Probesand",
        "callback_phone": "0000 2222",
        "contact_email": "gisela@example.org",
        "occasion": "parent_talk",
        "date_kind": "fixed",
        "day": f"{good_day():%d.%m.%Y}",
        "start": "15 Uhr",
        "length": "1,5 Std",
        "place_kind": "institution",
        "s0-language": "Arabisch",
        "s0-count": "1",
    }
    values |= {re.sub(r"^(s\d+)_", r"\1-", name): value for name, value in changed.items()}
    return {name: value for name, value in values.items() if value != ""}


def errors(html: str) -> list[str]:
    """What stands at the fields in red."""
    found = re.findall(r'<p class="kern-error".*?<span class="kern-body">(.*?)</span>', html, re.DOTALL)
    return [re.sub(r"\s+", " ", one).strip() for one in found]


def staff_form(house: House, **changed: str) -> dict[str, str]:
    """The least that staff needs on the phone."""
    return form(
        house,
        **{
            "organization": "", "contact_name": "", "contact_email": "", "occasion": "", "day": "", "start": "",
            "length": "", "organization_name": f"{house.school.name}, Rietberg", "channel": "phone",
            "date_kind": "by_agreement", "date_wish": "nächste Woche", **changed,
        },
    )  # fmt: skip


def moved(day: date, days: int) -> date:
    return day + timedelta(days=days)


Fields = Mapping[str, str]
