"""Lists for Excel. What begins like a formula is written as text: a name from a form must not compute on opening."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "Liste") -> bytes:
    """One sheet with a bold, fixed first line; every cell is of type text, so nothing is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(heading) + 4)
    for line, row in enumerate([headings, *rows]):
        sheet.append([_cell(sheet, value, bold=line == 0) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """As a German Excel opens it: semicolons, UTF-8 with mark; what begins like a formula gets an apostrophe."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    for row in [headings, *rows]:
        writer.writerow([_harmless(str(value)) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _cell(sheet: Any, value: object, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=_FORBIDDEN.sub("", str(value)))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
