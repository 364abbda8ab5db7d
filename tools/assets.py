"""Make what set-up makes: styles and fonts from node_modules into git-ignored folders.

Run by dev.py after `npm ci` with the path of Node: python tools/assets.py /usr/bin/node
"""

import gzip
import json
import logging
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import brotli
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "lotsenhaus" / "kit" / "static" / "vendor"
FONTS = ROOT / "lotsenhaus" / "kit" / "fonts"  # for PDF, never sent to a browser
KERN = MODULES / "@kern-ux" / "native"
FIRA = KERN / "dist" / "fonts" / "fira-sans"
WEIGHTS = {"400": "Regular", "500 700": "SemiBold"}

LATIN = "U+0000-00FF,U+0152-0153,U+02C6,U+02DC,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212,U+2215,U+FEFF,U+FFFD"
MORE = "U+0100-0151,U+0154-024F,U+0259,U+02BB-02BC,U+02DA,U+0300-0336,U+0370-052F,U+1E00-1EFF"  # Greek, Cyrillic too
ARABIC = "U+0600-06FF,U+0750-077F,U+0870-08FF,U+200C-200E,U+2010-2011,U+204F,U+2E41,U+FB50-FDFF,U+FE70-FEFC"
ETHIOPIC = "U+1200-1399,U+2D80-2DDE,U+AB01-AB2E"

# Scripts of the language table that a name may be written in: npm package and its part. For print only.
SCRIPTS = {
    **{name: name for name in (
        *("adlam", "armenian", "bengali", "devanagari", "georgian", "gujarati", "gurmukhi", "hebrew", "khmer"),
        *("malayalam", "myanmar", "sinhala", "syriac", "tamil", "telugu", "thai", "tifinagh"),
    )},
    "sc": "chinese-simplified",
}  # fmt: skip

FACE = """@font-face {{
  font-family: "{family}";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("fonts/{name}") format("woff2");
  unicode-range: {characters};
}}
"""


def main(node: str) -> None:
    """Build everything anew; nothing of an earlier build stays."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for folder in (VENDOR, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)
    FONTS.mkdir(parents=True)
    styles(node)
    web_fonts()
    print_fonts()
    licences()
    compress()


def styles(node: str) -> None:
    """The design system, and its mirror image for scripts that run from right to left."""
    shutil.copyfile(KERN / "dist" / "kern.min.css", VENDOR / "kern.css")
    mirror = [node, str(MODULES / "rtlcss" / "bin" / "rtlcss.js"), "--silent"]
    subprocess.run([*mirror, str(VENDOR / "kern.css"), str(VENDOR / "kern.rtl.css")], check=True, cwd=ROOT)


def web_fonts() -> None:
    """Fonts cut by script, so that a page loads only the letters it shows."""
    faces = []
    for weight, style in WEIGHTS.items():
        source = FIRA / f"FiraSans-{style}.woff2"
        faces += [_cut(source, weight, part, characters) for part, characters in (("latin", LATIN), ("more", MORE))]
    for file, weight in (("400", "400"), ("600", "500 700")):
        for family, package, characters in (
            ("Vazirmatn", "vazirmatn-arabic", ARABIC),
            ("Noto Sans Ethiopic", "noto-sans-ethiopic-ethiopic", ETHIOPIC),
        ):
            folder = MODULES / "@fontsource" / family.lower().replace(" ", "-") / "files"
            faces.append(_take(folder / f"{package}-{file}-normal.woff2", family, weight, characters))
    (VENDOR / "fonts.css").write_text("".join(faces))


def print_fonts() -> None:
    """TrueType for typst, which does not read the fonts of the web."""
    vazirmatn = MODULES / "@fontsource" / "vazirmatn" / "files"
    ethiopic = MODULES / "@fontsource" / "noto-sans-ethiopic" / "files"
    sources = [FIRA / f"FiraSans-{style}.woff2" for style in ("Regular", "Italic", "SemiBold")]
    for weight in (400, 600):
        sources += [vazirmatn / f"vazirmatn-{part}-{weight}-normal.woff2" for part in ("arabic", "latin", "latin-ext")]
        sources.append(ethiopic / f"noto-sans-ethiopic-ethiopic-{weight}-normal.woff2")
    for package, part in SCRIPTS.items():  # the older format: unpacked in no time
        folder = MODULES / "@fontsource" / f"noto-sans-{package}" / "files"
        sources.append(folder / f"noto-sans-{package}-{part}-400-normal.woff")
    signs: set[int] = set()
    for source in sources:
        font = TTFont(source)
        signs |= font.getBestCmap().keys()
        font.flavor = None
        font.save(FONTS / f"{source.stem}.ttf", reorderTables=None)
    # PDF/A refuses control signs and code points for private use, also where a font has a shape for them.
    allowed = sorted(sign for sign in signs if unicodedata.category(chr(sign)) not in ("Cc", "Co"))
    (FONTS / "signs.json").write_text(json.dumps(allowed))


def licences() -> None:
    """The licences of what we copied lie beside it."""
    for name, package in (
        ("kern", KERN),
        ("vazirmatn", MODULES / "@fontsource" / "vazirmatn"),
        ("noto-sans-ethiopic", MODULES / "@fontsource" / "noto-sans-ethiopic"),
        ("noto-sans", MODULES / "@fontsource" / "noto-sans-tamil"),
    ):
        for licence in package.glob("LICENSE*"):
            shutil.copyfile(licence, VENDOR / f"LICENSE-{name}.txt")


def compress() -> None:
    """Smaller copies beside the styles, which the web server sends when the browser takes them."""
    for path in VENDOR.glob("*.css"):
        content = path.read_bytes()
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content))
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, mtime=0))


def _cut(source: Path, weight: str, part: str, characters: str) -> str:
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(_code_points(characters)))
    subsetter.subset(font)
    font.flavor = "woff2"
    name = f"{source.stem}-{part}.woff2"
    font.save(VENDOR / "fonts" / name)
    return FACE.format(family="Fira Sans", weight=weight, name=name, characters=characters)


def _take(source: Path, family: str, weight: str, characters: str) -> str:
    shutil.copyfile(source, VENDOR / "fonts" / source.name)
    return FACE.format(family=family, weight=weight, name=source.name, characters=characters)


def _code_points(characters: str) -> list[int]:
    points: list[int] = []
    for span in characters.replace("U+", "").split(","):
        first, _, last = span.partition("-")
        points += range(int(first, 16), int(last or first, 16) + 1)
    return points


if __name__ == "__main__":
    main(*sys.argv[1:])
