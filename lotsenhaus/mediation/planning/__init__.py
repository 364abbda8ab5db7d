"""The only door to the optimizer: rows become a problem, its answers become words and rows again."""

from lotsenhaus.mediation.planning.candidates import Board, board_for, leg_between
from lotsenhaus.mediation.planning.words import Sentence, item_sentence, reason_sentence, reason_tally

__all__ = ["Board", "Sentence", "board_for", "item_sentence", "leg_between", "reason_sentence", "reason_tally"]
