"""The week of the parents' days: forty talks at the same hours, too many for whoever is asked first come, first served.

None of them at the desk of the story, so that its list stays as the story tells it.
"""

from datetime import time, timedelta
from typing import Any

from lotsenhaus.demo.actions.batch import Batch, add_inquiry, add_slot
from lotsenhaus.demo.actions.frame import data
from lotsenhaus.demo.rules import busy_monday, by_day, draw
from lotsenhaus.kit.calendar import at_local
from lotsenhaus.mediation.choices.states import Channel
from lotsenhaus.network.choices import OrganizationKind, OrganizationState

ASKING = (OrganizationKind.SCHOOL, OrganizationKind.DAYCARE)


def add_busy_week(batch: Batch, *, story_desk: str) -> None:
    """Each school or Kita asks for one talk after the other until the week has as many as its data say."""
    frame, source = batch.frame, data("busy_week")
    chance = draw(frame.seed, f"busy_week:{frame.center.slug}")
    asking = [
        one
        for one in frame.organizations.values()
        if one.kind in ASKING and one.state == OrganizationState.APPROVED and frame.desk_for(one).name != story_desk
    ]
    days = [busy_monday(frame.today) + timedelta(days=n) for n in (1, 2)]
    for turn in range(source["talks"]):
        inquiry = add_inquiry(
            batch,
            asking[turn % len(asking)],
            occasion="parent_talk",
            start=at_local(chance.choice(days), time.fromisoformat(chance.choice(source["starts"]))),
            minutes=source["minutes"],
            submitted_at=by_day(frame.now - timedelta(minutes=45)) + timedelta(seconds=30 * turn),
            channel=Channel.WEB,
        )
        add_slot(batch, inquiry, [_chosen(chance, source["languages"])])


def _chosen(chance: Any, shares: dict[str, int]) -> str:
    code: str = chance.choices(list(shares), list(shares.values()))[0]
    return code
