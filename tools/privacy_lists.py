"""Write the lists in docs/datenschutz from what the code says: python tools/privacy_lists.py

Personal fields with purpose and end come from each app's privacy.py, rights from each permissions.py. The text around
the lists is written by hand; a test says when a list is no longer current.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "datenschutz"
BLOCK = re.compile(r"(<!-- Liste: (\w+) -->\n).*?(<!-- Ende -->)", re.DOTALL)


def fields() -> str:
    """One table for each kind of record that holds personal data."""
    from lotsenhaus.centers.queries import register

    parts = []
    for processing in register.processings():
        lines = [
            f"### {NAMES.get(processing.label, processing.name)} (`{processing.label}`)",
            "",
            "| Angabe | Wozu | Wie lange |",
            "|---|---|---|",
        ]
        lines += [f"| {one.field} | {one.purpose} | {one.end or 'wie oben'} |" for one in processing.entries]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def rights() -> str:
    """Who may do what, by role."""
    from lotsenhaus.centers.choices import Role
    from lotsenhaus.centers.queries import register

    roles = list(Role)
    lines = [f"| Recht | {' | '.join(str(role.label) for role in roles)} |", "|---|" + "---|" * len(roles)]
    lines += [
        f"| {one.label} | {' | '.join('x' if mark else '' for mark in marks)} |" for one, marks in register.rights()
    ]
    return "\n".join(lines)


NAMES = {
    "accounts.User": "Konto",
    "centers.AuditRecord": "Protokoll",
    "centers.Invitation": "Einladung",
    "documents.Document": "Dokument",
    "finance.Posting": "Buchung",
    "mediation.Absence": "Abwesenheit",
    "mediation.Allowance": "Aufwandsentschädigung",
    "mediation.AllowanceCorrection": "Berichtigung einer Aufwandsentschädigung",
    "mediation.Assignment": "Einsatz",
    "mediation.AssignmentProof": "Einsatzbestätigung",
    "mediation.Block": "Sperre",
    "mediation.Call": "Telefonat",
    "mediation.ClaimNote": "Rückfrage zur Abrechnung",
    "mediation.Credential": "Nachweis der Eignung",
    "mediation.Draft": "geparkte Anfrage",
    "mediation.Handover": "Weitergabe",
    "mediation.Inquiry": "Anfrage",
    "mediation.LanguageSkill": "Sprache einer Person",
    "mediation.Mediator": "Sprachlotsin, Sprachlotse",
    "mediation.MediatorImport": "eingelesene Liste",
    "mediation.Offer": "Frage an eine Person",
    "mediation.ShiftPattern": "Schichten",
    "mediation.Talk": "kurzes Gespräch",
    "mediation.Training": "Schulung",
    "mediation.WeekStatement": "Angabe zu einer Woche",
    "mediation.WeeklyTime": "übliche Zeit",
    "network.Contact": "Ansprechperson",
    "network.Desk": "Vermittlungsstelle",
    "network.Organization": "Einrichtung",
    "network.Town": "Ort",
    "outbox.Message": "Nachricht",
}
"""What a kind of record is called in the papers; a new one shows the program's word until somebody names it."""

LISTS = {"Angaben": fields, "Rechte": rights}


def current(text: str) -> str:
    """The text with its lists as the code has them now."""
    from django.utils import translation

    with translation.override("de"):
        return BLOCK.sub(lambda hit: f"{hit[1]}\n{LISTS[hit[2]]()}\n\n{hit[3]}", text)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotsenhaus.config.settings")
    os.environ.setdefault("LOTSENHAUS_SECRET_KEY", "only-to-read-the-code" * 3)
    os.environ["LOTSENHAUS_TESTING"] = "0"
    import django

    django.setup()
    for file in sorted(FOLDER.glob("*.md")):
        file.write_text(current(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
