"""What people read when an inquiry is no longer what it was: who comes, and the institution when its date moved."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions.inquiry_mails import when_text as whole_date
from lotsenhaus.mediation.actions.letters import answer_url, to_mediator, to_requester, when_text, where_text
from lotsenhaus.mediation.models import Assignment, Inquiry


@said_in_german
def changed(*, assignment: Assignment, lines: Sequence[str], version: int, by: User | None) -> None:
    """To somebody who promised: what is new in a few words, the rest behind her link."""
    url = answer_url(assignment.center, assignment.offer)
    words = {"when": when_text(assignment.slot), "where": where_text(assignment.slot.inquiry)}
    first = _("zu Ihrem Termin am %(when)s in %(where)s gibt es etwas Neues.") % words
    last = _("Adresse und Ansprechperson stehen hier:\n%(url)s\nSonst bleibt alles, wie es ist.") % {"url": url}
    to_mediator(
        mediator=assignment.mediator,
        desk=assignment.desk,
        kind="changed",
        about=f"mediation.Assignment:{assignment.pk}",
        key=f"changed:{assignment.pk}:{version}",
        subject=_("Neues zu Ihrem Termin am %(when)s") % words,
        text="\n".join([first, *lines, last]),
        by=by,
    )


@said_in_german
def moved(*, inquiry: Inquiry, version: int, by: User | None) -> None:
    """To the institution: the new date, and that somebody is looked for once more."""
    text = _(
        "Ihre Anfrage hat einen neuen Termin: %(when)s.\n"
        "Wer für den alten Termin zugesagt hatte, weiß Bescheid. Wir suchen jetzt für den neuen.\n"
        "Sie müssen nichts tun."
    )
    to_requester(
        inquiry=inquiry,
        kind="moved",
        key=f"moved:{inquiry.pk}:{version}",
        subject=_("neuer Termin"),
        text=text % {"when": whole_date(inquiry)},
        by=by,
    )
