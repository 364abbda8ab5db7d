from lotsenhaus.mediation.models.assignments import (
    Allowance,
    AllowanceCorrection,
    Assignment,
    AssignmentProof,
    ClaimRun,
)
from lotsenhaus.mediation.models.calls import Call
from lotsenhaus.mediation.models.claims import ClaimNote
from lotsenhaus.mediation.models.drafts import Draft
from lotsenhaus.mediation.models.imports import InvitationWaves, MediatorImport
from lotsenhaus.mediation.models.inquiries import (
    Handover,
    Inquiry,
    ProposedDate,
    Slot,
    Talk,
)
from lotsenhaus.mediation.models.mediators import (
    Absence,
    Block,
    Credential,
    LanguageSkill,
    Mediator,
    ShiftPattern,
    Training,
    WeeklyTime,
    WeekStatement,
)
from lotsenhaus.mediation.models.offers import Offer
from lotsenhaus.mediation.models.plans import PlanEntry, PlanSlot, PlanWish, WeekPlan, Weighting
from lotsenhaus.mediation.models.policies import (
    Declaration,
    OccasionRule,
    Policy,
    Tariff,
)

__all__ = [
    "Absence",
    "Allowance",
    "AllowanceCorrection",
    "Assignment",
    "AssignmentProof",
    "Block",
    "Call",
    "ClaimNote",
    "ClaimRun",
    "Credential",
    "Declaration",
    "Draft",
    "Handover",
    "Inquiry",
    "InvitationWaves",
    "LanguageSkill",
    "Mediator",
    "MediatorImport",
    "OccasionRule",
    "Offer",
    "PlanEntry",
    "PlanSlot",
    "PlanWish",
    "Policy",
    "ProposedDate",
    "ShiftPattern",
    "Slot",
    "Talk",
    "Tariff",
    "Training",
    "WeekPlan",
    "WeekStatement",
    "WeeklyTime",
    "Weighting",
]
