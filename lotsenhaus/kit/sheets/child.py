"""Runs alone in a process with little memory and little time: bytes on stdin, JSON on stdout.

Started by its path, so it imports nothing of the house but its neighbours in this folder.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import limits  # type: ignore[import-not-found]  # beside this script, which runs alone

TEXT, EXCEL, OLD_EXCEL = "text", "excel", "old_excel"
# Signs that turn the reading direction or are not seen at all: a name that shows another way than it is stored.
INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0xFEFF, 0x00AD])
DELIMITERS = (";", "\t", ",", "|")


class Refused(Exception):
    """With the code of the sentence that a person will read."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.answer = {"problem": code, **facts}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(sys.stdin.buffer.read(limits.MOST_BYTES + 1))
    except Refused as refused:
        answer = refused.answer
    except MemoryError:
        answer = {"problem": "too_much"}
    except Exception as error:  # whatever a parser says about a broken file, the answer is one sentence
        answer = {"problem": "broken", "why": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def read(data: bytes) -> dict[str, Any]:
    if len(data) > limits.MOST_BYTES:
        raise Refused("too_big")
    kind = kind_of(data)
    notes: list[str] = []
    sheets = read_text(data, notes) if kind == TEXT else read_excel(data, kind, notes)
    return {"sheets": [{"name": name, "rows": cleaned(rows, notes)} for name, rows in sheets], "notes": notes}


def kind_of(data: bytes) -> str:
    """By content: a name ends as it likes."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not data.strip():
        raise Refused("empty")
    if data.startswith(b"PK\x03\x04"):
        return EXCEL
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return OLD_EXCEL
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"{\\rtf", b"<workbook")):
        raise Refused("other_format")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*", b"\x1f\x8b", b"Rar!", b"7z\xbc", b"PK")):
        raise Refused("no_list")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and _looks_binary(data[:4096]):
        raise Refused("no_list")
    return TEXT


def _looks_binary(head: bytes) -> bool:
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head if byte)
    return odd > len(head) / 20 or (head.count(0) > len(head) / 2 + 1)


# --- Excel --------------------------------------------------------------------------------------------------------
def read_excel(data: bytes, kind: str, notes: list[str]) -> list[tuple[str, list[list[Any]]]]:
    if kind == EXCEL:
        check_archive(data, notes)
    elif "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("password")
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:
        raise Refused("password" if "assword" in str(error) else "broken") from error
    found = []
    for sheet in book.sheets_metadata[: limits.MOST_SHEETS]:
        if sheet.visible != SheetVisibleEnum.Visible:
            notes.append("hidden_sheet")
            continue
        rows = book.get_sheet_by_name(sheet.name)
        if rows.height > limits.MOST_ROWS:
            raise Refused("too_many_rows", rows=rows.height)
        if rows.width > limits.MOST_COLUMNS:
            raise Refused("too_many_columns", columns=rows.width)
        found.append((sheet.name, rows.to_python(skip_empty_area=False)))
    return found


def check_archive(data: bytes, notes: list[str]) -> None:
    """The directory of the archive tells sizes before anything is unpacked."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("broken") from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.MOST_ENTRIES or unpacked > limits.MOST_UNPACKED:
        raise Refused("too_much")
    if unpacked > limits.MEGABYTE and unpacked / max(len(data), 1) > limits.MOST_RATIO:
        raise Refused("too_much")
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Refused("no_list")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        notes.append("macros")


# --- text ---------------------------------------------------------------------------------------------------------
def read_text(data: bytes, notes: list[str]) -> list[tuple[str, list[list[Any]]]]:
    if max(data.count(b"\n"), data.count(b"\r")) > limits.MOST_ROWS * 2:
        raise Refused("too_many_rows", rows=max(data.count(b"\n"), data.count(b"\r")))
    text = decoded(data, notes).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    csv.field_size_limit(1_000_000)
    rows: list[list[Any]] = []
    for row in csv.reader(io.StringIO(text), delimiter=delimiter(text)):
        rows.append(row)
        if len(rows) > limits.MOST_ROWS:
            raise Refused("too_many_rows", rows=text.count("\n"))
        if len(row) > limits.MOST_COLUMNS:
            raise Refused("too_many_columns", columns=len(row))
    return [("", rows)]


def decoded(data: bytes, notes: list[str]) -> str:
    """UTF-8 with or without mark, UTF-16, else Windows, line by line: lists are pasted together."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) > min(len(data), 2000) / 5:
        return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("windows")
    return "\n".join(_line(line) for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def delimiter(text: str) -> str:
    """The sign that parts the first lines into most columns, alike from line to line."""
    lines = [line for line in text.split("\n")[:30] if line.strip()]

    def regular(sign: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 1
        return (widths.count(usual) / max(len(widths), 1) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=lambda sign: (round(regular(sign)[0], 1), regular(sign)[1], -DELIMITERS.index(sign)))


# --- cells --------------------------------------------------------------------------------------------------------
def cleaned(rows: list[list[Any]], notes: list[str]) -> list[list[str]]:
    """Every cell as text; empty cells and rows at the end go."""
    result = [[cell(value, notes) for value in row] for row in rows]
    for row in result:
        while row and not row[-1]:
            row.pop()
    while result and not result[-1]:
        result.pop()
    return result


def cell(value: Any, notes: list[str]) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:g}".replace(".", ",")
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day}.{value.month}.{value.year}"
    if not isinstance(value, str):
        return str(value)
    return plain(value, notes)


def plain(text: str, notes: list[str]) -> str:
    if "Ã" in text or "Â" in text:
        text = _repaired(text)
    bare = text.translate(INVISIBLE)
    bare = "".join(sign if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs") else " " for sign in bare)
    if bare != text and "signs" not in notes:
        notes.append("signs")
    if len(bare) > limits.MOST_SIGNS and "cut" not in notes:
        notes.append("cut")
    return bare[: limits.MOST_SIGNS].strip()


def _repaired(text: str) -> str:
    """ "MÃ¼ller" was UTF-8 read as Windows once too often."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


if __name__ == "__main__":
    main()
