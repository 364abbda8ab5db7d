"""Two centers, one of them with two desks, each thing once: enough to fill the arguments of every route."""

import uuid
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import code_for
from lotsenhaus.centers.models import Center, Invitation, Membership
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.kit.tasks import clear_away
from lotsenhaus.mediation.choices import states
from lotsenhaus.mediation.choices.plans import PlanState
from lotsenhaus.mediation.models import (
    Absence,
    Allowance,
    Assignment,
    AssignmentProof,
    Block,
    Call,
    ClaimRun,
    Credential,
    Declaration,
    Draft,
    Handover,
    Inquiry,
    Mediator,
    MediatorImport,
    OccasionRule,
    Offer,
    PlanEntry,
    PlanSlot,
    Policy,
    Talk,
    Tariff,
    Training,
    WeekPlan,
    WeekStatement,
)
from lotsenhaus.mediation.rules.tariffs import load, to_dict
from lotsenhaus.network.choices import OrganizationKind, OrganizationState
from lotsenhaus.network.models import Contact, Desk, DeskAbsence, Organization, Town
from lotsenhaus.outbox.choices import MessageChannel, MessageState
from lotsenhaus.outbox.models import Message
from tests.access import markers
from tests.house import RIETBERG, House, build, in_days, new_center

HOME, AWAY = "kreis-hier", "kreis-dort"
Things = dict[str, Any]


@dataclass
class World:
    """What the tests of access walk through. `things[owner]` fills the arguments of routes (routes.ARGUMENTS)."""

    center: Center
    foreign: Center
    users: dict[str, User]
    things: dict[str, Things] = field(default_factory=dict)
    canaries: markers.Canaries = field(default_factory=dict)


def make_world() -> World:
    center, foreign = new_center(HOME, "HI"), new_center(AWAY, "DO")
    world = World(center, foreign, {})
    with center_scope(center):
        before = markers.primary_keys()
        house = build(HOME, "HI")
        _third_desk(house)
        world.users = _people(house)
        world.things["own"] = _things(house, house.desk, house.school, world.users)
        world.canaries |= markers.mark("o", before)
        before = markers.primary_keys()
        world.things["other"] = _other(house)
        world.canaries |= markers.mark("x", before)
    with center_scope(foreign):
        before = markers.primary_keys()
        there = build(AWAY, "DO")
        _third_desk(there)
        world.things["foreign"] = _things(there, there.desk, there.school, _people(there))
        world.canaries |= markers.mark("f", before)
    return world


def _third_desk(house: House) -> None:
    third = Desk.objects.get(pk=house.other_desk.pk)
    third.pk, third.name = None, "Langenberg"
    third.save()


def _people(house: House) -> dict[str, User]:
    """One person per role; the operator runs the machine as well, but only at home."""
    users = {role: house.person(role) for role in Role.values}
    User.objects.filter(pk=users[Role.OPERATOR].pk).update(is_operator=house.center.slug == HOME)
    users[Role.OPERATOR].refresh_from_db()
    return users


def _other(house: House) -> Things:
    """Another desk, another institution, other people of the same center."""
    town = house.towns["Verl"]
    school = Organization.objects.create(
        center=house.center,
        name="Schule nebenan",
        kind=OrganizationKind.SCHOOL,
        town=town,
        state=OrganizationState.APPROVED,
    )
    users = {
        role: house.person(role, desk=house.other_desk)
        for role in (Role.REQUESTER, Role.MEDIATOR, Role.DISPATCHER, Role.COORDINATOR, Role.CENTER_ADMIN)
    }
    return _things(house, house.other_desk, school, users)


def _things(house: House, desk: Desk, school: Organization, users: dict[str, User]) -> Things:
    """One of each, belonging to this desk and this institution."""
    center = house.center
    contact = Contact.objects.create(
        center=center,
        organization=school,
        user=users[Role.REQUESTER],
        name="Bei Spiel",
        phone="0000 1",
        email="a@b.example",
    )
    home_town = Town.objects.create(
        center=center, name=f"Wohnort {desk.pk}", latitude=RIETBERG[0], longitude=RIETBERG[1]
    )
    mediator = house.mediator("arb", home_desk=desk, town=home_town, user=users[Role.MEDIATOR])
    given = {"organization": school, "contact": contact, "desk": desk, "requested_by": users[Role.REQUESTER]}
    arranged = house.inquiry(state=states.InquiryState.ARRANGED, **given)
    asked = house.inquiry(state=states.InquiryState.OPEN, start=in_days(12), **given)
    offer = _offer(asked, mediator, states.OfferState.ASKED)
    assignment = _promised(arranged, mediator)
    slot = asked.slots.get()
    things = {
        "center": center.slug,
        "organization": school,
        "contact": contact,
        "desk": desk,
        "mediator": mediator,
        "inquiry": asked,
        "arranged": arranged,
        "slot": slot,
        "offer": offer,
        "assignment": assignment,
        "user": users[Role.MEDIATOR],
        "membership": Membership.objects.get(user=users[Role.MEDIATOR], center=center),
    }
    things |= _past(house, school, contact, desk, mediator)
    things |= _rules(center, desk)
    things |= _around(center, desk, users, mediator, contact, asked)
    things["plan"] = _plan(desk, offer)
    _about(mediator, users[Role.MEDIATOR], school)
    Talk.objects.create(center=center, slot=slot, starts_at=slot.starts_at, room="12", code="4B-07")
    codes = {
        LinkPurpose.ANSWER: offer,
        LinkPurpose.CONFIRM: things["held"],
        LinkPurpose.STATUS: arranged,
        LinkPurpose.FEED: mediator,
        LinkPurpose.INVITE: things["invitation"],
        LinkPurpose.INVITE_BY_MAIL: things["invitation"],
    }
    accepted = code_for(center=center, purpose=LinkPurpose.ANSWER, target_id=assignment.offer_id)
    things["accepted"] = accepted
    things |= {str(key): code_for(center=center, purpose=key, target_id=row.pk) for key, row in codes.items()}
    return things


