"""Every page of the running demo that a role can open: routes of the resolver, filled with things of the district."""

from dataclasses import dataclass

import psycopg
from playwright.sync_api import BrowserContext

from lotsenhaus.centers.choices import Role
from tests.access.routes import Route, all_routes
from tests.ground.houses import House

CENTER = "kreis-guetersloh"
# Which row of the district fills an argument; one that has much to show.
THINGS = {
    "allowance": "SELECT id FROM mediation_allowance WHERE center_id = {center} ORDER BY id DESC",
    "arranged": "SELECT id FROM mediation_inquiry WHERE center_id = {center} AND state = 'arranged' ORDER BY id DESC",
    "assignment": "SELECT id FROM mediation_assignment WHERE center_id = {center} AND state = 'planned' ORDER BY id",
    "call": "SELECT id FROM mediation_call WHERE center_id = {center} ORDER BY id DESC",
    "call_back": "SELECT id FROM mediation_call WHERE center_id = {center} AND result = 'calls_back' ORDER BY id DESC",
    "confirmed": "SELECT assignment_id FROM mediation_assignmentproof WHERE center_id = {center} ORDER BY id DESC",
    "contact": "SELECT c.id FROM network_contact AS c WHERE c.center_id = {center} ORDER BY c.organization_id, c.id",
    "declaration": "SELECT id FROM mediation_declaration WHERE center_id = {center} ORDER BY id",
    "desk": "SELECT id FROM network_desk WHERE center_id = {center} AND name = 'Rietberg'",
    "desk_absence": "SELECT id FROM network_deskabsence WHERE center_id = {center} ORDER BY id",
    "draft": "SELECT key FROM mediation_draft WHERE center_id = {center} ORDER BY id",
    "handover": "SELECT id FROM mediation_handover WHERE center_id = {center} ORDER BY id DESC",
    "held": "SELECT id FROM mediation_assignment WHERE center_id = {center} AND state = 'held' ORDER BY id",
    "import": "SELECT id FROM mediation_mediatorimport WHERE center_id = {center} ORDER BY id",
    "inquiry": "SELECT id FROM mediation_inquiry WHERE center_id = {center} AND occasion = 'parents_day' "
    "ORDER BY submitted_at DESC",
    "invitation": "SELECT id FROM centers_invitation WHERE center_id = {center} ORDER BY id",
    "line": 'SELECT id FROM finance_budgetline WHERE center_id = {center} ORDER BY year DESC, "order"',
    "mediator": "SELECT m.id FROM mediation_mediator AS m JOIN network_desk AS d ON d.id = m.home_desk_id "
    "WHERE m.center_id = {center} AND d.name = 'Rietberg' AND m.user_id IS NOT NULL ORDER BY m.id",
    "membership": "SELECT id FROM centers_membership WHERE center_id = {center} ORDER BY id DESC",
    "message": "SELECT id FROM outbox_message WHERE center_id = {center} ORDER BY id",
    "month": "SELECT to_char(max(month), 'YYYY-MM') FROM mediation_claimrun WHERE center_id = {center}",
    "offer": "SELECT id FROM mediation_offer WHERE center_id = {center} AND state = 'asked' ORDER BY id",
    "organization": "SELECT organization_id FROM network_contact WHERE center_id = {center} ORDER BY organization_id, id",
    "posting": "SELECT id FROM finance_posting WHERE center_id = {center} ORDER BY id",
    "refusal": "SELECT id FROM mediation_occasionrule WHERE center_id = {center} ORDER BY id",
    "run": "SELECT id FROM mediation_claimrun WHERE center_id = {center} ORDER BY month DESC",
    "slot": "SELECT id FROM mediation_slot WHERE center_id = {center} AND state = 'open' ORDER BY id",
    "user": "SELECT user_id FROM centers_membership WHERE center_id = {center} ORDER BY id DESC",
}
# The codes of the district are derived from the key of the demo; the start page of the demo shows two kinds.
CODES = ("answer", "confirm", "status", "feed", "invite")


@dataclass(frozen=True)
class Thing:
    """As the routes take it: with `pk`, and `key` for drafts."""

    pk: object

    @property
    def key(self) -> object:
        return self.pk
