"""Who may do what: permissions as values, and `@require` round every view of a center."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise, cached_property

from lotsenhaus.accounts.access import View as View
from lotsenhaus.accounts.access import ask_for_second_factor, second_factor_is_missing
from lotsenhaus.accounts.access import public as public
from lotsenhaus.accounts.access import signed_in as signed_in
from lotsenhaus.accounts.models import User
from lotsenhaus.centers import seams
from lotsenhaus.centers.choices import STAFF_ROLES, Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.centers.scoping import center_scope


@dataclass(frozen=True)
class Permission:
    """A named right; `roles` hold it. Object questions ("is it my desk's?") are predicates beside it."""

    code: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    label: str | Promise = ""

    def __init__(self, code: str, *, roles: AbstractSet[Role], label: str | Promise = "") -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "roles", frozenset(roles))
        object.__setattr__(self, "label", label or code)  # words for the table of rights


class Access:
    """Under which role one works in which center; `request.access` of every page."""

    def __init__(
        self,
        user: User,
        center: Center | None = None,
        membership: Membership | None = None,
        others: tuple[Membership, ...] = (),
    ) -> None:
        self.user = user
        self.center = center
        self.membership = membership
        self.others = others
        self.parked_count = 0  # set by the app that keeps drafts

    @property
    def role(self) -> str:
        return self.membership.role if self.membership else ""

    @property
    def role_label(self) -> str:
        return self.membership.get_role_display() if self.membership else ""

    @property
    def other_roles(self) -> list[tuple[str, str]]:
        return [(m.role, m.get_role_display()) for m in self.others]

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def desk(self) -> Any:
        """The desk this person works for (network.Desk), if any."""
        member = getattr(self.membership, "desk_member", None) if self.membership else None
        return member.desk if member else None

    def has(self, permission: Permission) -> bool:
        return self.role in permission.roles

    @cached_property
    def first_steps(self) -> list[dict[str, str]]:
        """ "Erste Schritte" while one of them is open, for those who furnish the center; asked by templates only."""
        if self.center is None or self.role not in (Role.CENTER_ADMIN, Role.COORDINATOR):
            return []
        states = seams.step_states(self.center, self.role)
        return states if any(one["state"] == "open" for one in states) else []


class CenterRequest(HttpRequest):
    """The request as views see it behind @require."""

    user: User
    center: Center
    access: Access
    htmx: Any


def access_of(request: HttpRequest, center: Center) -> Access | None:
    """The access of the signed-in person in this center; None for a stranger."""
    rows = list(
        Membership.objects.filter(user=cast(User, request.user), center=center, ended_at=None)
        .select_related("desk_member__desk")
        .order_by("created_at", "pk")
    )
    if not rows:
        return None
    wanted = request.session.get(f"role:{center.pk}")
    chosen = next((row for row in rows if row.role == wanted), rows[0])
    return Access(
        cast(User, request.user),
        center,
        chosen,
        tuple(row for row in rows if row is not chosen),
    )


def require(*permissions: Permission) -> Callable[[View], View]:
    """Opens center scope and transaction round a view, for people who hold one of the permissions.

    A stranger to the center gets 404 (the center's rows do not exist for her), a member without the right 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, center: str, **kwargs: Any) -> HttpResponse:
            if isinstance(request.user, AnonymousUser):
                return redirect_to_login(request.get_full_path())
            here = Center.objects.filter(slug=center, closed_at=None).first()
            access = access_of(request, here) if here else None
            if here is None or access is None:
                raise Http404
            if access.is_staff and second_factor_is_missing(request):
                return ask_for_second_factor(request)
            entered = cast(CenterRequest, request)
            entered.center, entered.access = here, access
            with center_scope(here):
                if not any(access.has(permission) for permission in permissions):
                    raise PermissionDenied
                for hook in entry_hooks:
                    hook(entered)
                return view(entered, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate


# Higher floors may add facts to `request.access` (how many drafts are parked); they register in their AppConfig.ready.
entry_hooks: list[Callable[[CenterRequest], None]] = []


def operator(view: View) -> View:
    """For the people who run the machine."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(request.get_full_path())
        if not request.user.is_operator:
            raise Http404
        if second_factor_is_missing(request):
            return ask_for_second_factor(request)
        return view(request, **kwargs)

    guarded.is_operators = True  # type: ignore[attr-defined]
    return guarded


def staff(view: View) -> View:
    """For pages that belong to no center and are of use to people who work in one."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(request.get_full_path())
        roles = Membership.objects.filter(user_id=request.user.pk, role__in=STAFF_ROLES, ended_at=None)
        if not (request.user.is_operator or roles.exists()):
            raise Http404
        return view(request, **kwargs)

    guarded.is_personal = True  # type: ignore[attr-defined]
    return guarded


def in_public_center(view: View) -> View:
    """For the public pages of one center (the form for a first inquiry, imprint): scope, but no person."""

    @wraps(view)
    def guarded(request: HttpRequest, center: str, **kwargs: Any) -> HttpResponse:
        here = Center.objects.filter(slug=center, closed_at=None).first()
        if here is None:
            raise Http404
        entered = cast(CenterRequest, request)
        entered.center = here
        with center_scope(here):
            return view(entered, **kwargs)

    guarded.is_public = True  # type: ignore[attr-defined]
    return guarded


def today() -> Any:
    """The day people mean when they say today: in Germany."""
    return timezone.localdate()
