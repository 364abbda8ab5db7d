"""Numbers of foreign things in the fields of own forms: chosen lists, hidden fields and boxes (abuse case 13)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.scoping import center_scope
from tests.access import markers
from tests.access.routes import all_routes
from tests.access.test_matrix import Walk
from tests.access.world import HOME, World, fingerprint

NO_REFERENCE = {"version", "rows", "page", "header", "talks_held"}  # numbers that count something
REFERENCES = ("desk", "organization", "contact", "mediator", "slot", "offer", "handover", "line", "inquiry")


@dataclass
class Form:
    """As a browser would send it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    """Names of fields whose value is a number of a row."""


class Forms(HTMLParser):
    """All forms of a page that change something."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.select = path, [], ""
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.form = Form(given.get("action") or self.path) if given.get("method") == "post" else None
            self.found += [self.form] if self.form else []
        elif self.form is None:
            return
        elif tag == "select":
            self.select = name
            self.form.values.setdefault(name, "")
        elif tag == "option" and self.select:
            self._take(self.select, value, chosen="selected" in given)
        elif tag in ("input", "button", "textarea") and name:
            self._take(name, value, chosen=given.get("type") not in ("radio", "checkbox") or "checked" in given)

    def handle_endtag(self, tag: str) -> None:
        self.form = None if tag == "form" else self.form
        self.select = "" if tag == "select" else self.select

    def _take(self, name: str, value: str, *, chosen: bool) -> None:
        assert self.form is not None
        if chosen or not self.form.values.get(name):
            self.form.values[name] = value
        if value.isdigit() and name not in NO_REFERENCE:
            self.form.references.add(name)


def forms_of(path: str, response: HttpResponse) -> list[Form]:
    parser = Forms(path)
    parser.feed(response.content.decode())
    return parser.found


def test_a_form_takes_no_number_of_a_foreign_thing(world: World) -> None:
    walk, posts = Walk(world), 0
    before = fingerprint(world.foreign)
    for role, path in own_pages(world):
        response = walk.visit(role, "GET", path)
        if response is None or response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            continue
        for form in forms_of(path, response):
            for number in foreign_numbers(world) if form.references else ():
                posts += 1
                send(walk, role, form, number)
    assert fingerprint(world.foreign) == before
    print(f"\nGOAL foreign choices: {posts} forms sent with foreign numbers, {len(walk.wrong)} taken")
    assert walk.wrong == [], "\n".join(sorted(set(walk.wrong)))


def own_pages(world: World) -> Iterator[tuple[str, str]]:
    """Each page by the first role that may open it; the walls of the matrix are not repeated here."""
    for route in all_routes():
        if route.permissions:
            role = next(role for role in ROLES if any(role in one.roles for one in route.permissions))
            for path in route.addresses(world.things["own"], HOME):
                yield role, path


ROLES = (
    Role.COORDINATOR,
    Role.DISPATCHER,
    Role.REQUESTER,
    Role.MEDIATOR,
    Role.FINANCE,
    Role.CENTER_ADMIN,
    *Role.values,
)


def foreign_numbers(world: World) -> list[str]:
    there = world.things["foreign"]
    return sorted({str(there[name].pk) for name in REFERENCES} | {str(there["desk"].town_id)})


def send(walk: Walk, role: str, form: Form, number: str) -> None:
    """Whatever comes: no 5xx, nothing that points abroad, and no word from there."""
    values = {**form.values, **dict.fromkeys(form.references, number)}
    with transaction.atomic():
        try:
            response = walk.clients[role].post(form.action, values)
            walk.expect(response.status_code < 500, role, form.action, response.status_code)
            heard = markers.found_in(markers.texts_of(response), walk.world.canaries).values()
            walk.wrong += [f"{role} {form.action} hears {one.label}" for one in heard if one.owner == "f"]
            with center_scope(walk.world.center), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            walk.wrong.append(f"{role} {form.action} {sorted(form.references)}: {str(error)[:150]}")
        transaction.set_rollback(True)
