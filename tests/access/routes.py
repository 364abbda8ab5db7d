"""Every route there is, what it asks for, and what fills its arguments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

# Name of a route (the longest beginning counts) → argument → thing of the world, or fixed words to try one by one.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "centers:first-step-later": {"code": ("desks",)},
    "centers:person": {"pk": "user"},
    "centers:reset-second-factor": {"pk": "user"},
    "centers:end-role": {"pk": "membership"},
    "centers:invitation-": {"pk": "invitation"},
    "finance:budget": {"pk": "line"},
    "finance:posting": {"pk": "posting"},
    "link-answer": {"code": "answer"},
    "link-answer-calendar": {"code": "accepted"},
    "link-confirm": {"code": "confirm"},
    "link-feed": {"code": "feed"},
    "link-invite": {"code": "invite"},
    "link-mailed": {"code": "mailed"},
    "link-status": {"code": "status"},
    "mediation:acceptance-undo": {"pk": "assignment"},
    "mediation:assignment-": {"pk": "assignment"},
    "mediation:call-back-": {"pk": "call_back"},
    "mediation:call-begin": {"pk": "mediator", "slot_pk": "slot"},
    "mediation:call-contact": {"pk": "contact"},
    "mediation:call-drop": {"pk": "call"},
    "mediation:call-result": {"pk": "call"},
    "mediation:claim-": {"pk": "allowance", "month": "month"},
    "mediation:claims-": {"month": "month", "kind": ("csv", "xlsx")},
    "mediation:handover-answer": {"pk": "handover"},
    "mediation:import-": {"pk": "import"},
    "mediation:inquiry": {"pk": "inquiry", "key": "draft", "row": (0,)},
    "mediation:mediator-": {"pk": "mediator"},
    "mediation:mediator-add": {"pk": "mediator", "what": ("absence", "week", "credential", "training", "block")},
    "mediation:mediator-edit": {"pk": "mediator", "section": ("person", "limits", "languages", "times")},
    "mediation:mediator-remove": {
        "pk": "mediator",
        "what": ("absence", "credential", "training", "block"),
        "row": (1,),
    },
    "mediation:my-answer": {"pk": "offer"},
    "mediation:my-appointment": {"pk": "assignment"},
    "mediation:my-inquiry": {"pk": "inquiry"},
    "mediation:overview-": {"pk": "line"},
    "mediation:number-show": {"pk": "mediator", "slot_pk": "slot"},
    "mediation:offer": {"pk": "offer"},
    "mediation:offers-withdraw": {"pk": "slot"},
    "mediation:parked-": {"key": "draft"},
    "mediation:plan": {"pk": "plan", "slot_pk": "slot"},
    "mediation:plan-inquiry": {"pk": "inquiry"},
    "mediation:proof-": {"pk": "assignment"},
    "mediation:proof-enter": {"pk": "held"},
    "mediation:proof-file": {"pk": "confirmed"},
    "mediation:rule-declaration": {"pk": "declaration"},
    "mediation:rule-refusal": {"pk": "refusal"},
    "mediation:slot-": {"pk": "slot"},
    "mediation:slot-add": {"pk": "inquiry"},
    "mediation:weighting-again": {"version": (1,)},
    "mfa_edit_webauthn": {"pk": (1,)},
    "mfa_remove_webauthn": {"pk": (1,)},
    "network:absence-end": {"pk": "desk_absence"},
    "network:desk-": {"pk": "desk"},
    "network:organization": {"pk": "organization", "contact_pk": "contact"},
    "account_confirm_email": {"key": ("unknown",)},
    "account_reset_password_from_key": {"uidb36": ("1",), "key": ("un-known",)},
    "operator-retry": {"pk": "job"},
    "outbox:": {"pk": "message"},
}

WORDS = {"month"}  # taken from the world, but the same in every center

# Pages of libraries; they ask for themselves who is there.
FROM_LIBRARIES = {
    "account_login": "open",
    "account_inactive": "open",
    "account_signup": "open",  # closed by the adapter: invitations only
    "account_email_verification_sent": "open",
    "account_confirm_email": "open",
    "account_confirm_login_code": "open",
    "account_request_login_code": "open",
    "account_reset_password": "open",
    "account_reset_password_done": "open",
    "account_reset_password_from_key": "open",
    "account_reset_password_from_key_done": "open",
    "mfa_authenticate": "open",  # the second step of a sign-in that has begun
    "mfa_login_webauthn": "open",
    "account_logout": "own",
    "account_reauthenticate": "own",
    "account_email": "own",
    "account_change_password": "own",
    "account_set_password": "own",
    "mfa_index": "own",
    "mfa_reauthenticate": "own",
    "mfa_activate_totp": "own",
    "mfa_deactivate_totp": "own",
    "mfa_view_recovery_codes": "own",
    "mfa_generate_recovery_codes": "own",
    "mfa_download_recovery_codes": "own",
    "mfa_list_webauthn": "own",
    "mfa_add_webauthn": "own",
    "mfa_reauthenticate_webauthn": "own",
    "mfa_remove_webauthn": "own",
    "mfa_edit_webauthn": "own",
    "usersessions_list": "own",
    "set_language": "open",
    # Of the kit, which knows no people.
    "kit:theme": "open",
    "kit:keys": "open",
    "style": "open",
}


class NoArguments(Exception):
    """A route has an argument that nobody told us how to fill."""


@dataclass(frozen=True)
class Route:
    """`asks` is one of permissions, operator, own (signed in), open, link."""

    name: str
    path: str
    arguments: tuple[str, ...]
    asks: str
    permissions: tuple[Any, ...]
    purpose: str

    @property
    def has_center(self) -> bool:
        return "center" in self.arguments

    @property
    def about_a_thing(self) -> bool:
        """Its address names a row of a center."""
        sources = [self._source(one) for one in self.arguments if one != "center"]
        return any(isinstance(source, str) and source not in WORDS for source in sources)

    def addresses(self, things: dict[str, Any], slug: str) -> list[str]:
        """One for each fixed word; `things` may belong to another center than the slug."""
        filled: list[dict[str, Any]] = [{}]
        for argument in self.arguments:
            filled = [{**one, argument: value} for one in filled for value in self._values(argument, things, slug)]
        return [reverse(self.name, kwargs=one) for one in filled]

    def _values(self, argument: str, things: dict[str, Any], slug: str) -> tuple[Any, ...]:
        if argument == "center":
            return (slug,)
        source = self._source(argument)
        if isinstance(source, tuple):
            return source
        thing = things[source]
        return (thing if isinstance(thing, str) else thing.key if argument == "key" else thing.pk,)

    def unfilled(self) -> str:
        """The route, if it has an argument that nobody told us how to fill."""
        without = [one for one in self.arguments if one != "center" and self._source(one) is None]
        return f"{self.name} ({self.path}): {', '.join(without)}" if without else ""

    def _source(self, argument: str) -> Any:
        fitting = [name for name in ARGUMENTS if self.name.startswith(name)]
        return ARGUMENTS[max(fitting, key=len)].get(argument) if fitting else None


def all_routes() -> list[Route]:
    """Raises NoArguments or Undeclared when a route has come that this test does not know."""
    found = [_route(*one) for one in _walk(get_resolver().url_patterns, "", "", ())]
    unknown = [route.unfilled() for route in found if route.unfilled()]
    if unknown:
        raise NoArguments("Say in ARGUMENTS what fills them:\n" + "\n".join(unknown))
    return found


class Undeclared(Exception):
    """A route says nowhere who may open it."""


def _route(name: str, path: str, arguments: tuple[str, ...], view: Any) -> Route:
    permissions = tuple(getattr(view, "permissions", ()))
    return Route(name, path, arguments, _asks(name, view), permissions, str(getattr(view, "link_purpose", "")))


def _asks(name: str, view: Callable[..., Any]) -> str:
    declared = {"permissions": "permissions", "is_operators": "operator", "is_personal": "own", "link_purpose": "link"}
    for mark, word in declared.items():
        if getattr(view, mark, None):
            return word
    if getattr(view, "is_public", False):
        return "open"
    if name not in FROM_LIBRARIES:
        raise Undeclared(f"{name} asks for nothing and is not on the list of library pages.")
    return FROM_LIBRARIES[name]


Found = tuple[str, str, tuple[str, ...], Any]


def _walk(patterns: list[Any], path: str, space: str, arguments: tuple[str, ...]) -> Iterator[Found]:
    """Name, path, arguments and view of everything below."""
    for one in patterns:
        here, names = path + str(one.pattern), (*arguments, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here, f"{one.namespace}:" if one.namespace else space, names)
        else:
            yield space + (one.name or ""), here, names, one.callback
