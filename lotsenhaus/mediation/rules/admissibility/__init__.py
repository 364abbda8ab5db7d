"""May this be asked for, by these people, on that day? Answers are verdicts in words by code, never a bare no."""

from .check import check, is_admissible
from .files import PolicyInvalid, from_dict, load, templates
from .policy import Declaration, InquiryFacts, Policy, Refusal, Verdict

__all__ = [
    "Declaration",
    "InquiryFacts",
    "Policy",
    "PolicyInvalid",
    "Refusal",
    "Verdict",
    "check",
    "from_dict",
    "is_admissible",
    "load",
    "templates",
]
