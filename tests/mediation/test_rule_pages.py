"""Regeln: sentences with a day and a source; a change is a new row."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions.policies import adopt_template
from lotsenhaus.mediation.models import Declaration, OccasionRule, Policy
from lotsenhaus.mediation.queries.policies import policy_on
from tests.centers.people import a_browser, a_center

pytestmark = pytest.mark.django_db
FRAME = {
    "lead_working_days": "7", "max_minutes": "", "may_ask": ["school", "daycare"], "offers_phone": "on",
    "answer_hours": "24", "urgent_answer_minutes": "60", "source": "Beschluss (Beispiel)",
}  # fmt: skip


def with_rules(center: Center) -> None:
    with center_scope(center):
        adopt_template(
            center=center, template="heinsberg", by=None, valid_from=timezone.localdate() - timedelta(days=30)
        )


def test_an_empty_center_is_led_to_the_templates() -> None:
    center = a_center()
    client = a_browser(center, Role.COORDINATOR)
    assert "Noch nichts entschieden" in client.get("/guetersloh/regeln/").content.decode()
    page = client.get("/guetersloh/regeln/vorlage/").content.decode()
    assert "wie Borken" in page
    assert "wie Heinsberg" in page
    client.post("/guetersloh/regeln/vorlage/", {"template": "heinsberg", "valid_from": timezone.localdate()})
    page = client.get("/guetersloh/regeln/").content.decode()
    assert "Ohne Rückfrage möglich ab 5 Arbeitstagen im Voraus." in page
    assert "Gespräche bei der Polizei dürfen Ehrenamtliche nicht begleiten." in page


def test_a_change_of_the_frame_ends_the_old_row_the_day_before() -> None:
    center = a_center()
    with_rules(center)
    day = timezone.localdate() + timedelta(days=10)
    client = a_browser(center, Role.CENTER_ADMIN)
    client.post("/guetersloh/regeln/rahmen/", {**FRAME, "valid_from": day})
    with center_scope(center):
        old, new = Policy.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.lead_working_days) == (day - timedelta(days=1), day, 7)
    assert (new.pledge_required, new.max_minutes) == (old.pledge_required, None)


def test_no_rule_begins_in_the_past_and_what_was_typed_stays() -> None:
    center = a_center()
    with_rules(center)
    yesterday = timezone.localdate() - timedelta(days=1)
    client = a_browser(center, Role.CENTER_ADMIN)
    page = client.post("/guetersloh/regeln/rahmen/", {**FRAME, "valid_from": yesterday}).content.decode()
    assert "Dieser Tag ist vorbei." in page
    assert 'value="Beschluss (Beispiel)"' in page
    with center_scope(center):
        assert Policy.objects.count() == 1


def test_new_words_of_a_declaration_are_a_new_version_of_the_same_one() -> None:
    center = a_center()
    with_rules(center)
    with center_scope(center):
        old = Declaration.objects.get()
    day = timezone.localdate() + timedelta(days=1)
    values = {
        "wording": "Das Gespräch hat keine rechtlichen Folgen.",
        "source": "Rechtsamt (Beispiel)",
        "valid_from": day,
    }
    a_browser(center, Role.COORDINATOR).post(f"/guetersloh/regeln/erklaerungen/{old.pk}/", values)
    with center_scope(center):
        old.refresh_from_db()
        new = Declaration.objects.exclude(pk=old.pk).get()
    assert (new.code, new.version, new.valid_from) == (old.code, old.version + 1, day)
    assert old.valid_to == day - timedelta(days=1)


def test_an_occasion_is_refused_with_reason_and_way_out_and_allowed_again() -> None:
    center = a_center()
    client = a_browser(center, Role.COORDINATOR)
    values = {
        "occasion": "doctor",
        "reason": "Zu heikel.",
        "way_out": "",
        "source": "Wir",
        "valid_from": timezone.localdate(),
    }
    assert client.post("/guetersloh/regeln/anlaesse/neu/", values).status_code == 200
    client.post("/guetersloh/regeln/anlaesse/neu/", {**values, "way_out": "Bitte fragen Sie die Krankenkasse."})
    with center_scope(center):
        rule = OccasionRule.objects.get()
    assert "Bitte fragen Sie die Krankenkasse." in client.get("/guetersloh/regeln/").content.decode()
    client.post(f"/guetersloh/regeln/anlaesse/{rule.pk}/beenden/")
    with center_scope(center):
        assert OccasionRule.objects.count() == 0


@pytest.mark.parametrize("path", ["", "vorlage/", "rahmen/", "anlaesse/neu/", "erklaerungen/neu/"])
def test_strangers_find_nothing_and_mediators_read_why_not(path: str) -> None:
    center, elsewhere = a_center("guetersloh"), a_center("borken")
    assert a_browser(elsewhere, Role.COORDINATOR).get(f"/guetersloh/regeln/{path}").status_code == 404
    assert a_browser(center, Role.MEDIATOR).get(f"/guetersloh/regeln/{path}").status_code == 403


def test_dispatchers_read_the_rules_but_do_not_change_them() -> None:
    center = a_center()
    with_rules(center)
    client = a_browser(center, Role.DISPATCHER)
    assert "Rahmen ändern" not in client.get("/guetersloh/regeln/").content.decode()
    assert client.get("/guetersloh/regeln/rahmen/").status_code == 403


def test_a_declaration_is_read_in_english_where_the_center_has_its_words() -> None:
    center = a_center()
    with_rules(center)
    with center_scope(center), translation.override("en"):
        assert [one.wording for one in policy_on(center, timezone.localdate()).declarations] == [
            "The conversation has no direct legal consequences."
        ]
        Declaration.objects.update(wording_en="", explanation_en="")
        assert [one.wording for one in policy_on(center, timezone.localdate()).declarations] == [
            "Das Gespräch hat keine unmittelbaren rechtlichen Folgen."
        ]
