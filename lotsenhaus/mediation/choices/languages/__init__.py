"""Languages of the pool: the table (data/languages.toml), finding one by name, reading several from prose."""

from .prose import Parsed, level_of, split_prose
from .table import (
    AMBIGUOUS,
    LANGUAGES,
    UNDETERMINED,
    Country,
    Language,
    Match,
    all_choices,
    choices,
    countries,
    find,
    full_name,
    short_name,
    suggest_for_country,
    variants,
    with_sentence,
)

__all__ = [
    "AMBIGUOUS",
    "LANGUAGES",
    "UNDETERMINED",
    "Country",
    "Language",
    "Match",
    "Parsed",
    "all_choices",
    "choices",
    "countries",
    "find",
    "full_name",
    "level_of",
    "short_name",
    "split_prose",
    "suggest_for_country",
    "variants",
    "with_sentence",
]
