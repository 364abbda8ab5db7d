"""Personal data of the mediation: which, for what, until when; what one person may read; what ends by itself."""

from .disclosure import disclosure
from .fields import BLANK_ON_ERASURE, DELETED_ON_ERASURE, PERSONAL_FIELDS
from .retention import former, retain, upcoming

__all__ = ["BLANK_ON_ERASURE", "DELETED_ON_ERASURE", "PERSONAL_FIELDS", "disclosure", "former", "retain", "upcoming"]
