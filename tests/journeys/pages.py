"""Every page of the running demo: routes of the resolver, filled with things of the district, opened by one who may."""

import time
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import _code
from tests.access.routes import Route, all_routes
from tests.ground.houses import House, end
from tests.journeys import factors

CENTER = "kreis-guetersloh"
# Who opens a page: the first of them who may. Each also opens the pages of her own bar on top.
PEOPLE = {
    Role.DISPATCHER: "Petra Mustermeier",
    Role.MEDIATOR: "",  # whose appointment is opened
    Role.REQUESTER: "Gisela Probesand",
    Role.COORDINATOR: "Hanne Beispielsen",
    Role.FINANCE: "",
    Role.CENTER_ADMIN: "",
    Role.AUDITOR: "",
    Role.OPERATOR: "",
}
# They see what others see, with less or more to press.
BARS = (Role.FINANCE, Role.AUDITOR)
# The page behind the link of a question, after the answer.
ANSWERED = ("accepted",)
# Which row of the district fills an argument; one that has much to show.
THINGS = {
    "allowance": "SELECT id FROM mediation_allowance WHERE center_id = {center} ORDER BY id DESC",
    "arranged": "SELECT id FROM mediation_inquiry WHERE center_id = {center} AND state = 'arranged' ORDER BY id DESC",
    "assignment": "SELECT a.id FROM mediation_assignment AS a JOIN mediation_mediator AS m ON m.id = a.mediator_id "
    "WHERE a.center_id = {center} AND a.state IN ('agreed', 'planned') AND m.user_id IS NOT NULL "
    "ORDER BY a.state, a.id",
    "call": "SELECT id FROM mediation_call WHERE center_id = {center} ORDER BY id DESC",
    "call_back": "SELECT id FROM mediation_call WHERE center_id = {center} AND result = 'calls_back' ORDER BY id DESC",
    "confirmed": "SELECT p.assignment_id FROM mediation_assignmentproof AS p "
    "JOIN mediation_assignment AS a ON a.id = p.assignment_id JOIN mediation_slot AS s ON s.id = a.slot_id "
    "JOIN mediation_inquiry AS i ON i.id = s.inquiry_id JOIN network_desk AS d ON d.id = i.desk_id "
    "WHERE d.name = 'Rietberg' AND p.center_id = {center} ORDER BY p.id DESC",
    "contact": "SELECT c.id FROM network_contact AS c WHERE c.center_id = {center} ORDER BY c.organization_id, c.id",
    "dated": "SELECT a.id FROM mediation_assignment AS a JOIN mediation_mediator AS m ON m.id = a.mediator_id "
    "WHERE a.center_id = {center} AND a.state = 'planned' AND m.user_id IS NOT NULL ORDER BY a.id",
    "declaration": "SELECT id FROM mediation_declaration WHERE center_id = {center} ORDER BY id",
    "desk": "SELECT id FROM network_desk WHERE center_id = {center} AND name = 'Rietberg'",
    "desk_absence": "SELECT id FROM network_deskabsence WHERE center_id = {center} ORDER BY id",
    "draft": "SELECT key FROM mediation_draft WHERE center_id = {center} ORDER BY id",
    "handover": "SELECT id FROM mediation_handover WHERE center_id = {center} ORDER BY id DESC",
    "held": "SELECT a.id FROM mediation_assignment AS a JOIN mediation_slot AS s ON s.id = a.slot_id "
    "JOIN mediation_inquiry AS i ON i.id = s.inquiry_id JOIN network_desk AS d ON d.id = i.desk_id "
    "WHERE d.name = 'Rietberg' AND a.center_id = {center} AND a.state = 'held' ORDER BY a.id",
    "import": "SELECT id FROM mediation_mediatorimport WHERE center_id = {center} AND applied_at IS NULL ORDER BY id",
    "applied": "SELECT id FROM mediation_mediatorimport WHERE center_id = {center} AND applied_at IS NOT NULL",
    "inquiry": "SELECT id FROM mediation_inquiry WHERE center_id = {center} AND occasion = 'parents_day' "
    "ORDER BY submitted_at DESC",
    "invitation": "SELECT id FROM centers_invitation WHERE center_id = {center} ORDER BY id",
    "line": 'SELECT id FROM finance_budgetline WHERE center_id = {center} ORDER BY year DESC, "order"',
    "mediator": "SELECT m.id FROM mediation_mediator AS m JOIN network_desk AS d ON d.id = m.home_desk_id "
    "WHERE m.center_id = {center} AND d.name = 'Rietberg' AND m.user_id IS NOT NULL ORDER BY m.id",
    "membership": "SELECT id FROM centers_membership WHERE center_id = {center} ORDER BY id DESC",
    "message": "SELECT id FROM outbox_message WHERE center_id = {center} ORDER BY id",
    "month": "SELECT to_char(max(month), 'YYYY-MM') FROM mediation_claimrun WHERE center_id = {center}",
    "offer": "SELECT id FROM mediation_offer WHERE center_id = {center} AND state = 'asked' ORDER BY id",
    "organization": "SELECT organization_id FROM network_contact WHERE center_id = {center} ORDER BY id",
    "plan": "SELECT id FROM mediation_weekplan WHERE center_id = {center} ORDER BY id",
    "plan_slot": "SELECT slot_id FROM mediation_planslot WHERE center_id = {center} ORDER BY id",
    "posting": "SELECT id FROM finance_posting WHERE center_id = {center} ORDER BY id",
    "refusal": "SELECT id FROM mediation_occasionrule WHERE center_id = {center} ORDER BY id",
    "run": "SELECT id FROM mediation_claimrun WHERE center_id = {center} ORDER BY month DESC",
    "slot": "SELECT id FROM mediation_slot WHERE center_id = {center} AND state = 'open' ORDER BY id",
    "user": "SELECT user_id FROM centers_membership WHERE center_id = {center} ORDER BY id DESC",
}

