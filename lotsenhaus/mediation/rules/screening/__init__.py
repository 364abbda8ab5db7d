"""No client name, ever (RELIABILITY part 4): remarks, references and pasted lists are read before they are stored."""

from .names import is_given_name, looks_like_names
from .remark import Finding, case_reference, case_reference_problem, screen
from .talks import DroppedColumn, Problem, TalkRow, TalkTable, cleaned, parse_talk_rows

__all__ = [
    "DroppedColumn",
    "Finding",
    "Problem",
    "TalkRow",
    "TalkTable",
    "case_reference",
    "case_reference_problem",
    "cleaned",
    "is_given_name",
    "looks_like_names",
    "parse_talk_rows",
    "screen",
]