def _offer(inquiry: Inquiry, mediator: Mediator, state: str) -> Offer:
    now = timezone.now()
    return Offer.objects.create(
        center=inquiry.center,
        slot=inquiry.slots.get(),
        mediator=mediator,
        desk=inquiry.desk,
        state=state,
        channel=states.Channel.EMAIL,
        asked_at=now,
        expires_at=now + timedelta(days=2),
    )


def _promised(inquiry: Inquiry, mediator: Mediator, state: str = states.AssignmentState.PLANNED) -> Assignment:
    slot = inquiry.slots.get()
    type(slot).objects.filter(pk=slot.pk).update(state=states.SlotState.FILLED)
    return Assignment.objects.create(
        center=inquiry.center,
        slot=slot,
        mediator=mediator,
        offer=_offer(inquiry, mediator, states.OfferState.ACCEPTED),
        desk=inquiry.desk,
        state=state,
        starts_at=inquiry.starts_at,
        ends_at=inquiry.ends_at,
        blocked_from=inquiry.starts_at,
        blocked_to=inquiry.ends_at,
        accepted_at=timezone.now(),
        accepted_via=states.Channel.PHONE,
    )


def _past(house: House, school: Organization, contact: Contact, desk: Desk, mediator: Mediator) -> Things:
    """A talk that waits for its confirmation, and one that is paid, with its booking."""
    center, given = house.center, {"organization": school, "contact": contact, "desk": desk}
    State = states.AssignmentState
    held = _promised(house.inquiry(start=in_days(-3), state=states.InquiryState.HELD, **given), mediator, State.HELD)
    done = house.inquiry(start=in_days(-40), state=states.InquiryState.CLOSED, **given)
    confirmed = _promised(done, mediator, State.CONFIRMED)
    assert confirmed.starts_at is not None
    AssignmentProof.objects.create(
        center=center,
        assignment=confirmed,
        started_at=confirmed.starts_at,
        ended_at=confirmed.ends_at,
        way=states.ProofWay.PHONE,
        confirmed_by="Bei Spiel",
        confirmed_at=timezone.now(),
    )
    day = timezone.localdate(confirmed.starts_at)
    line, _made = BudgetLine.objects.get_or_create(
        center=center,
        year=day.year,
        name=f"Landesmittel {day.year}",
        defaults={"fund_source": FundSource.values[0], "amount": Decimal(50000)},
    )
    tariff = Tariff.objects.create(
        center=center,
        valid_from=date(2020, 1, 1),
        source="Beispiel",
        name="Beispiel",
        rule=to_dict(load("guetersloh_example")),
    )
    run, _made = ClaimRun.objects.get_or_create(center=center, month=day.replace(day=1))
    posting = Posting.objects.create(
        center=center,
        budget_line=line,
        day=day,
        amount=Decimal("-20.00"),
        text="Aufwandsentschädigung",
        about=f"mediation.Assignment:{confirmed.pk}",
        key=f"allowance-{confirmed.pk}",
    )
    allowance = Allowance.objects.create(
        center=center,
        assignment=confirmed,
        tariff=tariff,
        amount=Decimal("20.00"),
        state=states.AllowanceState.QUESTION,
        question="Frage",
        budget_line=line,
        posting=posting,
        run=run,
        computed_at=timezone.now(),
    )
    names = {"held": held, "confirmed": confirmed, "line": line, "posting": posting, "allowance": allowance}
    return {**names, "run": run, "tariff": tariff, "month": f"{day:%Y-%m}"}


def _rules(center: Center, desk: Desk) -> Things:
    dated = {"center": center, "valid_from": date(2020, 1, 1), "source": "Beispiel"}
    if not Policy.objects.exists():
        Policy.objects.create(**dated, lead_working_days=5, may_ask=list(OrganizationKind.values))
    refusal = OccasionRule.objects.create(**dated, occasion="court", reason="Nein.", way_out="Gericht")
    declaration = Declaration.objects.create(**dated, code=f"present_{desk.pk}", wording="Jemand vom Fach ist dabei.")
    return {"refusal": refusal, "declaration": declaration}


