"""Which state may follow which: tables, not ladders. Values are those of choices.states, kept equal by a test.

Nothing ends without a word to everybody asked (brief 8): each end state is reached only through an action that tells.
"""

Moves = dict[str, frozenset[str]]


def _to(*states: str) -> frozenset[str]:
    return frozenset(states)


INQUIRY: Moves = {
    "draft": _to("submitted", "withdrawn"),
    "submitted": _to("open", "refused", "withdrawn"),
    # Back from arranged to open when somebody cancels; unfilled is final only until the institution tries again.
    "open": _to("arranged", "withdrawn", "unfilled", "refused"),
    "arranged": _to("open", "held", "withdrawn", "unfilled"),
    "held": _to("closed"),
    "closed": _to(),
    "withdrawn": _to(),
    "refused": _to("open"),
    "unfilled": _to("open"),
}

SLOT: Moves = {
    "open": _to("asked", "filled", "unfilled", "withdrawn"),
    "asked": _to("open", "filled", "unfilled", "withdrawn"),
    "filled": _to("open", "withdrawn", "unfilled"),
    "unfilled": _to("open"),
    "withdrawn": _to("open"),
}

OFFER: Moves = {
    # A phone call decides without a message; "waiting" are the 30 seconds in which a message can be taken back.
    "waiting": _to("asked", "accepted", "declined", "taken", "withdrawn"),
    "asked": _to("accepted", "declined", "expired", "taken", "withdrawn"),
    # A phone acceptance can be undone for 10 minutes; "Ich kann doch nicht" turns a yes into a no.
    "accepted": _to("declined", "withdrawn", "asked"),
    "declined": _to("accepted"),
    # Late is not too late while nobody else said yes.
    "expired": _to("accepted", "declined", "taken", "withdrawn"),
    "taken": _to(),
    "withdrawn": _to(),
}

ASSIGNMENT: Moves = {
    "agreed": _to("planned", "cancelled"),
    "planned": _to("agreed", "held", "cancelled"),
    # A talk at which nobody appeared is cancelled afterwards, with the late-cancellation rule.
    "held": _to("confirmed", "cancelled"),
    "confirmed": _to(),
    "cancelled": _to("planned", "agreed"),
}

MEDIATOR: Moves = {
    "applicant": _to("trained", "active", "left"),
    "trained": _to("active", "left"),
    "active": _to("paused", "left"),
    "paused": _to("active", "left"),
    "left": _to("applicant", "active"),
}

ALLOWANCE: Moves = {
    "awaiting": _to("confirmed", "question"),
    "question": _to("confirmed"),
    "confirmed": _to("ordered", "question"),
    # Money is never undone, only reversed.
    "ordered": _to("reversed"),
    "reversed": _to(),
}

MOVES: dict[str, Moves] = {
    "inquiry": INQUIRY,
    "slot": SLOT,
    "offer": OFFER,
    "assignment": ASSIGNMENT,
    "mediator": MEDIATOR,
    "allowance": ALLOWANCE,
}


def may(kind: str, state: str, wanted: str) -> bool:
    """Whether `kind` (a key of MOVES) may go from one state to another; staying is no move. KeyError if unknown."""
    return wanted in MOVES[kind][state]


def ends(kind: str) -> frozenset[str]:
    """States from which nothing leads away."""
    return frozenset(state for state, following in MOVES[kind].items() if not following)
