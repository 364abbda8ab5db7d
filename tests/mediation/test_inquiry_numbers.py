"""GT-2026-0001, …: a number per center and year, without a gap and never twice, whoever comes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection
from django.utils import timezone

from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions.inquiries import Requester, next_number, submit_inquiry
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.rules.wishes import InquiryWish, SlotWish
from lotsenhaus.network.models import Organization
from tests.house import House, build, new_center

WISH = InquiryWish("parent_talk", "by_agreement", "institution", 60, (SlotWish(("arb",)),), date_wish="bald")


def ask(center: Center, organization: Organization, *, fails: bool) -> str:
    try:
        with center_scope(center):
            inquiry = submit_inquiry(
                center=center,
                requester=Requester(organization, "0000 1", "phone"),
                wish=WISH,
                by=None,
                double_is_meant=True,
            )
            if fails:
                raise ZeroDivisionError
            return inquiry.number
    except ZeroDivisionError:
        return ""
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_forty_inquiries_at_once_have_forty_numbers_in_a_row_though_some_break_off() -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        organization = build("gt", "GT").school
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(ask, center, organization, fails=n % 5 == 0) for n in range(50)]
        given = sorted(number for number in (one.result() for one in tries) if number)
    year = timezone.localdate().year
    assert given == [f"GT-{year}-{n:04d}" for n in range(1, 41)]
    with center_scope(center):
        assert Inquiry.objects.count() == 40
        assert audit.first_break() is None


def test_a_new_year_begins_with_one_and_the_year_is_that_of_berlin(house: House) -> None:
    house.inquiry(number="GT-2026-0612")
    zone = timezone.get_default_timezone()
    assert next_number(center=house.center, now=datetime(2026, 12, 31, 23, 59, tzinfo=zone)) == "GT-2026-0613"
    assert next_number(center=house.center, now=datetime(2027, 1, 1, 0, 5, tzinfo=zone)) == "GT-2027-0001"


def test_the_ten_thousandth_follows_the_last_with_four_digits(house: House) -> None:
    house.inquiry(number="GT-2026-9999")
    zone = timezone.get_default_timezone()
    assert next_number(center=house.center, now=datetime(2026, 12, 1, tzinfo=zone)) == "GT-2026-10000"
