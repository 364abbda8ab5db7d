"""The five steps of the story (EXPERIENCE part 6) with the people to be and the pages to open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import url_for
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.demo.queries.people import Person
from lotsenhaus.demo.rules import STORY_NUMBER
from lotsenhaus.mediation.choices.states import AssignmentState, OfferState
from lotsenhaus.mediation.models import Assignment, Inquiry, Offer

CENTER = "kreis-guetersloh"


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
            "übernimmt alles, sie prüft nur Tag und Uhrzeit. Für Schritt 2 steht eine fertige Anfrage bereit, eine "
            "Woche später als der erste Mittwoch, für den sie anfragen kann."
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
    """Ioana's page with "Ich kann doch nicht", and a teacher's page for a talk that waits for its confirmation."""
    promised = Assignment.objects.filter(slot__inquiry__organization__name="Grundschule am Emsbogen")
    coming = promised.exclude(state__in=(AssignmentState.CONFIRMED, AssignmentState.CANCELLED)).order_by("starts_at")
    hers = coming.filter(mediator__first_name="Ioana", mediator__last_name="Probelind").first()
    if hers:
        url = url_for(center=center, purpose=LinkPurpose.ANSWER, target_id=hers.offer_id)
        yield _("Ioanas Termin öffnen (ohne Anmeldung)"), url
    # A talk that is over, so that nobody must wait for the clock.
    over = Assignment.objects.filter(state=AssignmentState.HELD, slot__inquiry__organization__kind="school")
    held = over.order_by("-ends_at").first()
    if held:
        url = url_for(center=center, purpose=LinkPurpose.CONFIRM, target_id=held.pk)
        yield _("Bestätigung der Lehrkraft öffnen (ohne Anmeldung)"), url


def _money(center: Center) -> Step:
    return Step(
        _("Das Geld stimmt, der Bedarf wird sichtbar"),
        _(
            "Hanne Beispielsen sieht die Berechnung Schritt für Schritt, wie lange die Landesmittel reichen, und "
            "„Nicht vermittelt: 3 × Rumänisch in Rietberg“ im Bericht für den Ausschuss. Zum Schluss die Woche der "
            "Elternsprechtage als Wochenplan (Vorschlag), neben „wer zuerst kommt“."
        ),
        (
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen abrechnen"), center, Role.COORDINATOR, "claims"),
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen: Übersicht"), center, Role.COORDINATOR, "overview"),
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen: Auswertung"), center, Role.COORDINATOR, "report"),
            _person("Hanne Beispielsen", _("Als Hanne Beispielsen: Wochenplan"), center, Role.COORDINATOR, "plans"),
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
    "plans": "mediation:plans",
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
