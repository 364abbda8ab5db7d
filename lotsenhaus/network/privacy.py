"""Personal fields of the network with purpose and end, and what is cleared away by itself (RELIABILITY part 4)."""

from datetime import date, timedelta

from lotsenhaus.network.models import Contact

KEEP_AFTER_LEAVING = timedelta(days=30)

_CONTACT = "Rückruf und Antwort an die Einrichtung; gelöscht 30 Tage nach dem Weggang"
_HOUSE = "Angaben der Einrichtung, keiner Person; so lange sie dabei ist"

PERSONAL_FIELDS = {
    "network.Contact": dict.fromkeys(("name", "role", "phone", "phone_digits", "email", "user"), _CONTACT),
    "network.Organization": {
        **dict.fromkeys(("name", "street", "phone", "email"), _HOUSE),
        "decision_note": "warum eine Einrichtung aufgenommen wurde; so lange sie dabei ist",
    },
    "network.Desk": dict.fromkeys(("name", "sender_name", "phone", "email"), _HOUSE),
    "network.Town": {"name": "Name eines Ortes, keiner Person; unbegrenzt"},
}


def retain(today: date) -> int:
    """Deletes contacts who left long enough ago; returns how many. Who is still named by a talk is only blanked."""
    gone = Contact.objects.filter(left_on__lt=today - KEEP_AFTER_LEAVING).exclude(name="")
    count: int = gone.update(name="", role="", phone="", phone_digits="", email="", user=None)
    return count
