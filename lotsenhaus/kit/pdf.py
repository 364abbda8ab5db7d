"""Letters and sheets as PDF/UA-1 and PDF/A-2a, set by typst. The only module that knows typst."""

import io
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst

PACKAGE = Path(__file__).resolve().parent.parent
FONTS = PACKAGE / "kit" / "fonts"
MEDIA_TYPE = "application/pdf"

SUBSTITUTE = "\ufffd"
KEPT = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
"""Signs without a shape of their own: breaks, joiners and marks of direction."""

_one_at_a_time = Lock()


class NoFonts(RuntimeError):
    """The fonts for PDF are made at set-up (python3 dev.py); a letter in a system font would differ on each machine."""


@cache
def _compiler() -> typst.Compiler:
    """Kept for the life of the process: it has read the fonts, a letter then takes a few milliseconds."""
    if not any(FONTS.glob("*.ttf")):
        raise NoFonts(str(FONTS))
    return typst.Compiler(root=str(PACKAGE), font_paths=[str(FONTS)], ignore_system_fonts=True)


@cache
def _signs() -> frozenset[int]:
    """Code points that some font has; written by tools/assets.py."""
    return frozenset(json.loads((FONTS / "signs.json").read_text()))


def _printable(value: Any) -> Any:
    """A sign that no font has becomes a visible �, in all texts of `value`; the letter is made all the same."""
    if isinstance(value, Mapping):
        return {str(key): _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value).replace("\u202f", "\u00a0")
    return "".join(sign if sign in KEPT or ord(sign) in _signs() else SUBSTITUTE for sign in text)


def render(template: str, data: Mapping[str, Any], *, day: date) -> bytes:
    """The template (path below the package) with plain `data`; `day` is the letter's own date.

    Same data and day, same bytes: the checksum of a stored letter can be tried again.
    """
    known = {**data, "day": [day.year, day.month, day.day]}
    source = f'#import "/{template}": page\n#page(json(bytes(sys.inputs.data)))\n'.encode()
    with _one_at_a_time:
        content = _compiler().compile(
            input=source,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"data": json.dumps(_printable(known), ensure_ascii=False)},
        )
    assert isinstance(content, bytes)
    return content


def qr_svg(text: str) -> str:
    """A QR code as SVG, to hand to a template."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="svg", border=2, xmldecl=False)
    return target.getvalue().decode()
