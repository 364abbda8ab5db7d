"""Machine-readable reasons with parameters, and their English for the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    AGAINST = "against"  # a hard rule fails
    UNKNOWN = "unknown"  # nobody has said; ask
    HINT = "hint"  # worth knowing, decides nothing


class Meaning(NamedTuple):
    kind: Kind
    english: str


MEANINGS: Mapping[str, Meaning] = {
    "language_missing": Meaning(Kind.AGAINST, "does not speak {language}"),
    "substitute_not_asked_for": Meaning(
        Kind.AGAINST, "could stand in for {language} with {substitute}; nobody asked for that"
    ),
    "variant_unknown": Meaning(Kind.UNKNOWN, "speaks {spoken}; whether {language} is not known"),
    "substitute_language": Meaning(Kind.HINT, "stands in for {language} with {substitute}"),
    "level_too_low": Meaning(Kind.AGAINST, "speaks {language} at level {level}, {minimum} is wanted"),
    "level_unknown": Meaning(Kind.UNKNOWN, "level in {language} is not known"),
    "inactive": Meaning(Kind.AGAINST, "is not active"),
    "already_assigned": Meaning(Kind.AGAINST, "is already assigned to this slot"),
    "already_asked": Meaning(Kind.AGAINST, "has already been asked for this slot"),
    "declined": Meaning(Kind.AGAINST, "has declined this slot"),
    "blocked_party": Meaning(Kind.AGAINST, "has a conflict of interest with this case"),
    "blocked_institution": Meaning(Kind.AGAINST, "is not to be sent to this institution"),
    "gender_not_wished": Meaning(Kind.AGAINST, "is not of the required gender"),
    "gender_unknown": Meaning(Kind.UNKNOWN, "gender is not known"),
    "credential_missing": Meaning(Kind.AGAINST, "has no {credential}"),
    "credential_expired": Meaning(Kind.AGAINST, "{credential} is valid only until {until}"),
    "mode_not_offered": Meaning(Kind.AGAINST, "does not offer {mode}"),
    "travel_too_far": Meaning(Kind.AGAINST, "needs {minutes} minutes one way, wants at most {limit}"),
    "travel_unknown": Meaning(Kind.UNKNOWN, "way is not known"),
    "absent": Meaning(Kind.AGAINST, "is away until {until}"),
    "busy": Meaning(Kind.AGAINST, "said no for this time"),
    "outside_times": Meaning(Kind.AGAINST, "is not free at this time"),
    "times_unknown": Meaning(Kind.UNKNOWN, "times are not known, call"),
    "overlap": Meaning(Kind.AGAINST, "has another assignment at this time"),
    "way_too_short": Meaning(Kind.AGAINST, "needs {minutes} minutes between two assignments and has {gap}"),
    "day_full": Meaning(Kind.AGAINST, "already has {booked} of {limit} assignments on this day"),
    "week_full": Meaning(Kind.AGAINST, "already has {booked} of {limit} assignments in this week"),
    "hours_full": Meaning(Kind.AGAINST, "would have {minutes} of {limit} minutes in this week"),
    "tax_limit": Meaning(Kind.HINT, "has {left} cents left below the chosen tax limit"),
    "late": Meaning(Kind.HINT, "would be {minutes} minutes late"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why (not); `code` is a key of MEANINGS, minutes are counted, days are dates."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def kind(self) -> Kind:
        return MEANINGS[self.code].kind

    def __str__(self) -> str:
        return MEANINGS[self.code].english.format(**self.parameters)
