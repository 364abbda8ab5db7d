"""No name of a client, ever (docs/privacy.md): texts, references and lists are read before they are stored."""

from .names import holds_given_name, is_given_name, looks_like_names
from .text import Finding, about_a_client, case_reference, case_reference_problem, screen

__all__ = [
    "Finding",
    "about_a_client",
    "case_reference",
    "case_reference_problem",
    "holds_given_name",
    "is_given_name",
    "looks_like_names",
    "screen",
]
