"""What an operator does now and then. Each function prints what it found and returns the exit code."""

import sys

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone


def create_center(*, slug: str, name: str, prefix: str, phone: str, email: str, district: str, admin: str) -> int:
    """An empty center and the invitation of its first admin, whose link is printed in case the mail does not arrive."""
    from lotsenhaus.centers.actions import center as centers
    from lotsenhaus.centers.actions import people
    from lotsenhaus.centers.choices import Role
    from lotsenhaus.centers.models import Center
    from lotsenhaus.centers.scoping import center_scope

    if Center.objects.filter(slug=slug).exists():
        print(f"There is a center /{slug}/ already.", file=sys.stderr)
        return 1
    center = centers.create_center(
        slug=slug, name=name, number_prefix=prefix, phone=phone, email=email, district=district
    )
    with center_scope(center):
        invitation = people.invite(center=center, by=None, email=admin, name="", role=Role.CENTER_ADMIN)
        link = people.link_of(center=center, invitation=invitation)
    print(f"{name} is there: {settings.PUBLIC_URL}/{slug}/\nInvitation of {admin}: {link}")
    return 0


def verify_audit() -> int:
    """Recompute the hash chain of every center."""
    from lotsenhaus.centers import audit
    from lotsenhaus.centers.everywhere import each_center

    broken = 0
    for center in each_center():
        position = audit.first_break()
        broken += position is not None
        print(f"{center.slug}: " + ("whole" if position is None else f"broken at record {position}"))
    return 1 if broken else 0


def send_test_mail(address: str) -> int:
    """One mail to show that the mail server takes it."""
    body = "Diese Nachricht zeigt, dass Lotsenhaus E-Mails senden kann."
    try:
        EmailMessage("Probe-Nachricht von Lotsenhaus", body, settings.DEFAULT_FROM_EMAIL, [address]).send()
    except OSError as refused:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        print(f"The mail server {where} did not take it: {refused}", file=sys.stderr)
        return 1
    print(f"The mail server took it. Is it in the mailbox of {address}?")
    return 0


def check_setup() -> int:
    """Settings fit for production, database up to date, worker alive."""
    from lotsenhaus.centers.queries import machine

    checks = machine.readiness(timezone.now())
    for name, good in checks.items():
        print(f"{name}: {'good' if good else 'NOT GOOD'}")
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except CommandError as found:
        print(found, file=sys.stderr)
        return 1
    return 0 if all(checks.values()) else 1
