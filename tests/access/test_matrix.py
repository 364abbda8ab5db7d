"""All routes × roles × own, other desk, foreign center × GET, POST, fragment: who gets in, and what is given away."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from lotsenhaus.centers.choices import Role
from tests.access import markers
from tests.access.fields import may_see
from tests.access.routes import FROM_LIBRARIES, Route, all_routes
from tests.access.world import AWAY, HOME, World, fingerprint
from tests.centers.people import sign_in

ROLES = ("anonymous", *Role.values)
METHODS = ("GET", "POST", "FRAGMENT")
CLOSED_IN_TESTS = {"demo:start", "demo:sign-in", "demo:outbox", "health-ready"}  # no demo, no worker
# The key of a draft is made by the page: one that nobody knows is a new draft, whoever else may have used it.
MAKES_ITS_KEY = {"mediation:inquiry-draft"}


@dataclass
class Walk:
    """Visits addresses as everybody, notes what came and what should not have come."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clients = {role: sign_in(user) for role, user in self.world.users.items()} | {"anonymous": Client()}
        for role, user in self.world.users.items():
            self.clients[role].pk = user.pk  # type: ignore[attr-defined]

    def visit(self, role: str, method: str, path: str) -> HttpResponse | None:
        """The answer; None and a note when the page broke."""
        client = self.clients[role]
        jar = client.cookies.copy()
        headers = {"HX-Request": "true"} if method == "FRAGMENT" else {}
        ask = client.post if method == "POST" else client.get
        self.counts[method] += 1
        try:
            return ask(path, headers=headers)  # type: ignore[return-value]
        except Exception as error:
            self.wrong.append(f"{role} {method} {path}: {type(error).__name__} {str(error)[:200]}")
            return None
        finally:
            client.cookies = jar

    def expect(self, fits: bool, *words: object) -> None:
        if not fits:
            self.wrong.append(" ".join(map(str, words)))

    def listen(self, route: Route, role: str, method: str, path: str, response: HttpResponse) -> None:
        """No canary sings that this role may not hear."""
        for canary in markers.found_in(markers.texts_of(response), self.world.canaries).values():
            mine = canary.label.startswith("accounts.User.") and canary.pk == getattr(self.clients[role], "pk", None)
            if not mine and not may_see(canary.label, role, canary.owner, route.name, route.purpose):
                self.counts["leaks"] += 1
                self.wrong.append(f"LEAK to {role} on {route.name}: {canary.owner} {canary.label}")


TOTALS: Counter[str] = Counter()
AREAS = ("accounts", "centers", "network", "inquiries", "dispatch", "mediators", "money", "links", "libraries")


def area(route: Route) -> str:
    """Splits the walk into parts that may run on several cores."""
    first = route.path.removeprefix("<slug:center>/").split("/")[0]
    if route.name.startswith("mediation:"):
        words = {"inquiries": ("anfrage", "anfragen", "meine-anfragen", "erste-anfrage", "zeigekarte")}
        words |= {"mediators": ("sprachlotsen", "mein", "regeln")}
        words |= {
            "dispatch": (
                "heute",
                "vermittlung",
                "wochenplan",
                "gesucht",
                "anruf",
                "rueckruf",
                "frage",
                "einsatz",
                "weitergabe",
            )
        }
        return next((one for one in words if first in words[one]), "money")
    if route.name in FROM_LIBRARIES:
        return "libraries"
    space = route.name.split(":")[0]
    return space if space in AREAS else "links"


@pytest.mark.parametrize("part", AREAS)
def test_everybody_gets_in_where_allowed_and_nobody_hears_more(world: World, part: str) -> None:
    began, routes, walk = time.monotonic(), [one for one in all_routes() if area(one) == part], Walk(world)
    for route in routes:
        walk_at_home(walk, route)
    walk_abroad(walk, [route for route in routes if route.permissions])
    walk.counts["routes"] += len(routes)
    walk.counts["seconds"] += round(time.monotonic() - began)
    TOTALS.update(walk.counts)
    assert routes
    assert walk.wrong == [], "\n".join(sorted(set(walk.wrong)))


