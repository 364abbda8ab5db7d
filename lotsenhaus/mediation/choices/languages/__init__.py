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
    "split_prose",
    "suggest_for_country",
    "variants",
    "with_sentence",
]
