"""What a center must know about itself before others can work in it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.seams import FirstStep

WANTED = (
    ("address", _("Anschrift")),
    ("phone", _("Telefon")),
    ("email", _("E-Mail-Adresse")),
    ("data_protection_contact", _("Datenschutz, Kontakt")),
)


def missing(center: Center) -> list[str]:
    """Labels of what is still empty."""
    return [str(label) for name, label in WANTED if not getattr(center, name)]


def _hint(center: Center) -> str:
    return gettext("Es fehlt: %(what)s.") % {"what": ", ".join(missing(center))}


CENTER_STEP = FirstStep(
    "center", 1, _("Zentrum und Absender"), "centers:center", lambda center: not missing(center), _hint
)
