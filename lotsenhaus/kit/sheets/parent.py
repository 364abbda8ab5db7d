"""Asks the child process, and turns its answer into a table or into one sentence for a person."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import limits

CHILD = Path(__file__).with_name("child.py")

PROBLEMS: dict[str, str | Promise] = {
    "empty": _("Die Datei ist leer. Haben Sie die richtige Datei gewählt?"),
    "too_big": _("Die Datei ist zu groß: höchstens 5 MB. Bitte speichern Sie nur das Blatt mit der Liste."),
    "too_much": _(
        "Die Datei ist ausgepackt zu groß. Bitte kopieren Sie nur die Liste in eine neue Excel-Datei, "
        "ohne Bilder und leere Spalten."
    ),
    "too_many_rows": _("Die Liste hat zu viele Zeilen: höchstens 5.000. Bitte teilen Sie sie auf."),
    "too_many_columns": _("Die Liste hat zu viele Spalten: höchstens 200. Bitte löschen Sie, was Sie nicht brauchen."),
    "password": _("Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort."),
    "broken": _(
        "Die Datei lässt sich nicht öffnen. Bitte öffnen Sie sie in Excel und speichern Sie sie neu als .xlsx."
    ),
    "no_list": _("Das ist keine Liste. Bitte wählen Sie eine Excel-Datei (.xlsx) oder eine CSV-Datei."),
    "other_format": _("Diese Datei ist keine echte Excel-Datei. Bitte öffnen Sie sie und speichern Sie sie als .xlsx."),
    "too_long": _("Das Lesen dauert zu lange. Bitte kopieren Sie nur die Liste in eine neue Excel-Datei."),
    "nothing": _("In der Datei steht keine Liste. Ist sie vielleicht auf einem ausgeblendeten Blatt?"),
}


class NotReadable(Exception):
    """`code` is a key of PROBLEMS, `sentence` what a person reads."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = PROBLEMS[code]


@dataclass(frozen=True)
class Sheet:
    """One visible sheet; every cell is text, rows may have different lengths, row 1 of the file comes first."""

    name: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Table:
    """What stood in a file; `notes` tell what was done to it: macros, hidden_sheet, windows, signs, cut."""

    sheets: list[Sheet]
    notes: list[str]


def read(data: bytes) -> Table:
    """The sheets of an Excel or CSV file. Raises NotReadable; never more than 10 s and 300 MB."""
    if len(data) > limits.MOST_BYTES:
        raise NotReadable("too_big")
    answer = _ask_child(data)
    if "problem" in answer:
        raise NotReadable(answer["problem"])
    sheets = [Sheet(sheet["name"], sheet["rows"]) for sheet in answer["sheets"] if sheet["rows"]]
    if not sheets:
        raise NotReadable("nothing")
    return Table(sheets, list(dict.fromkeys(answer["notes"])))


def _ask_child(data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD)], input=data, capture_output=True, timeout=limits.SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"problem": "too_long"}
    if done.returncode or not done.stdout or len(done.stdout) > limits.MOST_ANSWER:
        # Killed by a limit: too much memory ends with an abort, too much time with SIGXCPU.
        return {"problem": "too_much"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