# Pages that need another row than their neighbors.
INSTEAD = {
    "mediation:import-done": {"import": "applied"},
    "mediation:proof-sheet": {"assignment": "dated"},
    "mediation:plan-slot": {"slot": "plan_slot"},
}
LIST_WITH_QUESTIONS = """Nachname;Vorname;Telefon;Ort;Sprachen;Bemerkung
Musterbaum;Leyla;05244 000123;33397 Rietberg;"Arab. (syr.), Kurd., etw. Türk.";oft abends
Beispielau;Farid;0160 0007777;Langenberg;"Dari/Farsi, Klingonisch";nur vormittags
"""
LIST_WITHOUT_QUESTIONS = """Nachname;Vorname;Telefon;Ort;Sprachen
Beispielweg;Oksana;0171 0001234;Verl;Ukrainisch
"""
CODES = {
    LinkPurpose.ANSWER: "SELECT l.serial FROM centers_shortlink AS l JOIN mediation_offer AS o ON o.id = l.target_id "
    "WHERE l.purpose = 'answer' AND l.center_id = {center} AND o.state = '{state}' ORDER BY l.id",
    LinkPurpose.CONFIRM: "SELECT serial FROM centers_shortlink WHERE purpose = 'confirm' AND center_id = {center}",
    LinkPurpose.STATUS: "SELECT serial FROM centers_shortlink WHERE purpose = 'status' AND center_id = {center}",
    LinkPurpose.FEED: "SELECT serial FROM centers_shortlink WHERE purpose = 'feed' AND center_id = {center}",
    LinkPurpose.INVITE: "SELECT serial FROM centers_shortlink WHERE purpose = 'invite' AND center_id = {center}",
    LinkPurpose.INVITE_BY_MAIL: "SELECT serial FROM centers_shortlink WHERE purpose = 'mailed' "
    "AND center_id = {center}",
}


@dataclass(frozen=True)
class Thing:
    """As the routes take it: with `pk`, and `key` for drafts."""

    pk: object

    @property
    def key(self) -> object:
        return self.pk


