"""From a list out of Excel to people: which column is what, what a row says, who is there twice, what will be made.

Pure: the list, the pool and the decisions go in, the plan comes out; the same in preview and in the database.
"""

from .columns import TARGETS, Guess, best_sheet, guess
from .doubles import Known, Match, matches
from .plan import Decisions, Item, Plan, make_plan
from .rows import interpret
from .shapes import Person, Places, Problem, Reading, Spoken

__all__ = [
    "TARGETS",
    "Decisions",
    "Guess",
    "Item",
    "Known",
    "Match",
    "Person",
    "Places",
    "Plan",
    "Problem",
    "Reading",
    "Spoken",
    "best_sheet",
    "guess",
    "interpret",
    "make_plan",
    "matches",
]
