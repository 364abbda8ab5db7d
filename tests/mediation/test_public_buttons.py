"""What the buttons of the public pages do: only what stands on them."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import code_for
from lotsenhaus.kit.calendar import minutes_between
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import inquiry_mails, proofs
from lotsenhaus.mediation.models import Allowance, AssignmentProof, Inquiry
from lotsenhaus.outbox.models import Message
from tests.house import House
from tests.mediation.inquiry_pages import requester, signed_in
from tests.mediation.test_inquiry_public import URL, first
from tests.mediation.test_inquiry_status import link, promise
from tests.mediation.test_proofs import line, promised, tariff


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("do", ["remove-0", "remove-1", "remove-²", "park", "x", "add_slot"])
def test_only_send_sends(house: House, do: str) -> None:
    answer = Client().post(URL, first(house, do=do, rows="2", s1_language="Polnisch"))
    assert answer.status_code == 200
    assert Inquiry.objects.count() == Message.objects.count() == 0
    assert "no-store" in answer["Cache-Control"]


def test_a_row_that_is_removed_is_gone_and_the_rest_stays(house: House) -> None:
    html = Client().post(URL, first(house, do="remove-0", rows="2", s1_language="Polnisch")).content.decode()
    assert 'value="Polnisch"' in html.split('id="s0"')[1]
    assert 'id="s1"' not in html
    assert "Kita Neuland" in html


def test_sent_signed_out_and_again_signed_in_is_one_inquiry(house: House) -> None:
    values = first(house, key=str(uuid.uuid4()))
    assert Client().post(URL, values).status_code == 302
    assert signed_in(requester(house)).post(URL, values).status_code == 302
    assert Inquiry.objects.count() == 1


def _confirm(house: House, **changed: str) -> tuple[int, str]:
    start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=2)
    assignment = promised(house, start)
    code = code_for(center=house.center, purpose=LinkPurpose.CONFIRM, target_id=assignment.pk)
    values = {"starts": "10:00", "ends": "10:00", "confirmed_by": "Bei Spiel", **changed}
    answer = Client().post(f"/b/{code}", values)
    return answer.status_code, answer.content.decode()


def test_a_talk_without_a_minute_is_asked_about(house: House) -> None:
    tariff(house)
    status, html = _confirm(house, family_came="on")
    assert status == 200
    assert "Kam die Familie nicht?" in html
    assert not AssignmentProof.objects.exists()


def test_a_family_that_did_not_come_is_confirmed_and_paid_like_a_talk_cancelled_at_the_door(house: House) -> None:
    tariff(house)
    line(house, timezone.localdate().year, "1000")
    assert _confirm(house)[0] == 302
    proof = AssignmentProof.objects.get()
    assert not proof.family_came
    assert minutes_between(proof.started_at, proof.ended_at) == 0
    assert all(not step["code"].startswith("talk_") for step in Allowance.objects.get().steps)


def test_no_minute_with_a_family_is_refused_by_the_action(house: House) -> None:
    start = timezone.now() - timedelta(days=2)
    with pytest.raises(proofs.TimesInvalid):
        proofs.confirm(
            assignment=promised(house, start), started_at=start, ended_at=start, confirmed_by="x", way="link", by=None
        )


def test_a_daily_mail_that_fails_does_not_stop_the_others(house: House) -> None:
    """The database refuses the message of the first inquiry; the second one is told all the same."""
    broken, whole = house.inquiry(), house.inquiry()
    for inquiry in (broken, whole):
        promise(house, inquiry.slots.get())
    Message.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        refused = f"CHECK (about <> 'mediation.Inquiry:{broken.pk}') NOT VALID"
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE outbox_message ADD CONSTRAINT refused {refused}")
        cursor.execute(f'SET ROLE "{role}"')
    with pytest.raises(IntegrityError):
        tasks.digest_for_institutions(timestamp=0)
    assert Message.objects.filter(kind="digest", about=f"mediation.Inquiry:{whole.pk}").exists()


def test_a_missed_day_is_caught_up_once(house: House) -> None:
    inquiry = house.inquiry()
    promise(house, inquiry.slots.get())
    Message.objects.all().delete()
    now = timezone.now()
    later = now + timedelta(days=3)
    since = later - tasks.CATCH_UP
    assert inquiry_mails.digest(inquiry=inquiry, since=since, day=later.date())
    assert not inquiry_mails.digest(inquiry=inquiry, since=since, day=(later + timedelta(days=1)).date())


@pytest.mark.parametrize("pattern", ["{} ", "{}.", " {}", "{}-", "{:.4}-"])
def test_a_code_may_be_typed_as_it_is_read_out(house: House, pattern: str) -> None:
    code = link(house, house.inquiry()).removeprefix("/s/")
    typed = f"{code[:4]} {code[4:8]}-{code[8:]}".lower() if pattern == "{:.4}-" else pattern.format(code)
    assert Client().get(f"/s/{typed}").status_code == 200


def test_all_safe_views_answer_head(house: House) -> None:
    url = link(house, house.inquiry())
    for path in (url, f"{url}/termin.ics", "/gt/erste-anfrage/danke/", "/gt/zeigekarte/", URL):
        assert Client().head(path).status_code == Client().get(path).status_code == 200, path


def test_a_search_for_nul_finds_nothing_and_breaks_nothing(house: House) -> None:
    client = signed_in(house.person("dispatcher", desk=house.desk))
    assert client.get("/gt/suche/", {"q": "a\0b"}).status_code == 200


@pytest.mark.parametrize("wanted", ["-1", "99:99", "abc", "x" * 5000, "//elsewhere.example/", "/gt/"])
def test_a_choice_of_colours_leads_back_to_a_page_only(house: House, wanted: str) -> None:
    answer = Client().post("/ansicht/", {"theme": "dark", "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, "/gt/" if wanted == "/gt/" else "/")
