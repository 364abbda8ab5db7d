"""Invitations in waves: so many a day, nobody twice, stopped by a click."""

from datetime import date

from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Invitation
from lotsenhaus.mediation.actions import waves
from lotsenhaus.mediation.models import InvitationWaves
from lotsenhaus.mediation.queries.waves import ABOUT
from lotsenhaus.outbox.models import Message
from tests.centers.people import sign_in
from tests.house import House

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def invited() -> list[str]:
    return sorted(Invitation.objects.values_list("email", flat=True))


def test_so_many_a_day_leave_and_nobody_is_invited_twice(house: House) -> None:
    hanne = house.person(Role.COORDINATOR)
    pool = [house.mediator("arb", email=f"m{number}@example.org") for number in range(4)]
    house.mediator("arb", email="")
    people.invite(
        center=house.center,
        by=hanne,
        email="m0@example.org",
        name="B",
        role=Role.MEDIATOR,
        about=f"{ABOUT}{pool[0].pk}",
    )
    waves.start(center=house.center, per_day=2, by=hanne)
    assert invited() == ["m0@example.org"]  # not before the morning
    assert waves.send_next(center=house.center, today=MONDAY) == 2
    assert waves.send_next(center=house.center, today=MONDAY) == 0
    assert waves.send_next(center=house.center, today=TUESDAY) == 1
    assert invited() == [f"m{number}@example.org" for number in range(4)]
    assert Message.objects.filter(kind="invitation").count() == 4
    assert InvitationWaves.objects.get().ended_at is not None
    waves.start(center=house.center, per_day=2, by=hanne)
    assert waves.send_next(center=house.center, today=TUESDAY) == 0


def test_what_is_paused_stays_until_somebody_goes_on(house: House) -> None:
    hanne = house.person(Role.COORDINATOR)
    house.mediator("arb", email="m1@example.org")
    client = sign_in(hanne)
    page = client.get("/gt/sprachlotsen/einladungen/").content.decode()
    assert "1 Person ist noch nicht eingeladen" in page
    assert "lädt Sie zu Lotsenhaus ein" in page
    client.post("/gt/sprachlotsen/einladungen/", {"per_day": "5"})
    client.post("/gt/sprachlotsen/einladungen/anhalten/")
    assert "Angehalten" in client.get("/gt/sprachlotsen/einladungen/").content.decode()
    assert waves.send_next(center=house.center, today=MONDAY) == 0
    client.post("/gt/sprachlotsen/einladungen/", {"per_day": "5"})
    assert waves.send_next(center=house.center, today=MONDAY) == 1
    assert "Alle mit E-Mail-Adresse sind eingeladen." in client.get("/gt/sprachlotsen/einladungen/").content.decode()


def test_a_number_that_is_none_is_said_at_its_field(house: House) -> None:
    page = sign_in(house.person(Role.COORDINATOR)).post("/gt/sprachlotsen/einladungen/", {"per_day": "0"})
    assert "per_day" in page.context["form"].errors
    assert not InvitationWaves.objects.exists()
