"""Personal fields of the ledger. A posting names nobody: its text carries a number, never a person."""

PERSONAL_FIELDS = {
    "finance.Posting": {
        "posted_by": "Nachweis, wer gebucht hat (Haushaltsrecht); bleibt mit der Buchung, das Konto wird gelöscht",
    },
}
