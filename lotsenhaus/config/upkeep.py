"""What an operator does now and then. Each function prints what it found and returns the exit code."""

import re
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from lotsenhaus.kit import backup

EMERGENCY_DAYS = 14


def create_center(*, slug: str, name: str, prefix: str, phone: str, email: str, district: str, admin: str) -> int:
    """An empty center and the invitation of its first admin, whose link is printed in case the mail does not arrive."""
    from lotsenhaus.centers import rules
    from lotsenhaus.centers.actions import center as centers
    from lotsenhaus.centers.actions import people
    from lotsenhaus.centers.choices import Role
    from lotsenhaus.centers.models import Center
    from lotsenhaus.centers.scoping import center_scope

    if Center.objects.filter(slug=slug).exists() or not rules.is_free_slug(slug):
        print(f"The address /{slug}/ is taken already. Choose another one.", file=sys.stderr)
        return 1
    center = centers.create_center(
        slug=slug, name=name, number_prefix=prefix, phone=phone, email=email, district=district
    )
    with center_scope(center):
        invitation = people.invite(center=center, by=None, email=admin, name="", role=Role.CENTER_ADMIN)
        link = people.link_of(center=center, invitation=invitation)
    print(f"{name} is there: {settings.PUBLIC_URL}/{slug}/\nInvitation of {admin}: {link}")
    return 0


def invite_admin(*, slug: str, email: str, name: str) -> int:
    """One more who may administer a center; or the first, when the first invitation was lost."""
    from lotsenhaus.centers.actions import people
    from lotsenhaus.centers.choices import Role
    from lotsenhaus.centers.models import Center
    from lotsenhaus.centers.scoping import center_scope

    center = Center.objects.filter(slug=slug, closed_at=None).first()
    if center is None:
        print(f"There is no center /{slug}/. Found one: lotsenhaus create-center", file=sys.stderr)
        return 1
    with center_scope(center):
        invitation = people.invite(center=center, by=None, email=email, name=name, role=Role.CENTER_ADMIN)
        print(f"Invitation of {email}: {people.link_of(center=center, invitation=invitation)}")
    return 0


def emergency_list(*, folder: Path, passphrase: str = "") -> int:
    """Two lists per center with the talks of the next 14 days: a table, and a PDF for the desk drawer.

    With a passphrase both are encrypted as a backup is; without one they are readable by their owner only.
    """
    from lotsenhaus.centers.everywhere import each_center
    from lotsenhaus.kit.sheets import writing
    from lotsenhaus.mediation import pdf
    from lotsenhaus.mediation.queries.emergency import HEADINGS, emergency_rows

    today = timezone.localdate()
    last = today + timedelta(days=EMERGENCY_DAYS - 1)
    for center in each_center():
        rows = emergency_rows(today, last)
        name = f"notfallliste-{center.slug}-{today}"
        table = _keep(folder / f"{name}.csv", writing.as_csv(HEADINGS, rows), passphrase)
        _keep(folder / f"{name}.pdf", pdf.emergency(center, rows=rows, first=today, last=last), passphrase)
        print(f"{table}: {len(rows)} talks, and the same as PDF")
    if not passphrase:
        print("Not encrypted: the lists hold names and numbers. Encrypt them with --passphrase-file FILE.")
    return 0


def _keep(file: Path, content: bytes, passphrase: str) -> Path:
    if passphrase:
        sealed = file.with_name(f"{file.name}.sealed")
        backup.seal(content, sealed, passphrase=passphrase)
        return sealed
    file.touch(mode=0o600)
    file.write_bytes(content)
    return file


def unseal(*, file: Path, passphrase: str) -> int:
    """Decrypts a list beside itself, readable by its owner only."""
    plain = file.with_suffix("") if file.suffix == ".sealed" else file.with_name(f"{file.name}.plain")
    print(_keep(plain, backup.unseal(file, passphrase=passphrase), ""))
    return 0


def anchors_in(lines: Iterable[str]) -> dict[int, dict[int, str]]:
    """By center: position to hash, from the lines "audit anchor center=… position=… hash=…" of a log."""
    found: dict[int, dict[int, str]] = {}
    for hit in re.finditer(r"audit anchor center=(\d+) position=(\d+) hash=([0-9a-f]{64})", "\n".join(lines)):
        found.setdefault(int(hit[1]), {})[int(hit[2])] = hit[3]
    return found


def verify_audit(log: Path | None = None) -> int:
    """Recompute the hash chain of every center, and hold it against the anchors of a log."""
    from lotsenhaus.centers import audit
    from lotsenhaus.centers.everywhere import each_center

    broken, anchors = 0, anchors_in(log.read_text(errors="replace").splitlines()) if log else {}
    for center in each_center():
        position = audit.first_break(anchors.get(center.pk))
        broken += position is not None
        print(f"{center.slug}: " + ("whole" if position is None else f"broken at record {position}"))
    return 1 if broken else 0


def check_data() -> int:
    """Every promise about the data that a query can check, center by center; what is amiss is one sentence each."""
    from lotsenhaus.centers import audit
    from lotsenhaus.centers.everywhere import each_center
    from lotsenhaus.centers.queries import references
    from lotsenhaus.finance import queries as finance
    from lotsenhaus.mediation.queries import findings

    amiss = 0
    for center in each_center():
        found = [*findings.findings(), *finance.findings(), *references.strays()]
        if (position := audit.first_break()) is not None:
            found.append(f"Das Protokoll ist ab Eintrag {position} nicht mehr schlüssig.")
        amiss += len(found)
        print(f"{center.slug}: " + ("alles stimmt" if not found else f"{len(found)} Befunde"))
        for sentence in found:
            print(f"  {sentence}")
    return 1 if amiss else 0


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


def check_setup(*, test_address: str = "", backups: Path | None = None, passphrase_file: Path | None = None) -> int:
    """Plain sentences: settings, encryption, clock, mail, backups, a restore of the newest, database, worker, disk."""
    from lotsenhaus.centers.queries import machine
    from lotsenhaus.config import fitness, trial

    found = fitness.answers(test_address=test_address, backups=backups)
    if backups is not None and backups.is_dir():
        found.append(trial.answer(backups, passphrase_file))
    words = {
        "database": "The database can be written to.",
        "migrations": "The database is of this release.",
        "disk": "There is room on the disk.",
        "worker": "The worker is alive.",
        "outbox": "No message waits longer than it should.",
    }
    for name, good in machine.readiness(timezone.now()).items():
        found.append(fitness.Answer(good, words[name] if good else f"Not so: {words[name]}"))
    for one in found:
        print(f"{'good ' if one.good else 'AMISS'}  {one.sentence}")
    return 0 if all(one.good for one in found) else 1
