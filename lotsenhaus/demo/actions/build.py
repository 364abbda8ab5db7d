"""The whole demo: four centers, one after the other, each in its own scope."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsenhaus.centers import audit
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.demo.actions import frame as frames
from lotsenhaus.demo.actions import past
from lotsenhaus.demo.actions.batch import Batch
from lotsenhaus.demo.actions.busy_week import add_busy_week
from lotsenhaus.demo.actions.calls import add_call_back, add_calls, park_draft
from lotsenhaus.demo.actions.frame import Frame, data
from lotsenhaus.demo.actions.history import History
from lotsenhaus.demo.actions.letters import write_letters
from lotsenhaus.demo.actions.money import Money, leave_unconfirmed
from lotsenhaus.demo.actions.pool import make_pool
from lotsenhaus.demo.actions.story import add_story
from lotsenhaus.demo.actions.trail import leave_trail
from lotsenhaus.demo.actions.week import add_week


@transaction.atomic
def build_demo(*, seed: int = 1, now: datetime | None = None) -> None:
    """Fills an empty house. The same seed and the same moment give the same district."""
    now = (now or timezone.now()).replace(microsecond=0)
    for name in ("guetersloh", "borken", "heinsberg"):
        _build_center(name, now, seed)
    _build_empty(now, seed)
    frames.make_operator()


def _people(source: dict[str, Any]) -> list[dict[str, Any]]:
    """Everybody who signs in: the named ones and the dispatchers of the desks."""
    seats = [
        {"name": row["dispatcher"], "roles": [Role.DISPATCHER]} for row in source.get("desk", []) if "dispatcher" in row
    ]
    return [*source["person"], *seats]


def _build_center(name: str, now: datetime, seed: int) -> None:
    source = data(name)
    center = frames.make_center(source["center"])
    with center_scope(center):
        frame = Frame(center, now, seed)
        frames.make_people(frame, _people(source))
        frames.make_towns(frame, source["center"]["towns"])
        frames.make_desks(frame, source["desk"])
        frames.make_organizations(frame, source["organization"])
        frames.make_rules(frame, source["center"])
        frames.make_lines(frame, source["center"])
        is_large = name == "guetersloh"
        batch = Batch(frame, make_pool(frame, data("pool" if is_large else "pool_small")))
        _fill(batch, is_large=is_large)
        batch.store()
        money = Money(batch)
        money.store()
        leave_trail(batch, money)
        if is_large:
            write_letters(batch)


def _fill(batch: Batch, *, is_large: bool) -> None:
    """The year past; in the large center also this week and the story."""
    if is_large:
        add_story(batch)
        _add_this_week(batch)
        add_busy_week(batch, story_desk="Rietberg")
    history = History(batch, talks=532 if is_large else 40)
    history.prepare()
    if is_large:
        past.last_year_of_the_story(history)
        past.night_of_the_clocks(history)
        past.parents_days(history)
        past.all_not_found(history)
        past.refused(history)
    history.draw()
    past.cancelled(history, 10 if is_large else 2)
    leave_unconfirmed(batch)
    add_calls(batch)


def _add_this_week(batch: Batch) -> None:
    week = data("week")
    add_week(batch, week)
    for row in week["call_back"]:
        add_call_back(batch, row)
    for row in week["draft"]:
        park_draft(batch, row)


def _build_empty(now: datetime, seed: int) -> None:
    source = data("leer")
    center = frames.make_center(source["center"])
    with center_scope(center):
        frames.make_people(Frame(center, now, seed), source["person"])
        audit.record(center=center, action="center.created", by=None, on=center, kind="command")
