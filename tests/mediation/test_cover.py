"""A desk is away: what falls due goes to its cover, with or without a date, whole or one language alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import handovers
from lotsenhaus.mediation.choices.states import DateKind
from lotsenhaus.mediation.models import Handover, Inquiry, Policy, ProposedDate, Slot
from lotsenhaus.mediation.queries.cover import due_for_cover
from lotsenhaus.network.models import Desk, DeskAbsence
from tests.house import House, in_days


def away(house: House, desk: Desk, *, days: int, cover: Desk | None = None) -> None:
    today = timezone.localdate()
    DeskAbsence.objects.create(
        center=house.center, desk=desk, first_day=today, last_day=today + timedelta(days=days), cover=cover
    )


def undated(house: House, *, sent: int, kind: str = DateKind.BY_AGREEMENT) -> Inquiry:
    inquiry = house.inquiry(date_kind=kind, submitted_at=timezone.now() - timedelta(days=sent))
    Slot.objects.filter(inquiry=inquiry).update(starts_at=None, ends_at=None)
    Inquiry.objects.filter(pk=inquiry.pk).update(starts_at=None, ends_at=None)
    return inquiry


def lead_time(house: House, days: int) -> None:
    Policy.objects.create(
        center=house.center, valid_from=timezone.localdate(), source="Beispiel", lead_working_days=days, may_ask=[]
    )


def test_what_starts_soon_after_the_desk_is_back_goes_to_the_cover_once(house: House) -> None:
    soon, later = house.inquiry(start=in_days(4)), house.inquiry(start=in_days(9))
    away(house, house.desk, days=2, cover=house.other_desk)
    tasks.cover_absences(0)
    tasks.cover_absences(0)
    soon.refresh_from_db()
    later.refresh_from_db()
    assert (soon.desk, later.desk) == (house.other_desk, house.desk)
    assert Handover.objects.get().is_cover


def test_an_inquiry_without_a_date_falls_due_with_the_lead_time(house: House) -> None:
    lead_time(house, 20)
    waits, fresh = undated(house, sent=40), undated(house, sent=0)
    away(house, house.desk, days=2, cover=house.other_desk)
    assert due_for_cover(timezone.now()) == [(waits.pk, 0, house.other_desk.pk)]
    away(house, house.desk, days=40, cover=house.other_desk)
    tasks.cover_absences(0)
    fresh.refresh_from_db()
    assert fresh.desk == house.other_desk


@pytest.mark.parametrize(("days", "goes"), [(4, True), (20, False)])
def test_proposed_dates_fall_due_with_the_first_that_is_still_ahead(house: House, days: int, goes: bool) -> None:
    inquiry = undated(house, sent=60, kind=DateKind.PROPOSALS)
    for day in (-3, days, days + 1):
        ProposedDate.objects.create(
            center=house.center, inquiry=inquiry, starts_at=in_days(day), ends_at=in_days(day, hour=16)
        )
    away(house, house.desk, days=2, cover=house.other_desk)
    assert due_for_cover(timezone.now()) == [(inquiry.pk, 0, house.other_desk.pk)] * goes


def test_a_language_handed_over_alone_goes_on_alone_and_home_when_its_desk_covers(house: House) -> None:
    petra = house.person(Role.DISPATCHER)
    inquiry = house.inquiry("arb", "ron", start=in_days(3))
    romanian = inquiry.slots.get(languages=["ron"])
    handovers.hand_over(inquiry=inquiry, slot=romanian, to_desk=house.other_desk, note="", by=petra)
    center_desk = Desk.objects.create(
        center=house.center, name="Kreis", sender_name="Kreis", town=house.towns["Verl"], is_center_desk=True
    )
    away(house, house.other_desk, days=1)
    tasks.cover_absences(0)
    romanian.refresh_from_db()
    assert (romanian.desk, Inquiry.objects.get().desk) == (center_desk, house.desk)
    away(house, center_desk, days=1, cover=house.desk)
    tasks.cover_absences(0)
    romanian.refresh_from_db()
    assert romanian.desk is None
    assert due_for_cover(timezone.now()) == []


def test_a_language_that_another_desk_looks_for_stays_there(house: House) -> None:
    petra = house.person(Role.DISPATCHER)
    inquiry = house.inquiry("ron", start=in_days(3))
    handovers.hand_over(inquiry=inquiry, slot=inquiry.slots.get(), to_desk=house.other_desk, note="", by=petra)
    away(house, house.desk, days=1, cover=house.other_desk)
    assert due_for_cover(timezone.now()) == []


def test_nobody_there_to_cover_leaves_it_where_it_is(house: House) -> None:
    house.inquiry(start=in_days(1))
    away(house, house.desk, days=1)
    assert due_for_cover(timezone.now()) == []
