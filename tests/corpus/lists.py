"""Lists of mediators from tidy to hostile, made when a test runs; nothing of this is kept in the repository.

Each entry says what a person may expect: so many people, or one message (its code), or a message about rows.
"""

import csv
import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADINGS = ["Nachname", "Vorname", "Telefon", "E-Mail", "Ort", "Sprachen"]
ROWS = [
    ["Musterhain", "Samira", "05244 12345", "samira@example.org", "Rietberg", "Arabisch (syrisch), Türkisch"],
    ["Beispielfeld", "Dilan", "0171 2345678", "", "Verl", "Kurmandschi"],
    ["Probelind", "Ioana", "05246 98765", "", "Rietberg", "Rumänisch, etwas Italienisch"],
]
NAMES = ("Musterhain", "Beispielfeld", "Probelind")


@dataclass(frozen=True)
class List:
    """`people`: last names that must be in the pool afterwards, none when `refused` names the message."""

    name: str
    data: Callable[[], bytes]
    people: tuple[str, ...] = NAMES
    refused: str = ""
    says: str = ""
    """Words that the preview must contain."""


def workbook(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    book: Any = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(rows: Sequence[Sequence[str]], delimiter: str = ";") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return target.getvalue()


def tidy() -> list[list[str]]:
    return [HEADINGS, *ROWS]


# --- makers of single lists ---------------------------------------------------------------------------------------
def ninety() -> bytes:
    tongues = (
        "Arabisch",
        "Kurmandschi",
        "Türkisch",
        "Rumänisch",
        "Polnisch",
        "Ukrainisch, Russisch",
        "Dari",
        "Tigrinya",
    )
    rows = [
        [f"Muster{n:02}", "Bei", f"0171 23456{n:02}", f"m{n}@example.org", ("Rietberg", "Verl")[n % 2], tongues[n % 8]]
        for n in range(90)
    ]
    return workbook([HEADINGS, *rows])


def thousand() -> bytes:
    """As long as a list may be."""
    rows = [[f"Muster{n:03}", "Bei", f"05244 {100_000 + n}", "", "Verl", "Arabisch, Kurmandschi"] for n in range(999)]
    return workbook([HEADINGS, *rows])


def merged() -> bytes:
    rows = [["Sprachlotsen, Stand 2026"], [], HEADINGS]
    for row in ROWS:
        rows += [row, ["", "", "", "", "", "Englisch"]]

    def merge(book: Any) -> None:
        book.active.merge_cells("A1:F1")
        for line in (4, 6, 8):
            book.active.merge_cells(f"A{line}:A{line + 1}")

    return workbook(rows, merge)


def hidden() -> bytes:
    def hide(book: Any) -> None:
        secret = book.create_sheet("geheim")
        secret.append(HEADINGS)
        secret.append(["Geheim", "Gerd", "0171 9999999", "", "", "Polnisch"])
        secret.sheet_state = "hidden"
        book.active.column_dimensions["D"].hidden = True
        book.active.row_dimensions[3].hidden = True

    return workbook(tidy(), hide)


def second_sheet() -> bytes:
    def add(book: Any) -> None:
        book.active.title = "Deckblatt"
        sheet = book.create_sheet("Liste")
        for row in tidy():
            sheet.append(row)

    return workbook([["Bitte auf das zweite Blatt sehen"]], add)


def formulas() -> bytes:
    """Without a stored result a formula is an empty cell."""
    link = '=HYPERLINK("http://example.org","Klick")'
    return workbook([*tidy(), [link, "Eva", "0171 1111111", "", "", "Polnisch"]])


def broken_inside() -> bytes:
    return archive({**parts_of(workbook(tidy())), "xl/workbook.xml": b"<workbook"})


def with_macros() -> bytes:
    parts = parts_of(workbook(tidy()))
    return archive({**parts, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"Auto_Open" * 50})


def bomb() -> bytes:
    parts = parts_of(workbook(tidy()))
    return archive({**parts, "xl/worksheets/sheet1.xml": b"<x>" + b"0" * 200_000_000})


def bomb_that_lies() -> bytes:
    """The directory says 10 bytes; 40 MB of rows come out."""
    parts = parts_of(workbook(tidy()))
    row = b'<row><c t="inlineStr"><is><t>Muster</t></is></c></row>'
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet + row * 750_000 + b"</sheetData></worksheet>"
    data = bytearray(archive(parts))
    name = b"xl/worksheets/sheet1.xml"
    place = data.rindex(name) - 46
    struct.pack_into("<I", data, place + 24, 10)
    return bytes(data)


def many_entries() -> bytes:
    return archive({**parts_of(workbook(tidy())), **{f"xl/media/{n}.png": b"x" for n in range(2_000)}})


def nested() -> bytes:
    inner = archive({"zeros": b"0" * 20_000_000})
    return archive({"a.zip": inner, "b.zip": inner})


def with_doctype(declared: bytes, used: bytes) -> bytes:
    """Entities declared in the sheet, one of them used as a first name."""
    parts = parts_of(workbook(tidy()))
    name = "xl/worksheets/sheet1.xml" if b"Samira" in parts["xl/worksheets/sheet1.xml"] else "xl/sharedStrings.xml"
    root = b"<worksheet" if name.endswith("sheet1.xml") else b"<sst"
    content = parts[name].replace(root, b"<!DOCTYPE x [" + declared + b"]>" + root, 1)
    return archive({**parts, name: content.replace(b"Samira", used)})


def entities() -> bytes:
    """Billion laughs."""
    laughs = (b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    return with_doctype(b'<!ENTITY a "ha">' + b"".join(laughs), b"&j;")


def external_entity() -> bytes:
    return with_doctype(b'<!ENTITY f SYSTEM "file:///etc/passwd">', b"Samira &f;")


def far_corner() -> bytes:
    """One cell in XFD1048576: a careless reader makes room for 17 billion."""
    parts = parts_of(workbook(tidy()))
    sheet = parts["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return archive({**parts, "xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", far)})


def million_rows_excel() -> bytes:
    parts = parts_of(workbook(tidy()))
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(1, 1_000_001))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return archive({**parts, "xl/worksheets/sheet1.xml": head + rows + b"</sheetData></worksheet>"})


def million_rows_csv() -> bytes:
    return b"a;b\r\n" * 1_000_000


def wide() -> bytes:
    return workbook([[f"Spalte {n}" for n in range(16_384)], ["x"] * 16_384])


def symlink() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in parts_of(workbook(tidy())).items():
            packed.writestr(name, content)
        link = zipfile.ZipInfo("xl/media/link")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("../../outside.txt", "x")
    return target.getvalue()


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2_000


def dates_of_1904() -> bytes:
    def old(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    rows: list[list[Any]] = [[*HEADINGS, "Geburtsdatum"], *([*row, dt.date(1980, 2, 1)] for row in ROWS)]
    return workbook(rows, old)


def numbers_as_numbers() -> bytes:
    """Excel has taken the 0 in front of the telephone numbers away."""
    return workbook([HEADINGS, *([row[0], row[1], int(row[2].replace(" ", "")), *row[3:]] for row in ROWS)])


def grouped() -> bytes:
    """Languages as headings between the rows."""
    rows: list[list[str]] = [["Name", "Telefon"]]
    for name, number, language in (("Musterhain, Samira", "05244 12345", "ARABISCH"),
                                   ("Beispielfeld, Dilan", "0171 2345678", "Kurmandschi:"),
                                   ("Probelind, Ioana", "05246 98765", "Rumänisch")):  # fmt: skip
        rows += [[language, ""], [name, number]]
    return workbook(rows)


def ticks() -> bytes:
    """A column per language, ticked."""
    rows = [["Vor- und Nachname", "Handy", "Arabisch", "Türkisch", "Rumänisch"]]
    rows += [["Samira Musterhain", "05244 12345", "x", "gut", ""], ["Dilan Beispielfeld", "", "", "X", ""]]
    return workbook([*rows, ["Ioana Probelind", "05246 98765", "", "", "ja"]])


def mixed_encodings() -> bytes:
    lines = text([HEADINGS, *ROWS]).split("\r\n")
    return b"\r\n".join(line.encode("utf-8" if n % 2 else "cp1252") for n, line in enumerate(lines))


def long_cells() -> bytes:
    return workbook([HEADINGS, *ROWS, ["x" * 30_000, "Eva", "0171 1111111", "", "", "Polnisch, " * 3_000]])


def odd_signs() -> bytes:
    rows = [[row[0].replace("st", "s\u202et"), f"\u200b{row[1]}", f"{row[2]}\0", *row[3:]] for row in ROWS]
    return text([HEADINGS, *rows]).encode()


def repeated_headings() -> bytes:
    return workbook([HEADINGS, ROWS[0], HEADINGS, *ROWS[1:], ["Summe", "", "", "", "", ""], ["Seite 1", "", ""]])


LISTS: tuple[List, ...] = (
    List("tidy.xlsx", lambda: workbook(tidy())),
    List("ninety.xlsx", ninety, tuple(f"Muster{n:02}" for n in range(90))),
    List("thousand.xlsx", thousand, tuple(f"Muster{n:03}" for n in range(999))),
    List("tidy-utf8.csv", lambda: text(tidy()).encode()),
    List("with-mark.csv", lambda: b"\xef\xbb\xbf" + text(tidy()).encode()),
    List("windows.csv", lambda: text(tidy()).encode("cp1252")),
    List("utf16.csv", lambda: text(tidy(), "\t").encode("utf-16")),
    List("utf16-without-mark.txt", lambda: text(tidy(), "\t").encode("utf-16-le")),
    List("mixed-encodings.csv", mixed_encodings),
    List("twice-encoded.csv", lambda: text(tidy()).encode().decode("cp1252").encode()),
    List("commas.csv", lambda: text(tidy(), ",").encode()),
    List("tabs.txt", lambda: text(tidy(), "\t").encode()),
    List("pipes.csv", lambda: text(tidy(), "|").encode()),
    List("sep-line.csv", lambda: b"sep=;\r\n" + text(tidy()).encode()),
    List("old-mac-lines.csv", lambda: text(tidy()).replace("\r\n", "\r").encode()),
    List("quoted.csv", lambda: text([HEADINGS, *([row[0], f'{row[1]}', *row[2:]] for row in ROWS)]).encode()),
    List("wrong-ending.pdf", lambda: workbook(tidy())),
    List("no-headings.csv", lambda: text(ROWS).encode()),
    List("title-and-merged.xlsx", merged),
    List("hidden-sheet.xlsx", hidden),
    List("second-sheet.xlsx", second_sheet),
    List("grouped-by-language.xlsx", grouped),
    List("ticked-languages.xlsx", ticks),
    List("numbers-as-numbers.xlsx", numbers_as_numbers),
    List("dates-1904.xlsx", dates_of_1904),
    List("repeated-headings.xlsx", repeated_headings),
    List("macros.xlsm", with_macros),
    List("formulas.xlsx", formulas, (*NAMES, ""), says="Hier fehlt der Nachname."),
    List("formulas.csv", lambda: text([*tidy(), ["=cmd|' /C calc'!A0", "Eva", "0171 1111111"]]).encode(),
         says="sieht aus wie eine Formel"),
    List("odd-signs.csv", odd_signs),
    List("long-cells.xlsx", long_cells, says="Der Name ist zu lang."),
    List("row-without-name.xlsx", lambda: workbook([*tidy(), ["", "", "0171 1111111"]]), says="Hier steht kein Name."),
    List("symlink.xlsx", symlink),
    List("external-entity.xlsx", external_entity, (), "broken"),
    List("entities.xlsx", entities, (), "broken"),
    List("bomb.xlsx", bomb, (), "too_much"),
    List("bomb-that-lies.xlsx", bomb_that_lies, (), "broken"),
    List("many-entries.xlsx", many_entries, (), "too_much"),
    List("nested.zip", nested, (), "no_list"),
    List("far-corner.xlsx", far_corner, (), "too_much"),
    List("million-rows.xlsx", million_rows_excel, (), "too_big"),
    List("million-rows.csv", million_rows_csv, (), "too_many_rows"),
    List("wide.xlsx", wide, (), "too_many_columns"),
    List("password.xlsx", encrypted, (), "password"),
    List("truncated.xlsx", lambda: workbook(tidy())[:3_000], (), "broken"),
    List("broken-inside.xlsx", broken_inside, (), "broken"),
    List("a-letter.docx", lambda: archive({"word/document.xml": b"<w/>"}), (), "no_list"),
    List("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, (), "no_list"),
    List("letter.pdf", lambda: b"%PDF-1.7\n" + b"x" * 500, (), "no_list"),
    List("web-page.xls", lambda: b"<html><table><tr><td>Name</td></tr></table></html>", (), "other_format"),
    List("empty.xlsx", lambda: workbook([]), (), "nothing"),
    List("empty.csv", lambda: b"\r\n \r\n", (), "empty"),
    List("noise.csv", lambda: bytes((n * 7919) % 256 for n in range(5_000)), (), "no_list"),
)  # fmt: skip
