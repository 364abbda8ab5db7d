"""Personal fields of the accounts (read by centers.privacy and the house test)."""

PERSONAL_FIELDS = {
    "accounts.User": {
        "email": "Anmeldung; gelöscht 12 Monate nach der letzten Anmeldung",
        "name": "Absender von Nachrichten, Protokoll; wie oben",
    },
}
