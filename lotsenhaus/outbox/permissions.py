"""Named rights over outgoing messages."""

from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.access import Permission
from lotsenhaus.centers.choices import Role

SEND_AGAIN = Permission(
    "outbox.send_again",
    roles={Role.CENTER_ADMIN, Role.COORDINATOR, Role.DISPATCHER, Role.OPERATOR},
    label=_("unzustellbare Nachrichten noch einmal senden"),
)
TEST_MESSAGE = Permission(
    "outbox.test_message", roles={Role.CENTER_ADMIN, Role.COORDINATOR}, label=_("Testnachricht an sich selbst")
)
