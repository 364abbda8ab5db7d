"""The emergency list: what somebody must know on paper when the house is down (RELIABILITY G19)."""

from datetime import date

from lotsenhaus.kit.moments import period_text
from lotsenhaus.mediation.queries.today import takes_place

HEADINGS = ("Wann", "Nummer", "Wer", "Telefon", "Einrichtung", "Wo", "Vor Ort", "Telefon vor Ort", "Vermittlungsstelle")


def emergency_rows(first: date, last: date) -> list[tuple[str, ...]]:
    """One row for each promised talk of the open center between two days, the next first."""
    rows: list[tuple[str, ...]] = []
    for talk in takes_place(None, first, last):
        inquiry = talk.slot.inquiry
        when = period_text(talk.starts_at, talk.ends_at) if talk.starts_at and talk.ends_at else ""
        place = ", ".join(
            part for part in (inquiry.street, inquiry.town.name if inquiry.town else "", inquiry.room) if part
        )
        rows.append(
            (
                when,
                inquiry.number,
                talk.mediator.name,
                talk.mediator.phone,
                inquiry.organization.name,
                place,
                inquiry.onsite_name or inquiry.contact_name,
                inquiry.onsite_phone or inquiry.callback_phone,
                str(talk.desk or ""),
            )
        )
    return rows
