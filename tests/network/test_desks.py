from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.network import queries
from lotsenhaus.network.actions import desks as actions
from lotsenhaus.network.models import Desk, DeskAbsence
from tests.centers.people import a_browser, a_center, a_member, sign_in
from tests.network.things import a_desk, a_town

pytestmark = pytest.mark.django_db


def values(center: Center, **changes: object) -> dict[str, object]:
    town = a_town(center, "Verl")
    return {
        "name": "Verl", "carrier": "Droste-Haus (Beispiel)", "sender_name": "Familienzentrum Verl", "town": town.pk,
        "phone": "0000 33", "email": "verl@desk.example", "serves": [town.pk], "hours_1": "8–12, 14–16", **changes,
    }  # fmt: skip


def test_a_desk_with_its_hours_and_towns() -> None:
    center = a_center()
    client = a_browser(center, Role.CENTER_ADMIN)
    assert client.post("/guetersloh/stellen/neu/", values(center)).status_code == 302
    with center_scope(center):
        desk = Desk.objects.get()
        assert desk.opening_hours == [[1, "08:00", "12:00"], [1, "14:00", "16:00"]]
        assert [town.name for town in desk.serves.all()] == ["Verl"]
    page = client.get(f"/guetersloh/stellen/{desk.pk}/").content.decode()
    assert 'value="8–12, 14–16"' in page


def test_a_town_that_is_served_by_one_desk_moves_to_the_other() -> None:
    center = a_center()
    first = a_desk(center, "Verl")
    client = a_browser(center, Role.COORDINATOR)
    client.post("/guetersloh/stellen/neu/", values(center, name="Rietberg"))
    with center_scope(center):
        assert first.serves.count() == 0
        assert Desk.objects.get(name="Rietberg").serves.get().name == "Verl"


def test_wrong_values_stand_at_their_fields() -> None:
    center = a_center()
    a_desk(center, "Verl", is_center_desk=True)
    client = a_browser(center, Role.COORDINATOR)
    page = client.post(
        "/guetersloh/stellen/neu/", values(center, hours_1="vormittags", is_center_desk="on")
    ).content.decode()
    assert "Bitte schreiben Sie die Zeiten so" in page
    assert "Es gibt schon eine Stelle des Zentrums" in page
    assert "Eine Stelle mit diesem Namen gibt es schon." in page
    assert 'value="vormittags"' in page
    with center_scope(center):
        assert Desk.objects.count() == 1


def dispatcher_of(center: Center, desk: Desk) -> Membership:
    membership = a_member(center, Role.DISPATCHER).memberships.get()
    with center_scope(center):
        actions.assign(membership, desk.pk)
    return membership


def test_a_dispatcher_enters_her_own_absence_and_takes_it_back() -> None:
    center = a_center()
    desk, cover = a_desk(center, "Rietberg"), a_desk(center, "Verl")
    client = sign_in(dispatcher_of(center, desk).user)
    today = timezone.localdate()
    days = {"first_day": today + timedelta(days=3), "last_day": today + timedelta(days=5), "cover": cover.pk}
    client.post("/guetersloh/meine-abwesenheit/", days)
    with center_scope(center):
        absence = DeskAbsence.objects.get()
        assert (absence.desk, absence.cover) == (desk, cover)
    twice = client.post("/guetersloh/meine-abwesenheit/", days).content.decode()
    assert "In dieser Zeit ist schon eine Abwesenheit eingetragen." in twice
    wrong = client.post("/guetersloh/meine-abwesenheit/", {**days, "last_day": today}).content.decode()
    assert "Der letzte Tag liegt vor dem ersten." in wrong
    client.post(f"/guetersloh/abwesenheit/{absence.pk}/beenden/")
    with center_scope(center):
        assert DeskAbsence.objects.count() == 0


def test_a_dispatcher_does_not_end_the_absence_of_another_desk() -> None:
    center = a_center()
    own, other = a_desk(center, "Rietberg"), a_desk(center, "Verl")
    today = timezone.localdate()
    with center_scope(center):
        absence = DeskAbsence.objects.create(center=center, desk=other, first_day=today, last_day=today)
    client = sign_in(dispatcher_of(center, own).user)
    assert client.post(f"/guetersloh/abwesenheit/{absence.pk}/beenden/").status_code == 404


def test_after_hours_the_page_says_when_the_desk_is_back() -> None:
    center = a_center()
    desk = a_desk(center, "Rietberg")
    page = sign_in(dispatcher_of(center, desk).user).get("/guetersloh/meine-abwesenheit/").content.decode()
    assert "Nächste Sprechzeit:" in page
    assert "Bis dahin wird nichts fällig." in page
    with center_scope(center):
        back = queries.next_open(desk, timezone.now())
    assert back is not None
    assert timezone.localtime(back).weekday() in (1, 3)


def test_a_closed_desk_serves_no_town_and_is_gone_from_the_list() -> None:
    center = a_center()
    desk = a_desk(center, "Verl")
    client = a_browser(center, Role.COORDINATOR)
    client.post(f"/guetersloh/stellen/{desk.pk}/schliessen/")
    with center_scope(center):
        assert desk.serves.count() == 0
    assert "Noch keine Vermittlungsstelle" in client.get("/guetersloh/stellen/").content.decode()


def test_one_desk_and_many_ask_the_same_number_of_questions() -> None:
    center = a_center()
    dispatcher_of(center, a_desk(center, "Verl"))
    client = a_browser(center, Role.COORDINATOR)
    client.get("/guetersloh/stellen/")
    with CaptureQueriesContext(connection) as few:
        client.get("/guetersloh/stellen/")
    for name in ("Rietberg", "Halle", "Werther"):
        dispatcher_of(center, a_desk(center, name))
    with CaptureQueriesContext(connection) as many:
        client.get("/guetersloh/stellen/")
    assert len(few) == len(many)
