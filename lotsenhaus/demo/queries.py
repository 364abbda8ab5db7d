"""What the pages of the demo show: the steps with their addresses, everybody who may be tried, outgoing messages."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import url_for
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.demo.rules import STORY_NUMBER
from lotsenhaus.mediation.choices.states import AssignmentState, OfferState
from lotsenhaus.mediation.models import Assignment, Inquiry, Offer
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message

CENTER = "kreis-guetersloh"
SEPARATOR = b"-" * 79
LINK = re.compile(r"(?:https?://|localhost:\d+/)[^\s<>\"]+")


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as, with the page to open."""

    name: str
    email: str
    label: str
    page: str = ""
    center: int | str = ""
    role: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the story: what happens, as whom, and links that need no sign-in."""

    title: str
    text: str
    people: tuple[Person, ...]
    links: tuple[tuple[str, str], ...] = ()


def steps() -> list[Step]:
    """The five steps of the story (EXPERIENCE part 6); empty while the house is."""
    center = Center.objects.filter(slug=CENTER).first()
    if center is None:
        return []
    with center_scope(center):
        return [_asks(center), _arranges(center), _says_yes(center), _burns(center), _money(center)]


def story_inquiry() -> Inquiry | None:
    return (
        Inquiry.objects.filter(number__endswith=f"-{STORY_NUMBER:04d}", occasion="parents_day")
        .order_by("-submitted_at")
        .first()
    )


def _person(name: str, label: str, center: Center, role: str, page: str) -> Person:
    user = User.objects.filter(name=name, memberships__center=center).first()
    return Person(name, user.email if user else "", label, page, center.pk, role)


def _asks(center: Center) -> Step:
    return Step(
        _("Die Schule fragt"),
        _(
            "Gisela Probesand vom Sekretariat braucht für den Elternsprechtag fünf Sprachen. „Wie letztes Mal“ "
            "übernimmt alles, sie prüft nur Tag und Uhrzeit. Eine fertige Anfrage steht für Schritt 2 schon bereit."
        ),
        (_person("Gisela Probesand", _("Als Gisela Probesand anfragen"), center, Role.REQUESTER, "ask"),),
    )


def _arranges(center: Center) -> Step:
    return Step(
        _("Die Stelle vermittelt"),
        _(
            "Petra Mustermeier sieht, wer passt und warum. Sie ruft Samira Musterhain an (Arabisch): „Sagt zu“. "
            "Für Rumänisch passt niemand: „Warum niemand?“ – und „Weitergeben an Verl“."
        ),
        (_person("Petra Mustermeier", _("Als Petra Mustermeier vermitteln"), center, Role.DISPATCHER, "story"),),
    )


def _says_yes(center: Center) -> Step:
    inquiry = story_inquiry()
    offers = Offer.objects.filter(slot__inquiry=inquiry, state=OfferState.ASKED).select_related("mediator")
    links = [
        (
            _("Nachricht an %(name)s öffnen (ohne Anmeldung)") % {"name": one.mediator.name},
            url_for(center=center, purpose=LinkPurpose.ANSWER, target_id=one.pk),
        )
        for one in offers.order_by("pk")
    ]
    return Step(
        _("Der Sprachlotse sagt ja"),
        _(
            "Dilan Beispielfeld liest die Nachricht auf dem Telefon und tippt „Ja, ich kann“. Tippt gleichzeitig "
            "Rojda Musterquell auf Ja, liest sie einen freundlichen Satz. Samiras Kalender ist arabisch, also von "
            "rechts nach links."
        ),
        (
            _person("Dilan Beispielfeld", _("Als Dilan Beispielfeld antworten"), center, Role.MEDIATOR, "mine"),
            _person("Samira Musterhain", _("Samiras Termine auf Arabisch"), center, Role.MEDIATOR, "appointments"),
        ),
        tuple(links),
    )


def _burns(center: Center) -> Step:
    return Step(
        _("Es brennt"),
        _(
            "Ioana Probelind muss absagen, das Gespräch beginnt bald. Die Anrufliste ist danach geordnet, wer "
            "rechtzeitig da sein kann. Die Schule weiß es in derselben Sekunde und bestätigt später das wirkliche Ende."
        ),
        (
            _person("Ioana Probelind", _("Als Ioana Probelind absagen"), center, Role.MEDIATOR, "appointments"),
            _person("Petra Mustermeier", _("Als Petra Mustermeier: Heute"), center, Role.DISPATCHER, "today"),
        ),
        tuple(_urgent_links(center)),
    )


def _urgent_links(center: Center) -> Iterator[tuple[str, str]]:
    """Ioana's page with "Ich kann doch nicht", and the teacher's page for the confirmation."""
    promised = Assignment.objects.filter(slot__inquiry__organization__name="Grundschule am Emsbogen")
    coming = promised.exclude(state__in=(AssignmentState.CONFIRMED, AssignmentState.CANCELLED)).order_by("starts_at")
    hers = coming.filter(mediator__first_name="Ioana", mediator__last_name="Probelind").first()
    if hers:
        url = url_for(center=center, purpose=LinkPurpose.ANSWER, target_id=hers.offer_id)
        yield _("Ioanas Termin öffnen (ohne Anmeldung)"), url
    whoever = coming.filter(slot__languages=["rus"]).first()
    if whoever:
        url = url_for(center=center, purpose=LinkPurpose.CONFIRM, target_id=whoever.pk)
        yield _("Bestätigung der Lehrkraft öffnen (ohne Anmeldung)"), url


def _money(center: Center) -> Step:
    return Step(
        _("Das Geld stimmt, der Bedarf wird sichtbar"),
        _(
            "Hanne Beispielsen sieht die Berechnung Schritt für Schritt, wie lange die Landesmittel reichen, und "
            "„Nicht vermittelt: 3 × Rumänisch in Rietberg“ im Bericht für den Ausschuss."
        ),
        (
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen abrechnen"), center, Role.COORDINATOR, "claims"),
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen: Übersicht"), center, Role.COORDINATOR, "overview"),
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen: Auswertung"), center, Role.COORDINATOR, "report"),
        ),
    )


PAGES = {
    "ask": "mediation:ask",
    "mine": "mediation:my-start",
    "appointments": "mediation:my-appointments",
    "today": "mediation:today",
    "claims": "mediation:claims",
    "overview": "mediation:overview",
    "report": "mediation:report",
}


def page_of(page: str) -> str:
    """Where a click leads: the page of the step, else the person's own start page."""
    center = Center.objects.filter(slug=CENTER).first()
    try:
        if page == "story" and center:
            with center_scope(center):
                inquiry = story_inquiry()
            return reverse("mediation:inquiry", args=[CENTER, inquiry.pk if inquiry else 0])
        if page in PAGES:
            return reverse(PAGES[page], args=[CENTER])
    except NoReverseMatch:  # this page is not built yet
        pass
    return reverse("start")


