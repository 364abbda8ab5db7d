"""Many say yes in the same second, over HTTP against a real gunicorn: exactly one gets it.

    python -m tests.rel.race --clients 32 --rounds 120 [--naive]

In each round half of the clients want the same slot, the other half want one mediator for overlapping talks; three of
four answer by link, one of four is entered from a telephone call. Prints one line `GOAL G1 …`.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from lotsenhaus.accounts.models import User
    from tests.house import House

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FRIENDLY = ("Diesmal war schon jemand da", "schon einen anderen Termin", "hat sich erledigt")
WON = "Der Termin geh"


@dataclass
class Attempt:
    """One client's yes: where it posts, what it sends, and what came back."""

    path: str
    fields: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    seconds: float = 0.0
    page: str = ""

    def prepare(self, port: int) -> None:
        """Look at the page first, as a person does: it holds the form's token."""
        if self.path.startswith("/a/"):
            _status, headers, body = request(port, "GET", self.path, self.cookies)
            found = TOKEN.search(body)
            assert found, f"no form behind {self.path}"
            self.fields["csrfmiddlewaretoken"] = found.group(1)
            self.cookies |= cookies_of(headers)

    def run(self, port: int, barrier: threading.Barrier) -> None:
        barrier.wait()
        begin = time.perf_counter()
        self.status, headers, self.page = request(port, "POST", self.path, self.cookies, self.fields)
        if self.status == 302:
            goal = dict(headers)["Location"]
            _status, _headers, self.page = request(port, "GET", goal, self.cookies | cookies_of(headers))
        self.seconds = time.perf_counter() - begin


def request(
    port: int, method: str, path: str, cookies: dict[str, str], fields: dict[str, str] | None = None
) -> tuple[int, list[tuple[str, str]], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Accept-Language": "de"}
    if fields is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urlencode(fields) if fields else None, headers)
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, answer.getheaders(), body


def cookies_of(headers: list[tuple[str, str]]) -> dict[str, str]:
    pairs = (value.split(";", 1)[0].split("=", 1) for name, value in headers if name.lower() == "set-cookie")
    return dict(tuple(pair) for pair in pairs)


@dataclass
class Result:
    """What many rounds came to; doubles and overlaps are counted in the database, not in the answers."""

    attempts: int = 0
    doubles: int = 0
    overlaps: int = 0
    rounds_without_one_winner: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    unfriendly: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)

    @property
    def p99(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.99) - 1] if self.seconds else 0.0

    @property
    def is_clean(self) -> bool:
        return not (self.doubles or self.overlaps or self.errors or self.rounds_without_one_winner or self.unfriendly)

    def __str__(self) -> str:
        return (
            f"{self.attempts} attempts, {self.doubles} double bookings, {self.overlaps} overlaps, {self.errors} answers"
            f" 5xx, {self.rounds_without_one_winner} rounds without exactly one winner, {self.unfriendly} losers"
            f" without a friendly page, p99 {self.p99 * 1000:.0f} ms"
        )