def test_the_figures_of_the_walk(world: World) -> None:
    """After the parts, in the same process; with several processes each prints what it has walked."""
    total = Counter(TOTALS)
    asked = f"{total['POST']} POST, {total['FRAGMENT']} fragments, {total['files']} files"
    found = f"{total['leaks']} leaks, {total['foreign writes']} foreign writes"
    print(
        f"\nGOAL G3 {total['routes']} routes × {len(ROLES)} roles, {sum(total[one] for one in METHODS)} requests "
        f"({asked}), {len(world.canaries)} canaries, {found} in {total['seconds']} s "
        f"{'FAIL' if total['leaks'] or total['foreign writes'] else 'PASS'}"
    )
    assert total["leaks"] == total["foreign writes"] == 0


def walk_at_home(walk: Walk, route: Route) -> None:
    """Own things and those of the other desk, below the own center; everything is rolled back."""
    opened = False
    for owner in ("own", "other") if route.about_a_thing and not route.purpose else ("own",):
        for path in route.addresses(walk.world.things[owner], HOME):
            for role, method in everybody(route, inside=owner == "other"):
                with transaction.atomic():
                    response = walk.visit(role, method, path)
                    transaction.set_rollback(True)
                if response is None:
                    continue
                walk.counts["files"] += "attachment" in response.get("Content-Disposition", "")
                check_door(walk, route, role, method, path, response)
                walk.listen(route, role, method, path, response)
                opened |= owner == "own" and response.status_code < 400
    walk.expect(opened or route.name in CLOSED_IN_TESTS, route.name, "opens for nobody")


def check_door(walk: Walk, route: Route, role: str, method: str, path: str, response: HttpResponse) -> None:
    """By what the view declares."""
    status, where = response.status_code, response.get("Location", "")
    if status == 405:  # says nothing about anybody
        return None
    asked_to_sign_in = status == 302 and where.startswith("/konto/login/")
    if route.asks in ("permissions", "operator") or (route.asks == "own" and route.has_center):
        if role == "anonymous":
            return walk.expect(asked_to_sign_in, role, method, path, status, where)
        if route.asks == "operator":
            return walk.expect((status == 404) == (role != Role.OPERATOR), role, method, path, status)
        allowed = any(role in one.roles for one in route.permissions)
        if not allowed:
            return walk.expect(status == 403, role, method, path, status, "instead of 403")
    # A house without a worker is not ready, and says so.
    return walk.expect(status < 500 or route.name == "health-ready", role, method, path, status)


def walk_abroad(walk: Walk, routes: list[Route]) -> None:
    """Foreign things below the foreign center and below the own one: not found, the same page, nothing changed."""
    world = walk.world
    before = fingerprint(world.foreign)
    for route in routes:
        for path in route.addresses(world.things["foreign"], AWAY):
            for role, method in everybody(route):
                check_foreign(walk, route, role, method, path)
        for path in route.addresses(world.things["foreign"], HOME) if route.about_a_thing else ():
            for role, method in everybody(route, inside=True):
                check_mixed(walk, route, role, method, path)
        after = fingerprint(world.foreign)
        walk.counts["foreign writes"] += after != before
        walk.expect(after == before, "FOREIGN WRITE", route.name)
        before = after


def everybody(route: Route, *, inside: bool = False) -> Iterator[tuple[str, str]]:
    """Who asks how. `inside`: only those whom the door lets in; before it nobody looks at thing or HX-Request."""
    for role in ROLES:
        allowed = not route.permissions or any(role in one.roles for one in route.permissions)
        for method in METHODS if allowed else () if inside else ("GET", "POST"):
            yield role, method


def check_foreign(walk: Walk, route: Route, role: str, method: str, path: str) -> None:
    response = walk.visit(role, method, path)
    if response is None or response.status_code == 405:
        return
    if role == "anonymous":
        walk.expect(response.status_code == 302, role, method, path, response.status_code)
    else:
        walk.expect(response.status_code == 404, role, method, path, response.status_code, "instead of 404")
    walk.listen(route, role, method, path, response)


def check_mixed(walk: Walk, route: Route, role: str, method: str, path: str) -> None:
    """The own center's address with the number of a foreign thing."""
    with transaction.atomic():
        response = walk.visit(role, method, path)
        transaction.set_rollback(True)
    if response is None or response.status_code == 405:
        return
    wanted = 200 if route.name in MAKES_ITS_KEY else 404
    walk.expect(response.status_code == wanted, role, method, path, response.status_code, "instead of", wanted)
    walk.listen(route, role, method, path, response)
