"""Pasted lists of talks: columns of names are dropped before they are seen (docs/privacy.md)."""

from lotsenhaus.screening.rules import Finding, case_reference, case_reference_problem, screen

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
    "parse_talk_rows",
    "screen",
]
