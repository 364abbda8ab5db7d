"""Personal fields of stored files: proofs and statements carry the names of the people paid by them."""

PERSONAL_FIELDS = {
    "documents.Document": {
        "name": "Wiederfinden des Dokuments; gelöscht mit ihm, wenn keep_until erreicht ist",
        "content": "Nachweis und Abrechnung (Haushaltsrecht); gelöscht, wenn keep_until erreicht ist",
    },
}
