"""One open inquiry with its slots, and for the chosen slot who passes, who does not, and why nobody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsenhaus.centers.access import Access
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.dispatch.clock import moment
from lotsenhaus.dispatch.eligibility import Verdict
from lotsenhaus.dispatch.rank import Candidate
from lotsenhaus.mediation.choices.audit_words import AUDIT_WORDS
from lotsenhaus.mediation.choices.states import OfferState, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Assignment, Call, Handover, Inquiry, Mediator, Offer, Slot
from lotsenhaus.mediation.permissions import is_own_mediator, may_work_on_slot
from lotsenhaus.mediation.planning.candidates import Board, board_for
from lotsenhaus.mediation.planning.words import item_sentence, reason_sentence, reason_tally
from lotsenhaus.mediation.queries.changes import can_reopen
from lotsenhaus.mediation.rules.deadlines import is_urgent
from lotsenhaus.network.models import Desk

SHOWN = 5
# Too fine for a person who wants to know how things stand.
UNTOLD = ("call.begun", "offer.queued")


@dataclass(frozen=True)
class Line:
    """One person in the list of candidates, in words."""

    mediator: Mediator
    words: list[str]
    items: list[tuple[str, int, int]]  # in words, weight, points
    points: int
    shows_phone: bool
    pending: Offer | None = None
    asked_elsewhere: str = ""


def opened(access: Access, inquiry: Inquiry, slot_pk: int | None, *, now: datetime, show_all: bool) -> dict[str, Any]:
    """Context of the right-hand side; without a chosen slot the first one that still looks for somebody."""
    slots = list(inquiry.slots.select_related("inquiry__town", "inquiry__desk", "desk").prefetch_related("talk_rows"))
    chosen = _chosen(slots, slot_pk)
    context: dict[str, Any] = {
        "slots": _with_people(slots),
        "slot": chosen,
        "slots_to_plan": inquiry.slots.to_plan(now).count(),
        "handover": Handover.objects.filter(inquiry=inquiry, taken_at=None, returned_at=None)
        .select_related("from_desk", "to_desk", "slot")
        .first(),
        "history": history(inquiry),
        "other_desks": Desk.objects.filter(closed_on=None).exclude(
            pk=(chosen.working_desk if chosen else inquiry.desk).pk
        ),
        "unfilled_reasons": UnfilledReason.choices,
        "may_work": chosen is not None and may_work_on_slot(access, chosen),
        "may_reopen": chosen is not None and can_reopen(chosen, now),
        "urgent": is_urgent(now, inquiry.starts_at),
    }
    if chosen and chosen.state in (SlotState.OPEN, SlotState.ASKED):
        context |= candidates(access, chosen, now=now, show_all=show_all)
    if chosen and chosen.state == SlotState.FILLED:
        context["assignment"] = (
            Assignment.objects.binding()
            .filter(slot=chosen)
            .select_related("mediator__home_desk", "slot__inquiry")
            .first()
        )
    return context


def _chosen(slots: list[Slot], pk: int | None) -> Slot | None:
    by_pk = {slot.pk: slot for slot in slots}
    if pk in by_pk:
        return by_pk[pk]
    wanted = [slot for slot in slots if slot.state in (SlotState.OPEN, SlotState.ASKED)]
    return next(iter(sorted(wanted, key=lambda slot: slot.state != SlotState.OPEN) or slots), None)


def _with_people(slots: list[Slot]) -> list[Slot]:
    """Each slot with the person who promised, in one query."""
    promised = {
        a.slot_id: a for a in Assignment.objects.binding().filter(slot__in=slots).select_related("mediator__town")
    }
    for slot in slots:
        slot.promise = promised.get(slot.pk)  # type: ignore[attr-defined]
    return slots


def candidates(access: Access, slot: Slot, *, now: datetime, show_all: bool) -> dict[str, Any]:
    """Who passes and why, who does not and why not; urgent slots are ordered by who can be there in time."""
    urgent = is_urgent(now, slot.starts_at)
    board = board_for(slot, now=now, by_arrival=urgent)
    pending = {
        offer.mediator_id: offer
        for offer in Offer.objects.filter(slot=slot, state__in=(OfferState.WAITING, OfferState.ASKED))
    }
    elsewhere = _asked_elsewhere(slot, board.mediators.values())
    lines = [_candidate_line(access, board, one, elsewhere, urgent) for one in board.ranking.candidates]
    asked = [_other_line(access, board, v, pending) for v in board.ranking.others if _pending(v, pending)]
    others = [_other_line(access, board, v, pending) for v in board.ranking.others if not _pending(v, pending)]
    return {
        "candidates": lines if show_all else lines[:SHOWN],
        "candidate_count": len(lines),
        "more_candidates": max(0, len(lines) - SHOWN) if not show_all else 0,
        "asked": asked,
        "others": others,
        "by_arrival": urgent,
        "nobody": why_nobody(board) if not lines else None,
    }


def _pending(verdict: Verdict, pending: dict[int, Offer]) -> bool:
    return int(verdict.pair.mediator.id) in pending


def _candidate_line(access: Access, board: Board, one: Candidate, elsewhere: dict[int, str], urgent: bool) -> Line:
    mediator = board.mediators[one.mediator]
    words = [_way(mediator, one)]
    words += [reason_sentence(note).text for note in one.notes]
    if one.is_free:
        words.insert(1, _("frei"))
    words += _load_words(mediator)
    if urgent and one.arrival is not None:
        words.insert(
            1,
            _("kann um %(time)s da sein") % {"time": timezone.localtime(moment(one.arrival, "UTC")).strftime("%H:%M")},
        )
    return Line(
        mediator=mediator,
        words=[word for word in words if word],
        items=[(item_sentence(item), item.points // item.amount, item.points) for item in one.items],
        points=one.points,
        shows_phone=is_own_mediator(access, mediator),
        asked_elsewhere=elsewhere.get(mediator.pk, ""),
    )


def _other_line(access: Access, board: Board, verdict: Verdict, pending: dict[int, Offer]) -> Line:
    mediator = board.mediators[verdict.pair.mediator.id]
    words = [reason_sentence(reason).text for reason in verdict.against.values()]
    return Line(mediator, words, [], 0, is_own_mediator(access, mediator), pending.get(mediator.pk))


def _way(mediator: Mediator, one: Candidate) -> str:
    """The town and the way from home: "Verl, 30 Min."."""
    town = mediator.town.name if mediator.town else ""
    leg = one.leg
    return f"{town}, {_('%(count)s Min.') % {'count': leg.minutes}}" if town and leg and leg.minutes else town


def _load_words(mediator: Any) -> list[str]:
    """What the dispatcher could forget: who was asked often, who long not."""
    if mediator.asked_this_week:
        return [
            ngettext("in dieser Woche schon einmal", "in dieser Woche schon %(n)s-mal", mediator.asked_this_week)
            % {"n": mediator.asked_this_week}
        ]
    if mediator.last_asked is None:
        return [_("noch nie gefragt")]
    weeks = max(0, (timezone.now() - mediator.last_asked).days // 7)
    return (
        [ngettext("zuletzt gefragt vor %(n)s Woche", "zuletzt gefragt vor %(n)s Wochen", weeks) % {"n": weeks}]
        if weeks
        else []
    )


def _asked_elsewhere(slot: Slot, mediators: Iterable[Mediator]) -> dict[int, str]:
    """Two desks do not call the same person: who asks her just now, or telephones with her."""
    ids = [mediator.pk for mediator in mediators]
    asked = Offer.objects.filter(mediator__in=ids, state=OfferState.ASKED).exclude(slot=slot).select_related("desk")
    found = {o.mediator_id: _("gerade gefragt von %(desk)s") % {"desk": o.desk.name} for o in asked}
    for call in Call.objects.running().filter(mediator__in=ids).exclude(slot=slot).select_related("by"):
        if call.mediator_id is not None:
            found[call.mediator_id] = _("%(name)s telefoniert seit %(time)s") % {
                "name": call.by.name,
                "time": timezone.localtime(call.started_at).strftime("%H:%M"),
            }
    return found


def why_nobody(board: Board) -> dict[str, Any]:
    """ "2 wohnen zu weit weg, 1 ist abwesend", other times, and who could do it by phone or video."""
    explanation = board.explanation
    reasons = Counter({code: len(people) for code, people in explanation.near_misses.items()})
    return {
        "reasons": [reason_tally(code, count) for code, count in reasons.most_common()],
        "speakers": len(board.mediators),
        "alternatives": [
            (moment(one.start, "UTC"), moment(one.end, "UTC"), len(one.mediators)) for one in explanation.alternatives
        ],
        "remote": [(mode.value, len(people)) for mode, people in explanation.remote.items() if people],
    }


def history(inquiry: Inquiry) -> list[AuditRecord]:
    """Every step of this inquiry in words, the newest first."""
    records = AuditRecord.objects.filter(detail__inquiry=inquiry.pk).exclude(action__in=UNTOLD)
    found = list(records.select_related("actor").order_by("-position")[:50])
    for record in found:
        record.text = AUDIT_WORDS.get(record.action, record.action)  # type: ignore[attr-defined]
    return found
