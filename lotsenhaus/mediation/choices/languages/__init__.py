"""Languages of the pool: the table (data/languages.toml), finding one by name, reading several from prose."""

from .prose import Parsed, level_of, split_prose
from .table import (
    AMBIGUOUS,
    LANGUAGES,
    UNDETERMINED,
    Country,
    Language,
    Match,
    choices,
    countries,
    find,
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
    "choices",
    "countries",
    "find",
    "level_of",
    "short_name",
    "split_prose",
    "suggest_for_country",
    "variants",
    "with_sentence",
]