def centers() -> list[tuple[Center, list[Person]]]:
    """Everybody with an account, by center; a person with two roles once for each."""
    members = (
        Membership.objects.filter(ended_at=None, center__closed_at=None)
        .select_related("user", "center", "desk_member__desk")
        .order_by("center_id", "pk")
    )
    groups: dict[Center, list[Person]] = {}
    for one in members:
        label = _role_label(one)
        groups.setdefault(one.center, []).append(
            Person(one.user.name, one.user.email, label, "", one.center_id, one.role)
        )
    found = list(groups.items())
    for user in User.objects.filter(is_operator=True).order_by("pk")[:1]:
        operator = Person(user.name, user.email, str(Role.OPERATOR.label))
        found = [(found[0][0], [*found[0][1], operator]), *found[1:]] if found else []
    return found


def _role_label(member: Membership) -> str:
    seat = getattr(member, "desk_member", None)
    return f"{member.get_role_display()} {seat.desk.name}" if seat else str(member.get_role_display())


@dataclass(frozen=True)
class Letter:
    """An outgoing message as its reader gets it."""

    at: datetime
    channel: str
    sender: str
    recipient: str
    subject: str
    body: SafeString
    note: str = ""


def outgoing() -> list[Letter]:
    """Messages of all centers and the files of the mail server's stand-in, newest first; each once."""
    letters, known = [], set()
    for center in Center.objects.order_by("pk"):
        with center_scope(center):
            for message in Message.objects.exclude(state=MessageState.RECALLED).order_by("-pk")[:200]:
                known.add(message.message_id)
                letters.append(_of_outbox(message))
    letters += [_of_file(mail, at) for mail, at in _files() if mail["Message-ID"] not in known]
    return sorted(letters, key=lambda one: one.at, reverse=True)


def _of_outbox(message: Message) -> Letter:
    return Letter(
        message.sent_at or message.send_after,
        str(message.get_channel_display()),
        message.sender_name,
        f"{message.recipient_name} <{message.recipient}>",
        message.subject,
        linked(message.body),
        "" if message.state == MessageState.SENT else str(message.get_state_display()),
    )


def _of_file(mail: EmailMessage, at: datetime) -> Letter:
    text = mail.get_body(("plain",))
    content = text.get_content() if text else ""
    return Letter(at, "E-Mail", str(mail["From"]), str(mail["To"]), str(mail["Subject"]), linked(content))


def _files() -> Iterator[tuple[EmailMessage, datetime]]:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    for file in sorted(folder.glob("*.log"))[-300:] if folder.is_dir() else []:
        at = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
        for part in file.read_bytes().split(SEPARATOR):
            if part.strip():
                mail = email.message_from_bytes(part.strip(), policy=email.policy.default)
                assert isinstance(mail, EmailMessage)
                yield mail, at


def linked(text: str) -> SafeString:
    """The text with its addresses as links; SMS write them without "http://"."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        parts.append(escape(text[end : match.start()]))
        shown = match.group()
        url = shown if shown.startswith("http") else f"http://{shown}"
        parts.append(format_html('<a class="kern-link" href="{}">{}</a>', url, shown))
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))
