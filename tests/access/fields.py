"""Which personal data each role may find on any page: of its own desk, institution and person, and of the others.

Patterns over the labels of privacy.py ("mediation.Mediator.phone"). What is not listed here is a leak.
"""

from fnmatch import fnmatchcase

from lotsenhaus.centers.choices import LinkPurpose, Role

# The center's own telephone book: who answers for which town.
OPEN = ("network.Desk.*", "network.Town.name")
COLLEAGUES = ("accounts.User.name",)
ACCOUNTS = ("accounts.User.name", "accounts.User.email", "centers.Invitation.*")
INSTITUTIONS = ("network.Organization.*", "network.Contact.*")
INQUIRIES = ("mediation.Inquiry.*", "mediation.Talk.*", "mediation.Handover.*")
POOL_NAMES = tuple(f"mediation.Mediator.{name}" for name in ("first_name", "last_name", "name_hint", "address_form"))
POOL = (
    "mediation.Mediator.*", "mediation.LanguageSkill.*", "mediation.WeekStatement.*", "mediation.Credential.*",
    "mediation.Training.*", "mediation.Block.*", "mediation.Call.*",
)  # fmt: skip
CLAIMS = (
    *POOL_NAMES, "mediation.Allowance.question", "mediation.AssignmentProof.confirmed_by", "network.Organization.name",
)  # fmt: skip
# What stands on the Einsatzbestätigung.
SHEET = tuple(f"mediation.Inquiry.{name}" for name in ("street", "room", "case_reference"))
SHEET += ("mediation.AssignmentProof.confirmed_by",)
NOT_REACHED = ("outbox.Message.recipient_name",)  # somebody to be phoned, on "Heute" and "Zustand"
LISTS = ("mediation.MediatorImport.*",)

# Of one's own desk, institution or person.
OWN: dict[str, tuple[str, ...]] = {
    "anonymous": OPEN,
    # Who comes: the first name, never number, family name or home of a mediator.
    Role.REQUESTER: (*OPEN, *INSTITUTIONS, "mediation.Inquiry.*", "mediation.Talk.*", "mediation.Mediator.first_name"),
    # Herself, and where she has promised to go.
    Role.MEDIATOR: (*OPEN, "mediation.Mediator.*", "network.Organization.name", *SHEET),
    Role.DISPATCHER: (*OPEN, *COLLEAGUES, *INSTITUTIONS, *INQUIRIES, *POOL, *SHEET, *NOT_REACHED, "mediation.Draft.*"),
    Role.COORDINATOR: (*OPEN, *COLLEAGUES, *INSTITUTIONS, *INQUIRIES, *POOL, *CLAIMS, *LISTS, *NOT_REACHED),
    Role.FINANCE: (*OPEN, *COLLEAGUES, *CLAIMS, *SHEET),
    Role.AUDITOR: (*OPEN, *COLLEAGUES, *CLAIMS, *SHEET),
    Role.CENTER_ADMIN: (*OPEN, *ACCOUNTS, *INSTITUTIONS, *LISTS, *NOT_REACHED),
    Role.OPERATOR: (*OPEN, *ACCOUNTS, *NOT_REACHED),
}
# Of other desks, institutions and people of the same center.
OTHERS: dict[str, tuple[str, ...]] = {
    **OWN,
    Role.REQUESTER: OPEN,
    Role.MEDIATOR: OPEN,
    # Language, town, name and when; a number only by CLICK.
    Role.DISPATCHER: (
        *OPEN, *COLLEAGUES, *INSTITUTIONS, *POOL_NAMES, *NOT_REACHED, "mediation.LanguageSkill.variant",
        "mediation.WeekStatement.note",
    ),
}  # fmt: skip
# A dispatcher sees a number of another desk after a POST that is written to the read log.
CLICK = {"mediation:mediator-phone", "mediation:number-show"}
NUMBERS = ("mediation.Mediator.phone", "mediation.Mediator.second_phone")
# Everything that is stored about a person, to be handed to her (Art. 15 DSGVO): her account as well.
DISCLOSURE = "mediation:mediator-disclosure*"
# Who holds the code, whoever it is.
BY_LINK: dict[str, tuple[str, ...]] = {
    LinkPurpose.ANSWER: OPEN,  # a question: neither place nor contact
    LinkPurpose.CONFIRM: (*OPEN, "mediation.Inquiry.onsite_name", "mediation.Mediator.first_name"),
    LinkPurpose.FEED: OPEN,
    LinkPurpose.INVITE: (*OPEN, "centers.Invitation.*"),
    LinkPurpose.INVITE_BY_MAIL: (*OPEN, "centers.Invitation.*"),
    LinkPurpose.STATUS: (
        *OPEN, "network.Organization.name", "mediation.Inquiry.street", "mediation.Inquiry.room", "mediation.Talk.*",
        "mediation.Mediator.first_name",
    ),
}  # fmt: skip
# The calendar file of a promised talk says where to go.
WITH_PLACE = ("network.Organization.name", "network.Organization.street", "mediation.Inquiry.street",
              "mediation.Inquiry.room")  # fmt: skip


def may_see(label: str, role: str, owner: str, route: str, purpose: str) -> bool:
    """Whether this role (with this link in hand) may read this field."""
    allowed = {"o": OWN, "x": OTHERS, "f": {}}[owner].get(role, ())
    if owner == "x" and role == Role.DISPATCHER and route in CLICK:
        allowed += NUMBERS
    if owner != "f" and role == Role.COORDINATOR and fnmatchcase(route, DISCLOSURE):
        allowed += ("accounts.User.email",)
    if owner == "o":
        allowed += BY_LINK.get(purpose, ())
        allowed += WITH_PLACE if route == "link-answer-calendar" else ()
    return any(fnmatchcase(label, pattern) for pattern in allowed)
