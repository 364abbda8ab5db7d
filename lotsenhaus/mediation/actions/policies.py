"""Rules of a center as dated rows: take over a template, in the first hour or when a council decided anew."""

from datetime import date

from django.db import transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.models import Declaration, OccasionRule, Policy, Tariff
from lotsenhaus.mediation.rules import admissibility, tariffs

TARIFF_OF = {"guetersloh": "guetersloh_example"}  # where policy and tariff have different file names


@transaction.atomic
def adopt_template(
    *, center: Center, template: str, by: User | None, valid_from: date, tariff: str | None = None
) -> Policy:
    """Writes the rules of mediation/data/policies/<template>.toml as rows that hold from `valid_from` on.

    The tariff of the same name comes with them; `tariff` names another one, "" none. What held until then ends the
    day before. Raises FileNotFoundError for an unknown template.
    """
    rules = admissibility.load(template)
    _end_what_holds(valid_from)
    policy = Policy.objects.create(
        center=center,
        valid_from=valid_from,
        source=rules.source[:200],
        note=rules.note[:300],
        lead_working_days=rules.lead_working_days,
        max_minutes=rules.max_minutes,
        may_ask=list(rules.may_ask),
        offers_phone=rules.offers_phone,
        offers_video=rules.offers_video,
        answer_hours=rules.answer_hours,
        urgent_answer_minutes=rules.urgent_answer_minutes,
        pledge_required=rules.pledge_required,
        clearance_required=rules.clearance_required,
        year_limit=rules.year_limit,
    )
    _write_refusals(center, rules, valid_from)
    _write_declarations(center, rules, valid_from)
    key = TARIFF_OF.get(template, template) if tariff is None else tariff
    if key in tariffs.templates():
        adopt_tariff(center=center, key=key, by=by, valid_from=valid_from)
    audit.record(
        center=center, action="rules.adopted", by=by, on=policy, kind="" if by else "command", template=template
    )
    return policy


@transaction.atomic
def adopt_tariff(*, center: Center, key: str, by: User | None, valid_from: date) -> Tariff:
    """Writes the allowance rule of mediation/data/tariffs/<key>.toml as a row that holds from `valid_from` on."""
    rule = tariffs.load(key)
    _end(Tariff, valid_from)
    tariff = Tariff.objects.create(
        center=center,
        valid_from=valid_from,
        source=rule.source[:200],
        note=rule.note[:300],
        name=rule.title[:120],
        rule=tariffs.to_dict(rule),
        is_example=rule.example,
    )
    audit.record(center=center, action="tariff.adopted", by=by, on=tariff, kind="" if by else "command", template=key)
    return tariff


def _end_what_holds(valid_from: date) -> None:
    for model in (Policy, OccasionRule, Declaration):
        _end(model, valid_from)


def _end(model: type[Policy] | type[OccasionRule] | type[Declaration] | type[Tariff], valid_from: date) -> None:
    """The rule before ends the day before; one that would never have held goes."""
    model.objects.filter(valid_from__gte=valid_from).delete()
    model.objects.on(valid_from).update(valid_to=date.fromordinal(valid_from.toordinal() - 1))


def _write_refusals(center: Center, rules: admissibility.Policy, valid_from: date) -> None:
    OccasionRule.objects.bulk_create(
        OccasionRule(
            center=center,
            valid_from=valid_from,
            source=(one.source or rules.source)[:200],
            occasion=one.occasion,
            reason=one.reason,
            way_out=one.way_out,
        )
        for one in rules.refusals
    )


def _write_declarations(center: Center, rules: admissibility.Policy, valid_from: date) -> None:
    Declaration.objects.bulk_create(
        Declaration(
            center=center,
            valid_from=valid_from,
            source=(one.source or rules.source)[:200],
            code=one.code,
            wording=one.wording,
            explanation=one.explanation,
            wording_en=one.wording_en,
            explanation_en=one.explanation_en,
            version=one.version,
        )
        for one in rules.declarations
    )
