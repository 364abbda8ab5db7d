"""What happens by itself: ids in, scope on, one action called. Each step has its own transaction and locks."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from lotsenhaus.centers.everywhere import each_center, in_each_center, one_by_one
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.kit.calendar import is_working_day
from lotsenhaus.mediation.actions import (
    asking,
    drafts,
    endings,
    erasure,
    handovers,
    imports,
    inquiry_mails,
    plans,
    proofs,
    recruiting,
    sheets,
    waves,
)
from lotsenhaus.mediation.choices.states import AssignmentState
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, Slot
from lotsenhaus.mediation.privacy import former
from lotsenhaus.mediation.queries.cover import due_for_cover
from lotsenhaus.mediation.queries.inquiries import changed_since
from lotsenhaus.network.models import Desk

CATCH_UP = timedelta(days=7)
"""So far back the daily mail looks: the day off, and days on which the worker stood still."""


@app.periodic(cron="* * * * *")
@app.task(queue="house", queueing_lock="expire_offers", pass_context=False)
def expire_offers(timestamp: int) -> None:
    """Every minute: questions nobody answered in time make room for the next person."""
    now = timezone.now()
    overdue = [
        (center.pk, pk) for center in each_center() for pk in Offer.objects.overdue(now).values_list("pk", flat=True)
    ]

    def expire(pk: int) -> None:
        asking.expire_offer(offer=Offer.objects.get(pk=pk), now=now)

    one_by_one(overdue, expire)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="house", queueing_lock="note_held", pass_context=False)
def note_held(timestamp: int) -> None:
    """Every five minutes: talks that are over wait for their confirmation, searches that are over end."""
    now = timezone.now()
    over = [(center.pk, pk) for center in each_center() for pk in endings.due(now)]

    def note(pk: int) -> None:
        endings.note_over(inquiry_id=pk, now=now)

    one_by_one(over, note)


@app.periodic(cron="* * * * *")
@app.task(queue="house", queueing_lock="keep_sheets", pass_context=False)
def keep_sheets(timestamp: int) -> None:
    """Every minute: the Einsatzbestätigungen of what was confirmed or corrected become documents."""
    waiting = [(center.pk, pk) for center in each_center() for pk in sheets.due().values_list("pk", flat=True)]

    def keep(pk: int) -> None:
        sheets.keep(proof_id=pk)

    one_by_one(waiting, keep)


@app.periodic(cron="*/15 * * * *")
@app.task(queue="house", queueing_lock="cover_absences", pass_context=False)
def cover_absences(timestamp: int) -> None:
    """What falls due at an absent desk goes to its cover."""
    now = timezone.now()
    due = [(center.pk, *one) for center in each_center() for one in due_for_cover(now)]

    def stand_in(inquiry_id: int, slot_id: int, desk_id: int) -> None:
        inquiry, desk = Inquiry.objects.get(pk=inquiry_id), Desk.objects.get(pk=desk_id)
        slot = Slot.objects.get(pk=slot_id) if slot_id else None
        handovers.hand_over(inquiry=inquiry, slot=slot, to_desk=desk, note="", by=None, is_cover=True, now=now)

    one_by_one(due, stand_in)


@app.periodic(cron="7 8-19 * * *")
@app.task(queue="house", queueing_lock="remind_of_proofs", pass_context=False)
def remind_of_proofs(timestamp: int) -> None:
    """Every hour of the day: who still has to confirm a talk."""
    held = [
        (center.pk, pk)
        for center in each_center()
        for pk in Assignment.objects.filter(state=AssignmentState.HELD).values_list("pk", flat=True)
    ]

    def remind(pk: int) -> None:
        proofs.remind(assignment=Assignment.objects.get(pk=pk))

    one_by_one(held, remind)


@app.periodic(cron="30 15 * * 1-6")
@app.task(queue="mail", queueing_lock="digest_for_institutions", pass_context=False)
def digest_for_institutions(timestamp: int) -> None:
    """In the afternoon (UTC): one mail a day to each institution about what has changed."""
    now = timezone.now()
    since, day = now - CATCH_UP, timezone.localdate(now)
    changed = [(center.pk, pk) for center in each_center() for pk in changed_since(since).values_list("pk", flat=True)]

    def tell(pk: int) -> None:
        inquiry_mails.digest(inquiry=Inquiry.objects.get(pk=pk), since=since, day=day)

    one_by_one(changed, tell)


@app.periodic(cron="40 7 * * 1-5")
@app.task(queue="mail", queueing_lock="invite_in_waves", pass_context=False)
def invite_in_waves(timestamp: int) -> None:
    """On working days in the morning (UTC): the next people of the list are invited."""
    today = timezone.localdate()
    if not is_working_day(today):
        return
    centers = {center.pk: center for center in each_center()}

    def send(pk: int) -> None:
        waves.send_next(center=centers[pk], today=today)

    one_by_one([(pk, pk) for pk in centers], send)


@app.task(queue="house", pass_context=False)
def make_plan(center_id: int, plan_id: int) -> None:
    """When somebody asks for it: a Wochenplan; done again from the start when the worker dies meanwhile."""
    plans.compute(center_id=center_id, plan_id=plan_id)


@app.periodic(cron="20 2 * * *")
@app.task(queue="house", queueing_lock="forget_drafts", pass_context=False)
def forget_drafts(timestamp: int) -> None:
    """Every night: drafts that nobody touched for 30 days."""
    in_each_center(drafts.forget_old)


@app.periodic(cron="25 2 * * *")
@app.task(queue="house", queueing_lock="forget_lists", pass_context=False)
def forget_lists(timestamp: int) -> None:
    """Every night: lists of mediators that nobody took over, remarks, and what only an undo would need."""
    in_each_center(imports.forget_old)


@app.periodic(cron="35 2 * * *")
@app.task(queue="house", queueing_lock="erase_former", pass_context=False)
def erase_former(timestamp: int) -> None:
    """Every night: who left two years ago goes, as soon as nothing is owed."""
    today = timezone.localdate()
    due = [(center.pk, pk) for center in each_center() for pk in former(today).values_list("pk", flat=True)]

    def erase(pk: int) -> None:
        erasure.erase_former(mediator=Mediator.objects.get(pk=pk))

    one_by_one(due, erase)


@app.task(queue="house", pass_context=False)
def look_where_people_lack(center_id: int) -> None:
    """Somebody asked for it: what one more person would have covered."""
    with center_scope(center_id):
        recruiting.work_out(center=Center.objects.get(pk=center_id))