def race(port: int, *, clients: int, rounds: int) -> Result:
    """Needs Django set up on the database of the server that listens on `port`."""
    from lotsenhaus.centers.scoping import center_scope
    from tests import house as houses

    slug = f"rennen{time.time_ns()}"
    center = houses.new_center(slug, "RE")
    with center_scope(center):
        house = houses.build(slug, "RE")
        desk_people = [house.person("dispatcher") for _number in range(max(2, clients // 4))]
    sessions = {person.pk: session_of(person) for person in desk_people}
    result = Result()
    for number in range(rounds):
        one_round(port, house, clients, number, desk_people, sessions, result)
    return result


def one_round(
    port: int, house: "House", clients: int, number: int, people: "list[User]", sessions: dict[int, str], result: Result
) -> None:
    from lotsenhaus.centers.scoping import center_scope
    from lotsenhaus.mediation.models import Assignment

    half = clients // 2
    with center_scope(house.center):
        contested = house.inquiry("arb", minutes=60).slots.get()
        rivals = [(contested, house.mediator("arb")) for _client in range(half)]
        wanted = house.mediator("arb")
        talks = [(house.inquiry("arb", minutes=45 + client).slots.get(), wanted) for client in range(clients - half)]
        attempts = [
            attempt_of(house, slot, mediator, index, people, sessions)
            for index, (slot, mediator) in enumerate([*rivals, *talks])
        ]
    for attempt in attempts:
        attempt.prepare(port)
    barrier = threading.Barrier(clients)
    threads = [threading.Thread(target=attempt.run, args=(port, barrier)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with center_scope(house.center):
        winners = Assignment.objects.binding().filter(slot=contested).count()
        promised = list(Assignment.objects.binding().filter(mediator=wanted).values_list("blocked_from", "blocked_to"))
        clear_away(house)
    result.attempts += clients
    result.doubles += max(0, winners - 1)
    result.overlaps += sum(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(promised) for b in promised[:i])
    result.rounds_without_one_winner += (winners != 1) + (len(promised) != 1)
    for attempt in attempts:
        result.statuses[attempt.status] += 1
        result.seconds.append(attempt.seconds)
        if attempt.path.startswith("/a/") and WON not in attempt.page:
            result.unfriendly += not any(words in attempt.page for words in FRIENDLY)


def clear_away(house: "House") -> None:
    """A desk has dozens of open inquiries and a hundred mediators: the next round finds it so."""
    from lotsenhaus.mediation.choices.states import InquiryState, MediatorState, SlotState
    from lotsenhaus.mediation.models import Call, Inquiry, Mediator, Slot

    Call.objects.running().delete()
    Slot.objects.exclude(state=SlotState.FILLED).update(state=SlotState.WITHDRAWN)
    Inquiry.objects.exclude(state=InquiryState.ARRANGED).update(state=InquiryState.WITHDRAWN)
    Mediator.objects.update(state=MediatorState.LEFT)


def attempt_of(
    house: "House", slot: object, mediator: object, index: int, people: "list[User]", sessions: dict[int, str]
) -> Attempt:
    """Three of four by link, one of four from the telephone."""
    from lotsenhaus.centers.choices import LinkPurpose
    from lotsenhaus.centers.links import code_for
    from lotsenhaus.mediation.actions import asking, calls

    if index % 4 == 3:
        person = people[index // 4]
        call = calls.begin_call(center=house.center, by=person, desk=house.desk, mediator=mediator, slot=slot)  # type: ignore[arg-type]
        token = "a" * 32
        return Attempt(
            f"/{house.center.slug}/anruf/{call.pk}/ergebnis",
            {"result": "accepted", "csrfmiddlewaretoken": token},
            {"session": sessions[person.pk], "csrf": token},
        )
    offer = asking.ask(slot=slot, mediators=[mediator], by=None, desk=house.desk, at_once=True)[0]  # type: ignore[arg-type,list-item]
    code = code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)
    return Attempt(f"/a/{code}", {"antwort": "ja"})


def session_of(person: "User") -> str:
    """A signed-in session with a second factor, as after a passkey."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": time.time()}]
    session.save()
    key: str = session.session_key
    return key


@contextmanager
def server(url: str, folder: Path, *, naive: bool) -> Iterator[int]:
    """gunicorn with two workers of four threads on a free port."""
    from tests.ground.houses import free_port

    port = free_port()
    application = "tests.rel.naive:application" if naive else "lotsenhaus.config.wsgi:application"
    environment = {**os.environ, "DATABASE_URL": url, "LOTSENHAUS_DATA": str(folder), "LOTSENHAUS_TESTING": "1"}
    words = [
        "gunicorn",
        application,
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "error",
        "--no-control-socket",
    ]
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=environment)
    try:
        for _try in range(200):
            try:
                request(port, "GET", "/a/NOTHING", {})
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def course(*, naive: bool) -> Iterator[int]:
    """A database of its own, Django on it, and the server in front; for a process of its own."""
    import tempfile

    import django

    os.environ.update(DJANGO_SETTINGS_MODULE="lotsenhaus.config.settings", LOTSENHAUS_TESTING="1")
    from lotsenhaus.kit import embedded
    from tests.ground.databases import FOLDER, Databases

    with embedded.running(FOLDER, durable=False) as cluster, tempfile.TemporaryDirectory() as folder:
        databases = Databases(cluster)
        name = databases.copy(f"test_{os.getpid()}_race{int(naive)}")
        os.environ["DATABASE_URL"] = databases.url(name)
        django.setup()
        if naive:
            take_out_constraints(databases, name)
        with server(databases.url(name), Path(folder), naive=naive) as port:
            yield port
        from django.db import connections

        connections.close_all()
        databases.drop(name)


def take_out_constraints(databases: object, name: str) -> None:
    from tests.ground.databases import Databases
    from tests.rel.naive import CONSTRAINTS

    assert isinstance(databases, Databases)
    with databases.connect(name) as owner:
        for table, names in CONSTRAINTS.items():
            for constraint in names:
                owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{constraint}"')
                owner.execute(f'DROP INDEX IF EXISTS "{constraint}"')


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--clients", type=int, default=32)
    words.add_argument("--rounds", type=int, default=120)
    words.add_argument("--naive", action="store_true", help="the control: locks and constraints off")
    options = words.parse_args()
    with course(naive=options.naive) as port:
        result = race(port, clients=options.clients, rounds=options.rounds)
    good = result.doubles > 0 if options.naive else result.is_clean
    print(f"GOAL G1{' control' if options.naive else ''} {result} {'PASS' if good else 'FAIL'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
