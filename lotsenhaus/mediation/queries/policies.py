"""The rules of a center that hold on a day, from their dated rows, as the pure rules read them."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.models import Declaration, OccasionRule, Policy
from lotsenhaus.mediation.rules import admissibility
from lotsenhaus.network.choices import OrganizationKind

EMPTY = "leer"
"""The template that holds while a center has not decided anything (first hour: an inquiry can be taken at once)."""


def policy_on(center: Center, day: date) -> admissibility.Policy:
    """Frame, refusals and declarations of that day in three queries."""
    row: Any = Policy.objects.on(day).order_by("-valid_from").first()
    refused: Any = OccasionRule.objects.on(day).order_by("pk")
    declared: Any = Declaration.objects.on(day).order_by("pk")
    frame = _frame(center, row) if row else _undecided(center)
    return replace(
        frame,
        refusals=tuple(
            admissibility.Refusal(one.occasion, one.reason, one.way_out, one.valid_from, one.valid_to, one.source)
            for one in refused
        ),
        declarations=tuple(
            admissibility.Declaration(
                one.code,
                *_read_by_the_requester(one),
                version=one.version,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                source=one.source,
            )
            for one in declared
        ),
    )


def _read_by_the_requester(row: Declaration) -> tuple[str, str]:
    """Sentence and reason as the page speaks: what is stored with the inquiry is what was read."""
    is_english = (get_language() or "").startswith("en") and row.wording_en
    return (row.wording_en, row.explanation_en) if is_english else (row.wording, row.explanation)


def _undecided(center: Center) -> admissibility.Policy:
    return replace(admissibility.load(EMPTY), way_out=_way_out(center))


def _way_out(center: Center) -> str:
    return _("Bitte rufen Sie uns an: %(name)s, Telefon %(phone)s.") % {"name": center.name, "phone": center.phone}


def _frame(center: Center, row: Policy) -> admissibility.Policy:
    kinds = [str(OrganizationKind(one).label) for one in row.may_ask if one in OrganizationKind.values]
    return admissibility.Policy(
        key=str(row.pk),
        title="",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        lead_working_days=row.lead_working_days,
        max_minutes=row.max_minutes,
        may_ask=tuple(row.may_ask),
        who_may_ask=_("Anfragen dürfen: %(kinds)s.") % {"kinds": ", ".join(kinds)},
        way_out=_way_out(center),
        offers_phone=row.offers_phone,
        offers_video=row.offers_video,
        only_own_district=False,
        answer_hours=row.answer_hours,
        urgent_answer_minutes=row.urgent_answer_minutes,
        pledge_required=row.pledge_required,
        clearance_required=row.clearance_required,
        year_limit=row.year_limit,
    )