def _around(
    center: Center, desk: Desk, users: dict[str, User], mediator: Mediator, contact: Contact, inquiry: Inquiry
) -> Things:
    """What lies on the desk: messages, calls, drafts, absences, invitations, a list from Excel."""
    now, today = timezone.now(), timezone.localdate()
    slot, dispatcher = inquiry.slots.get(), users[Role.DISPATCHER]
    elsewhere = Desk.objects.order_by("-pk").first()  # a third one: hand-overs give rights
    assert elsewhere is not None
    call = {"center": center, "desk": desk, "by": dispatcher, "mediator": mediator, "inquiry": inquiry, "slot": slot}
    back = {"result": states.CallResult.CALLS_BACK, "ended_at": now, "until": now + timedelta(hours=3)}
    message = Message.objects.create(
        center=center,
        channel=MessageChannel.MAIL,
        kind="offer",
        recipient="a@b.example",
        recipient_name="Bei Spiel",
        sender_name="Beispiel",
        subject="Können Sie?",
        body="Guten Tag",
        about=f"mediation.Offer:{inquiry.pk}",
        key=f"access-{inquiry.pk}",
        send_after=now,
        state=MessageState.FAILED,
        message_id=f"<{inquiry.pk}@example.org>",
    )
    cells = [["Vorname", "Nachname", "Telefon", "Sprachen"], ["MARK", "Spiel", "0000 123456", "Arabisch"]]
    columns = {"header": 0, "targets": ["first_name", "last_name", "phone", "languages"], "desk": desk.pk}
    columns |= {"sheet": "Liste", "sheets": 1, "notes": [], "confirmed": True}
    list_ = MediatorImport.objects.create(
        center=center,
        file_name="liste.csv",
        columns=columns,
        rows=cells,
        remarks=[["MARK", "MARK"]],
        created_by=users[Role.COORDINATOR],
    )
    return {
        "call": Call.objects.create(**call, started_at=now),
        "call_back": Call.objects.create(**call, **back, started_at=now, note="Worum es geht"),
        "message": message,
        "import": list_,
        "handover": Handover.objects.create(
            center=center,
            inquiry=inquiry,
            slot=slot,
            from_desk=elsewhere,
            to_desk=desk,
            note="Bitte",
            given_at=now,
        ),
        "draft": Draft.objects.create(
            center=center, owner=dispatcher, label="Bei Spiel", fields={"contact_name": "MARK"}, key=uuid.uuid4()
        ),
        "desk_absence": DeskAbsence.objects.create(
            center=center, desk=desk, first_day=today + timedelta(days=50), last_day=today + timedelta(days=51)
        ),
        "job": _failed_job(),
        "invitation": Invitation.objects.create(
            center=center,
            email="neu@example.org",
            name="Neu",
            role=Role.FINANCE,
            expires_at=now + timedelta(days=5),
            invited_by=users[Role.CENTER_ADMIN],
        ),
    }


def _plan(desk: Desk, offer: Offer) -> WeekPlan:
    """A Wochenplan of this desk that proposes whom it asked."""
    today, given = timezone.localdate(), {"center": desk.center, "slot": offer.slot}
    plan = WeekPlan.objects.create(
        center=desk.center, desk=desk, first_day=today, last_day=today + timedelta(days=27), state=PlanState.READY
    )
    PlanSlot.objects.create(plan=plan, **given)
    PlanEntry.objects.create(plan=plan, mediator=offer.mediator, minutes=12, **given)
    return plan


@dataclass(frozen=True)
class Job:
    """A failed one, for the operator."""

    pk: int


def _failed_job() -> Job:
    job = clear_away.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    return Job(job)


def _about(mediator: Mediator, user: User, school: Organization) -> None:
    """Everything else that is stored about a person of the pool."""
    given, today = {"center": mediator.center, "mediator": mediator}, timezone.localdate()
    Absence.objects.create(**given, first_day=today + timedelta(days=60), last_day=today + timedelta(days=61))
    Credential.objects.create(
        **given, kind=states.CredentialKind.CONFIDENTIALITY, seen_on=today - timedelta(days=9), seen_by="Bei Spiel"
    )
    Training.objects.create(**given, name="Grundkurs", finished_on=today - timedelta(days=99))
    Block.objects.create(**given, kind=states.BlockKind.CASE, case_reference="AZ-1")
    monday = today - timedelta(days=today.weekday())
    WeekStatement.objects.create(**given, monday=monday, answer=states.WeekAnswer.PARTLY, note="vormittags")
    mediator.weekly_times.create(center=mediator.center, weekday=0, starts=time(8), ends=time(12))


def fingerprint(center: Center) -> str:
    """Of every row of a center: equal while nobody has written there."""
    tables = sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(one.name == "center" for one in model._meta.get_fields()) and model is not Membership
    )
    parts = [
        f"SELECT '{table}' AS name, coalesce(md5(string_agg(t::text, '|' ORDER BY t.id)), '') AS rows "
        f'FROM "{table}" AS t WHERE center_id = {center.pk}'
        for table in tables
    ]
    with center_scope(center), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return repr(cursor.fetchall())
