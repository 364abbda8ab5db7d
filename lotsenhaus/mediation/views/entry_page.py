"""What the pages "Neue Anfrage" have in common: draft, check, rules, number. Each brings who asks and where to go."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.kit import calendar
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.actions import drafts, inquiries
from lotsenhaus.mediation.choices.languages import choices as language_choices
from lotsenhaus.mediation.choices.states import InquiryState
from lotsenhaus.mediation.forms.entries import REFUSALS, Entry
from lotsenhaus.mediation.forms.inquiries import MOST_ROWS, Frame, rows_in
from lotsenhaus.mediation.models import Draft, Inquiry
from lotsenhaus.mediation.queries.policies import policy_on
from lotsenhaus.mediation.rules.admissibility import Verdict, check
from lotsenhaus.network.models import Town
from lotsenhaus.network.queries import NoDesk

WhoForm = Callable[[Mapping[str, Any] | None, Mapping[str, Any]], forms.Form]


@dataclass
class Page:
    """One of the three doors: `requester_of` turns a checked form into who asks; it may create the institution."""

    request: CenterRequest
    name: str  # its URL name, to come back to
    template: str
    who_form: WhoForm
    requester_of: Callable[[forms.Form], inquiries.Requester]
    kind_of: Callable[[forms.Form], str]
    done: Callable[[Inquiry], HttpResponse]
    park_to: str = ""
    is_staff: bool = False
    keeps_draft: bool = True
    keeps_refusals: bool = True
    # What is known before anything is typed; the argument is the inquiry to copy ("Wie letztes Mal") or nothing.
    prefill: Callable[[str], dict[str, str]] = lambda copied: {}
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> User | None:
        return self.request.user if self.request.user.is_authenticated else None

    @property
    def frame(self) -> Frame:
        today = timezone.localdate()
        towns = Town.objects.all()
        return Frame(policy_on(self.request.center, today), towns, today, is_staff=self.is_staff)


def show(page: Page) -> HttpResponse:
    """The empty page, a parked draft, or a copy of the last inquiry."""
    key = _key(page.request.GET.get("entwurf", ""))
    draft = _draft(page, key)
    if draft is None and Draft.objects.filter(key=key).exists():
        key = uuid.uuid4()  # sent already, or somebody else's: this page begins anew
    typed = draft.fields if draft else {}
    copied = page.request.GET.get("wie", "") or typed.get("wie", "")
    copied = copied if whole_number(copied) else ""
    initial = {**page.prefill(copied), **typed}
    page.context["copied"] = copied
    frame = page.frame
    entry = Entry(page.who_form(None, initial), frame, initial=initial)
    return _render(page, entry, key, kept=draft is not None)


def handle(page: Page) -> HttpResponse:
    """One of the buttons: send, park, one more language, take one away."""
    posted = page.request.POST
    do, key = posted.get("do", "send"), _key(posted.get("key", ""))
    if page.keeps_draft and do != "send":
        return _keep(page, key, do)
    draft = _stored(page, key) if page.keeps_draft else None
    if draft and draft.inquiry and draft.inquiry.state != InquiryState.REFUSED:
        return page.done(draft.inquiry)
    if do != "send":  # the public page keeps nothing: it is drawn again with a row more or less
        values = _pressed(posted.dict(), do)
        return _render(page, Entry(page.who_form(None, values), page.frame, initial=values), key)
    entry = Entry(page.who_form(posted, {}), page.frame, data=posted)
    if not entry.is_valid():
        return _render(page, entry, key)
    return _send(page, entry, key, draft)


def _send(page: Page, entry: Entry, key: uuid.UUID, draft: Draft | None) -> HttpResponse:
    now = timezone.now()
    found = check(entry.facts(page.kind_of(entry.who)), entry.frame.policy, now)
    stopping = [one for one in found if entry.stops(one)]
    if stopping:
        return _refuse(page, entry, key, draft, stopping)
    if draft is None:
        draft = _opened(page, key)
        if draft.inquiry:
            return page.done(draft.inquiry)
    try:
        inquiry = inquiries.submit_inquiry(
            center=page.request.center,
            requester=page.requester_of(entry.who),
            wish=entry.wish(),
            by=page.by,
            draft=draft,
            is_staff=page.is_staff,
            double_is_meant=bool(page.request.POST.get("not_double")),
            now=now,
        )
    except inquiries.LikelyDouble as double:
        return _ask_whether_double(page, entry, key, double)
    except NoDesk:
        entry.who.add_error(None, _("Es gibt noch keine Vermittlungsstelle. Bitte legen Sie zuerst eine an."))
        return _render(page, entry, key)
    return page.done(inquiry)


def _refuse(page: Page, entry: Entry, key: uuid.UUID, draft: Draft | None, stopping: list[Verdict]) -> HttpResponse:
    """The reason at its field; a need that the rules exclude is kept, so that the committee can read it."""
    kept = [one for one in stopping if one.code in REFUSALS and not (page.is_staff and one.override_allowed)]
    if page.keeps_refusals and kept:
        inquiries.submit_inquiry(
            center=page.request.center,
            requester=page.requester_of(entry.who),
            wish=entry.wish(),
            by=page.by,
            draft=draft,
            is_staff=page.is_staff,
            refused_for=kept,
        )
        page.context["refusal_is_kept"] = True
    entry.show(stopping)
    return _render(page, entry, key)


def _ask_whether_double(page: Page, entry: Entry, key: uuid.UUID, double: inquiries.LikelyDouble) -> HttpResponse:
    values = [(name, value) for name, value in page.request.POST.items() if name not in ("csrfmiddlewaretoken", "do")]
    context = {"doubles": double.inquiries, "values": values, "page": page, "key": key, "is_staff": page.is_staff}
    return render(page.request, "mediation/inquiry_double.html", context)


def _keep(page: Page, key: uuid.UUID, do: str) -> HttpResponse:
    values = _pressed(page.request.POST.dict(), do)
    _stored(page, key, values)
    if do == "park":
        messages.success(page.request, _("Geparkt. Sie finden die Anfrage oben unter „geparkt“."))
        return redirect(page.park_to, page.request.center.slug)
    response = redirect(page.name, page.request.center.slug)
    anchor = f"#s{rows_in(values) - 1}" if do == "add_slot" else "#gesucht"
    response["Location"] += f"?entwurf={key}{anchor}"
    return response


def _pressed(values: dict[str, str], do: str) -> dict[str, str]:
    """With a row more or less, as the button says; as typed after any other."""
    if do == "add_slot":
        return _more_rows(values)
    return _without_row(values, do.removeprefix("remove-")) if do.startswith("remove-") else values


def _more_rows(values: dict[str, str]) -> dict[str, str]:
    return {**values, "rows": str(rows_in(values) + 1)}


def _without_row(values: dict[str, str], number: str) -> dict[str, str]:
    """Rows behind the one that goes move up."""
    gone, kept = _row_number(number), {}
    for name, value in values.items():
        row, dash, rest = name[1:].partition("-")
        at = whole_number(row, most=MOST_ROWS) if name[:1] == "s" and dash else None
        if at is None:
            kept[name] = value
        elif at != gone:
            kept[f"s{at - (at > gone)}-{rest}"] = value
    return {**kept, "rows": str(max(1, rows_in(values) - 1))}


def _row_number(text: str) -> int:
    number = whole_number(text, most=MOST_ROWS)
    return MOST_ROWS if number is None else number


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _draft(page: Page, key: uuid.UUID) -> Draft | None:
    if page.by is None:
        return None
    still_open = Q(inquiry=None) | Q(inquiry__state=InquiryState.REFUSED)
    return Draft.objects.filter(still_open, key=key, owner=page.by).first()


def _opened(page: Page, key: uuid.UUID) -> Draft:
    """That of a public page is nobody's, so that sending it again after a sign-in is the same sending."""
    try:
        return drafts.open_draft(center=page.request.center, key=key, by=page.by if page.keeps_draft else None)
    except drafts.NotYourDraft:
        raise Http404 from None


def _stored(page: Page, key: uuid.UUID, values: dict[str, str] | None = None) -> Draft:
    try:
        return drafts.store_form(
            center=page.request.center, key=key, values=values or page.request.POST.dict(), by=page.by
        )
    except drafts.NotYourDraft:
        raise Http404 from None


def _render(page: Page, entry: Entry, key: uuid.UUID, *, kept: bool = False) -> HttpResponse:
    policy = entry.frame.policy
    context = {
        "entry": entry,
        "key": key,
        "kept": kept,
        "languages": language_choices(),
        "earliest": calendar.earliest_start(timezone.now(), policy.lead_working_days),
        "lead_days": policy.lead_working_days,
        "page": page,
        "is_staff": page.is_staff,
        **page.context,
    }
    return render(page.request, page.template, context)
