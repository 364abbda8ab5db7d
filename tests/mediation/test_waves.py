"""Invitations in waves: so many a day, nobody twice, stopped by a click."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DataError
from django.utils import timezone

from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Invitation, Membership
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import waves
from lotsenhaus.mediation.models import InvitationWaves
from lotsenhaus.mediation.queries.waves import ABOUT, never_invited
from lotsenhaus.outbox.models import Message
from tests.centers.people import sign_in
from tests.house import House, build, new_center

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


def test_nobody_is_invited_again_when_the_invitation_is_forgotten(house: House) -> None:
    hanne = house.person(Role.COORDINATOR)
    house.mediator("arb", email="m1@example.org")
    waves.start(center=house.center, per_day=5, by=hanne)
    assert waves.send_next(center=house.center, today=MONDAY) == 1
    Invitation.objects.all().delete()
    assert not never_invited().exists()


def test_who_was_invited_by_her_address_alone_counts_as_invited(house: House) -> None:
    hanne, mediator = house.person(Role.COORDINATOR), house.mediator("arb", email="M1@example.org")
    people.invite(center=house.center, by=hanne, email="m1@example.org", name="A", role=Role.REQUESTER)
    assert never_invited().get() == mediator
    people.invite(center=house.center, by=hanne, email="m1@example.org", name="A", role=Role.MEDIATOR)
    assert not never_invited().exists()


def test_a_shared_mailbox_gets_one_link_at_a_time(house: House) -> None:
    hanne = house.person(Role.COORDINATOR)
    for name in ("Eins", "Zwei"):
        house.mediator("arb", first_name=name, email="familie@example.org")
    waves.start(center=house.center, per_day=5, by=hanne)
    assert [waves.send_next(center=house.center, today=day) for day in (MONDAY, TUESDAY)] == [1, 0]
    first = Invitation.objects.get()
    assert (first.withdrawn_at, InvitationWaves.objects.get().ended_at) == (None, None)
    people.open_account(center=house.center, invitation=first, name="Eins", password="", by_mail=True)
    assert waves.send_next(center=house.center, today=TUESDAY + timedelta(days=1)) == 1
    assert InvitationWaves.objects.get().ended_at is not None


def test_waves_pause_when_who_started_them_is_gone(house: House) -> None:
    hanne = house.person(Role.COORDINATOR)
    house.mediator("arb", email="m1@example.org")
    waves.start(center=house.center, per_day=5, by=hanne)
    Membership.objects.filter(user=hanne).update(ended_at=timezone.now())
    assert waves.send_next(center=house.center, today=MONDAY) == 0
    assert InvitationWaves.objects.get().paused_at is not None
    assert not Invitation.objects.exists()


def test_one_center_that_fails_does_not_stop_the_others(house: House) -> None:
    too_long = {"first_name": "A" * 60, "last_name": "B" * 60}  # with the space more than an invitation holds
    house.mediator("arb", email="m1@example.org", **too_long)
    waves.start(center=house.center, per_day=5, by=house.person(Role.COORDINATOR))
    bor = new_center("bor", "BOR")
    with center_scope(bor):
        other = build("bor", "BOR")
        other.mediator("arb", email="m2@example.org")
        waves.start(center=bor, per_day=5, by=other.person(Role.COORDINATOR))
    with time_machine.travel(datetime(2026, 11, 23, 8, tzinfo=UTC), tick=False), pytest.raises(DataError):
        tasks.invite_in_waves(0)
    assert invited() == []
    with center_scope(bor):
        assert invited() == ["m2@example.org"]
