"""What a talk is paid with: dated rules as data, a claim of plain values, a computation to be read step by step."""

from .compute import compute, may_last
from .files import TariffInvalid, from_dict, load, templates, to_dict
from .rule import Claim, ClaimInvalid, Computation, Late, Rate, Step, TariffRule, Travel

__all__ = [
    "Claim",
    "ClaimInvalid",
    "Computation",
    "Late",
    "Rate",
    "Step",
    "TariffInvalid",
    "TariffRule",
    "Travel",
    "compute",
    "from_dict",
    "load",
    "may_last",
    "templates",
    "to_dict",
]
