"""The random walk over money: 2,000 steps here, more by `python -m tests.rel.money`."""

import pytest

from lotsenhaus.mediation.actions import erasure
from lotsenhaus.mediation.rules import runs as rules
from tests.rel import money


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_booked_euro_is_payable_exactly_once(db: None, seed: int) -> None:
    for number in range(5):
        with money.center(number) as house:
            assert money.walk(house, 1000 * seed + number)


def walks(house_of: int = 3) -> None:
    for number in range(house_of):
        with money.center(number) as house:
            money.walk(house, number, 150)


def test_the_walk_notices_an_erasure_before_the_transfer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "why_not_yet", lambda mediator: [])
    with pytest.raises(money.Disagreement, match="erased before"):
        walks()


def test_the_walk_notices_a_month_that_blocks_all_later_ones(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from lotsenhaus.mediation.queries import claims

    monkeypatch.setattr(claims, "open_month", lambda closed, waiting, today: blocked(closed, waiting, today))
    with pytest.raises(money.Disagreement, match="no run can be released"):
        walks()


def blocked(closed: object, waiting: object, today: object) -> object:
    """As it was: always the month after the last closed one."""
    last = max(closed, default=None)  # type: ignore[call-overload]
    return rules.next_month(last) if last else rules.open_month([], waiting, today)  # type: ignore[arg-type]


def test_the_walk_notices_a_correction_that_changes_what_was_paid(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from lotsenhaus.mediation.models import Allowance

    monkeypatch.setattr(Allowance, "amount_in_run", property(lambda one: one.amount))
    with pytest.raises(money.Disagreement):
        walks()