class District:
    """The running demo, as far as pages are to be opened in it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.center = self.one(f"SELECT id FROM centers_center WHERE slug = '{CENTER}'")

    def one(self, question: str) -> Any:
        """The first value; None when there is no row."""
        row = self.house.database.execute(question).fetchone()
        return row[0] if row else None

    def things(self) -> dict[str, Any]:
        """What fills the arguments of routes."""
        found: dict[str, Any] = {}
        for name, question in THINGS.items():
            value = self.one(question.format(center=self.center))
            found[name] = value if isinstance(value, str) else Thing(value or 0)
        found |= {purpose: self.code(purpose) for purpose in ("invite", "mailed")}
        for purpose, state in (("answer", "asked"), ("confirm", ""), ("status", ""), ("feed", "")):
            found[purpose] = self.code(purpose, state)
        found["accepted"] = self.code("answer", "accepted")
        return found | {"job": Thing(0)}

    def code(self, purpose: str, state: str = "") -> str:
        serial = self.one(CODES[LinkPurpose(purpose)].format(center=self.center, state=state))
        return _code(purpose, serial) if serial is not None else "NOSUCHCODE"

    def prepare(self, browser: Browser) -> None:
        """What the district lacks, so that its pages can be looked at; once per house."""
        admin = f"SELECT user_id FROM centers_membership WHERE center_id = {self.center} AND role = 'center_admin'"
        factors.give(self.house.database, self.one(f"{admin} ORDER BY id"))
        if self.one("SELECT id FROM centers_invitation"):
            return
        for role, make in (
            (Role.MEDIATOR, self._make_a_feed),
            (Role.COORDINATOR, self._read_lists_in),
            (Role.CENTER_ADMIN, self._invite),
            (Role.DISPATCHER, self._plan),
        ):
            context = browser.new_context(base_url=f"{self.house.url}/{CENTER}/")
            self.sign_in(context, role)
            make(context)
            context.close()

    def _make_a_feed(self, context: BrowserContext) -> None:
        """Her own data show the address of her calendar."""
        assert context.request.get("mein/daten/").ok
        assert self.one("SELECT id FROM centers_shortlink WHERE purpose = 'feed'")

    def _read_lists_in(self, context: BrowserContext) -> None:
        """One list waits for answers, one is taken over."""
        page = context.new_page()
        for list_ in (LIST_WITH_QUESTIONS, LIST_WITHOUT_QUESTIONS):
            page.goto("sprachlotsen/einlesen/")
            page.locator("input[type=file]").set_input_files(
                {"name": "liste.csv", "mimeType": "text/csv", "buffer": list_.encode()}
            )
            page.locator("select[name=desk]").select_option(index=1)
            press(page)
            press(page)
        assert page.url.endswith("/vorschau/"), page.url
        press(page, "form.imp-bar")
        assert page.url.endswith("/fertig/"), page.url

    def _invite(self, context: BrowserContext) -> None:
        form = {"csrfmiddlewaretoken": token_of(context.request.get("personen/einladen/").text())}
        person = {"email": "neu@example.org", "name": "Nele Neuspiel", "role": Role.FINANCE.value}
        answer = context.request.post("personen/einladen/", form={**form, **person})
        assert answer.ok, answer.status
        invitation = self.one("SELECT id FROM centers_invitation")
        assert context.request.get(f"personen/einladungen/{invitation}/brief/").ok

    def _plan(self, context: BrowserContext) -> None:
        """Four weeks of the desk, put together by a worker as in the house."""
        form = {"csrfmiddlewaretoken": token_of(context.request.get("wochenplan/").text())}
        day = f"{timezone.localdate():%Y-%m-%d}"
        assert context.request.post("wochenplan/", form={**form, "first": day, "days": "28"}).ok
        worker = self.house.start("worker")
        try:
            for _ in range(300):
                if self.one("SELECT id FROM mediation_weekplan WHERE state = 'ready'"):
                    return
                time.sleep(0.1)
            raise AssertionError(self.house.log())
        finally:
            end(worker)

    def sign_in(self, context: BrowserContext, role: str) -> None:
        """By the demo's one click, without drawing its page."""
        wanted = f"AND u.name = '{PEOPLE[Role(role)]}'" if PEOPLE[Role(role)] else ""
        email = self.one(
            "SELECT u.email FROM accounts_user AS u JOIN centers_membership AS m ON m.user_id = u.id "
            f"WHERE m.center_id = {self.center} AND m.role = '{role}' {wanted} ORDER BY m.id"
        )
        if role == Role.MEDIATOR:
            email = self.one(
                "SELECT u.email FROM accounts_user AS u JOIN mediation_mediator AS m ON m.user_id = u.id "
                "JOIN mediation_assignment AS a ON a.mediator_id = m.id "
                f"WHERE a.id = {self.one(THINGS['assignment'].format(center=self.center))}"
            )
        if role == Role.OPERATOR and self.one("SELECT email FROM accounts_user WHERE is_operator"):
            email = self.one("SELECT email FROM accounts_user WHERE is_operator ORDER BY id")
        assert email, f"Nobody in the district is {role}."
        start = context.request.get(f"{self.house.url}/demo/").text()
        form = {"csrfmiddlewaretoken": token_of(start), "person": email, "center": str(self.center), "role": role}
        answer = context.request.post(f"{self.house.url}/demo/anmelden/", form=form, max_redirects=0)
        assert answer.status == 302, answer.status

    def prove(self, context: BrowserContext) -> None:
        """The second step once more: what changes it opens for 5 minutes."""
        address = f"{self.house.url}/konto/2fa/reauthenticate/"
        form = {"csrfmiddlewaretoken": token_of(context.request.get(address).text())}
        code = factors.next_code(self.house.database)
        answer = context.request.post(address, form={**form, "code": code}, max_redirects=0)
        assert answer.status == 302, answer.status


def press(page: Page, form: str = "form.kit-form") -> None:
    """The button of the page's form."""
    with page.expect_navigation():
        page.locator(f"main {form} button[type=submit]").first.click()


def token_of(page: str) -> str:
    """What a form must send back."""
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def opened_by(route: Route) -> str:
    """The role that opens this page, or "anonymous"."""
    if route.asks == "operator":
        return Role.OPERATOR
    if route.asks == "own":
        return Role.CENTER_ADMIN
    if route.permissions:
        return next(role for role in PEOPLE if any(role in one.roles for one in route.permissions))
    return "anonymous"


@dataclass(frozen=True)
class Address:
    """A page to open; `again` when somebody else of this walk opens it too."""

    name: str
    path: str
    again: bool = False


def addresses(district: District, role: str) -> list[Address]:
    """Everything this role is to open; what is no page as well."""
    things, found = district.things(), []
    for route in all_routes():
        own_bar = role in BARS and not route.about_a_thing and any(role in one.roles for one in route.permissions)
        is_first = opened_by(route) == role
        if is_first or own_bar:
            fitting = {name: things[one] for name, one in INSTEAD.get(route.name, {}).items()}
            paths = route.addresses(things | fitting, CENTER)
            found += [Address(route.name, path, not is_first) for path in paths]
    if role == "anonymous":
        found += [Address("link-answer", f"/a/{district.code('answer', state)}") for state in ANSWERED]
    return found
