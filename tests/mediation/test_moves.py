"""States and moves: the tables say everything, and only what the choices know."""

import pytest

from lotsenhaus.mediation.choices import states
from lotsenhaus.mediation.rules.moves import MOVES, ends, may

CHOICES = {
    "inquiry": states.InquiryState,
    "slot": states.SlotState,
    "offer": states.OfferState,
    "assignment": states.AssignmentState,
    "mediator": states.MediatorState,
    "allowance": states.AllowanceState,
}


@pytest.mark.parametrize("kind", MOVES)
def test_tables_know_exactly_the_states_that_can_be_chosen(kind: str) -> None:
    assert set(MOVES[kind]) == set(CHOICES[kind].values)
    assert {state for following in MOVES[kind].values() for state in following} <= set(CHOICES[kind].values)


@pytest.mark.parametrize("kind", MOVES)
def test_every_state_can_be_reached_and_none_is_a_trap_by_mistake(kind: str) -> None:
    reached, frontier = set(), {next(iter(MOVES[kind]))}
    while frontier:
        reached |= frontier
        frontier = {following for state in frontier for following in MOVES[kind][state]} - reached
    assert reached == set(MOVES[kind])
    assert ends(kind) or kind in {"slot", "mediator", "assignment"}


@pytest.mark.parametrize(
    ("kind", "state", "wanted", "allowed"),
    [
        ("offer", "asked", "accepted", True),
        ("offer", "taken", "accepted", False),  # the first yes wins
        ("offer", "withdrawn", "accepted", False),
        ("offer", "expired", "accepted", True),  # late is not too late
        ("assignment", "confirmed", "cancelled", False),  # money may hang on it
        ("assignment", "planned", "confirmed", False),  # nobody confirms what has not been held
        ("inquiry", "arranged", "open", True),  # somebody cancels
        ("inquiry", "closed", "open", False),
        ("allowance", "ordered", "confirmed", False),  # money is reversed, never undone
        ("slot", "open", "open", False),
    ],
)
def test_moves_are_allowed_or_not(kind: str, state: str, wanted: str, allowed: bool) -> None:
    assert may(kind, state, wanted) is allowed


def test_a_call_has_five_results_in_their_order() -> None:
    labels = [str(label) for label in states.CallResult.labels]
    assert labels == ["Sagt zu", "Kann nicht", "Nicht erreicht", "Ruft zurück", "Nummer stimmt nicht"]
