from django.db import models
from django.utils.translation import gettext_lazy as _


class FundSource(models.TextChoices):
    """Every euro carries its purse (DOMAIN part 0, no. 6)."""

    STATE = "state", _("Landesmittel")
    MUNICIPAL = "municipal", _("Kreismittel")
    THIRD_PARTY = "third_party", _("Stiftungs- und Drittmittel")
