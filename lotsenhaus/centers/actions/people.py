"""Who works here: invite, let in, change roles, let go. Each is written into the audit."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts import actions as accounts
from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit, links, rules, seams
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.models import Center, Invitation, Membership
from lotsenhaus.kit.wording import said_in_german


class LastAdmin(Exception):
    """Nobody would be left who can invite."""


@transaction.atomic
def invite(
    *,
    center: Center,
    by: User | None,
    email: str,
    name: str,
    role: str,
    desk_id: int | None = None,
    about: str = "",
    send: bool = True,
) -> Invitation:
    """An open invitation to the same address and role is replaced.

    `about` names the row of a higher floor that she is here already: "network.Contact:3", "mediation.Mediator:17".
    """
    email = email.strip().lower()
    for older in open_invitations(center).filter(email__iexact=email, role=role):
        withdraw(center=center, invitation=older, by=by)
    invitation = Invitation.objects.create(
        center=center,
        email=email,
        name=name,
        role=role,
        desk_id_wanted=desk_id,
        about=about,
        invited_by=by,
        expires_at=rules.invitation_ends(timezone.now()),
    )
    for tell in seams.invited:
        tell(invitation)
    if send:
        _send(center, invitation, by)
    audit.record(center=center, action="person.invited", by=by, on=invitation, kind="" if by else "command", role=role)
    return invitation


@transaction.atomic
def send_again(*, center: Center, invitation: Invitation, by: User) -> None:
    """The same link once more, and two more weeks."""
    invitation.expires_at = rules.invitation_ends(timezone.now())
    invitation.save(update_fields=["expires_at"])
    _send(center, invitation, by)
    audit.record(center=center, action="person.invited_again", by=by, on=invitation)


@transaction.atomic
def withdraw(*, center: Center, invitation: Invitation, by: User | None) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _close(center, invitation, by)
    audit.record(
        center=center, action="person.invitation_withdrawn", by=by, on=invitation, kind="" if by else "command"
    )


def link_of(*, center: Center, invitation: Invitation) -> str:
    """For a letter or to be read out. It proves no address: who invites sees it, too."""
    return links.url_for(center=center, purpose=LinkPurpose.INVITE, target_id=invitation.pk)


def _close(center: Center, invitation: Invitation, by: User | None) -> None:
    for purpose in (LinkPurpose.INVITE, LinkPurpose.INVITE_BY_MAIL):
        links.revoke(center=center, purpose=purpose, target_id=invitation.pk, by=by)


def open_invitations(center: Center) -> QuerySet[Invitation]:
    return Invitation.objects.filter(center=center, accepted_at=None, withdrawn_at=None)


@said_in_german
def _send(center: Center, invitation: Invitation, by: User | None) -> None:
    sender = by.name if by else center.name
    body = invitation_text(
        center,
        by=by,
        name=invitation.name,
        link=links.url_for(center=center, purpose=LinkPurpose.INVITE_BY_MAIL, target_id=invitation.pk),
        role=invitation.role,
        until=timezone.localtime(invitation.expires_at).strftime("%d.%m.%Y"),
    )
    seams.put_message(
        center=center,
        kind="invitation",
        about=f"centers.Invitation:{invitation.pk}",
        key=f"invitation:{invitation.pk}:{invitation.expires_at:%Y%m%d%H%M%S}",
        recipient=invitation.email,
        recipient_name=invitation.name,
        sender_name=sender if sender == center.name else f"{sender}, {center.name}",
        reply_to=by.email if by else center.email,
        subject=_("Ihr Zugang zu Lotsenhaus, %(center)s") % {"center": center.name},
        body=body,
        by=by,
        undo=False,
    )


@said_in_german
def invitation_text(center: Center, *, by: User | None, name: str, link: str, role: str, until: str) -> str:
    """What she reads; shown before many of them leave."""
    return _(
        "%(sender)s, %(center)s, lädt Sie zu Lotsenhaus ein.\n\n"
        "Guten Tag %(name)s,\n\n"
        "mit diesem Link richten Sie Ihr Konto ein. Es dauert etwa 2 Minuten:\n%(link)s\n\n"
        "Ihre Aufgabe: %(role)s. Der Link gilt bis %(until)s.\n"
        "Wenn Sie nichts tun, passiert nichts.\n\n"
        "Fragen? %(center)s, Telefon %(phone)s\n"
    ) % {
        "sender": by.name if by else center.name,
        "center": center.name,
        "name": name,
        "link": link,
        "role": Role(role).label,
        "until": until,
        "phone": center.phone,
    }


@transaction.atomic
def open_account(*, center: Center, invitation: Invitation, name: str, password: str, by_mail: bool) -> User:
    """A new account with its role. `by_mail`: the link came by mail, so the address is proved."""
    user = accounts.open_account(email=invitation.email, name=name, password=password, is_address_proved=by_mail)
    return accept(center=center, invitation=invitation, user=user)


@transaction.atomic
def take_back_account(*, center: Center, invitation: Invitation, user: User, password: str) -> User:
    """The link came by mail and she cannot sign in: password, factors and sessions end, then the role is hers."""
    accounts.prove_address(user=user, password=password or None)
    audit.record(center=center, action="person.account_taken_back", by=user, on=user)
    return accept(center=center, invitation=invitation, user=user)


@transaction.atomic
def accept(*, center: Center, invitation: Invitation, user: User) -> User:
    """One role more for an account whose owner has just shown that she is it: signed in, or by a mail."""
    membership, _created = Membership.objects.get_or_create(
        user=user, center=center, role=invitation.role, ended_at=None
    )
    if invitation.role == Role.DISPATCHER:
        _assign_desk(membership, invitation.desk_id_wanted)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    for tell in seams.joined:
        tell(invitation, membership)
    _close(center, invitation, user)
    audit.record(center=center, action="person.joined", by=user, on=membership, role=membership.role)
    return user


def _assign_desk(membership: Membership, desk_id: int | None) -> None:
    for assign in seams.desk_assigners:
        assign(membership, desk_id)


@transaction.atomic
def grant(*, center: Center, user: User, role: str, by: User | None, desk_id: int | None = None) -> Membership:
    """One more role for somebody who is here already; at a desk if she dispatches."""
    membership, created = Membership.objects.get_or_create(user=user, center=center, role=role, ended_at=None)
    if role == Role.DISPATCHER:
        _assign_desk(membership, desk_id)
    audit.record(
        center=center,
        action="person.role_given" if created else "person.desk_changed",
        by=by,
        on=membership,
        kind="" if by else "command",
        role=role,
        desk=desk_id,
    )
    return membership


@transaction.atomic
def end_membership(*, center: Center, membership: Membership, by: User | None) -> None:
    """The role ends and with it every session of the person: what she may see is asked anew. Raises LastAdmin."""
    Center.objects.select_for_update(no_key=True).get(pk=center.pk)
    others = Membership.objects.filter(center=center, role=Role.CENTER_ADMIN, ended_at=None).exclude(pk=membership.pk)
    if membership.role == Role.CENTER_ADMIN and not others.exists():
        raise LastAdmin
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    for tell in seams.left:
        tell(membership)
    accounts.end_sessions(user=membership.user)
    audit.record(center=center, action="person.role_ended", by=by, on=membership, role=membership.role)


@transaction.atomic
def reset_second_factor(*, center: Center, user: User, by: User) -> None:
    """After a lost key or list. Who works elsewhere too asks the operator."""
    accounts.reset_second_factor(user=user)
    audit.record(center=center, action="person.second_factor_reset", by=by, on=user)


def is_only_here(*, center: Center, user: User) -> bool:
    return (
        not user.is_operator and not Membership.objects.filter(Q(user=user, ended_at=None) & ~Q(center=center)).exists()
    )
