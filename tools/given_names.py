"""Make the lists of names and of everyday words that the screening of free text compares with, from the package Faker.

Run by dev.py at set-up: python tools/given_names.py. Writes three git-ignored files into lotsenhaus/screening/data,
one folded word a line. A name that the product itself uses as a word ("Server", "Allen") is not a name for us.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from lotsenhaus.kit.folding import folded

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "lotsenhaus" / "screening" / "data"
# Where the people come from for whom language mediators are asked, and German itself.
LOCALES = """
de_DE tr_TR az_AZ ar_AA ar_SA ar_PS ar_DZ fa_IR ru_RU uk_UA bg_BG mk_MK pl_PL ro_RO hr_HR
sl_SI sk_SK cs_CZ hu_HU
es_ES it_IT pt_PT fr_FR el_GR uz_UZ hy_AM ka_GE hi_IN ta_IN bn_BD ne_NP sw en_GB en_NG
"""
WORD = re.compile(r"[^\W\d_]{3,}")
LOWER = re.compile(r"(?<!\w)[a-zäöüß]{3,}(?!\w)")
CAPITAL = re.compile(r"(?<!\w)[A-ZÄÖÜ][a-zäöüß]{3,}(?!\w)")
TEXTS = ("lotsenhaus/locale/en/LC_MESSAGES/django.po", "docs/handbuch/*.md", "docs/datenschutz/*.md")
# A name stands rarely in our texts; a noun of the trade stands there often.
OFTEN = 4


def main() -> None:
    """Write given_names_made.txt, surnames_made.txt and words_made.txt."""
    words = everyday_words()
    for kind, file in (("first_name", "given_names_made.txt"), ("last_name", "surnames_made.txt")):
        names = {folded(word) for name in names_of(kind) for word in WORD.findall(name)}
        write(file, {name for name in names if len(name) >= 3} - words)
    write("words_made.txt", words)


def names_of(kind: str) -> Iterator[str]:
    """All entries of Faker whose list is called first_names… or last_names…, of all our locales."""
    for locale in LOCALES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            entries = getattr(provider, attribute)
            if attribute.startswith(kind) and isinstance(entries, list | tuple | dict):
                yield from (entry for entry in entries if isinstance(entry, str))


def everyday_words() -> set[str]:
    """Words that stand in lower case in our German texts, nouns that stand there often, and names of languages."""
    lower: set[str] = set()
    capital: dict[str, int] = {}
    for text in german_texts():
        lower |= {folded(word) for word in LOWER.findall(text)}
        for word in CAPITAL.findall(text):
            capital[folded(word)] = capital.get(folded(word), 0) + 1
    table = (ROOT / "lotsenhaus" / "mediation" / "choices" / "languages" / "table.py").read_text(encoding="utf-8")
    languages = {folded(word) for word in WORD.findall(table)}
    return lower | languages | {word for word, times in capital.items() if times >= OFTEN}


def german_texts() -> Iterator[str]:
    """What the product says in German (the keys of the catalog), and the documents in German."""
    for pattern in TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".po":
                text = "\n".join(re.findall(r'^msgid(?:_plural)? ((?:".*"\s*)+)', text, re.MULTILINE))
            yield text


def write(file: str, words: set[str]) -> None:
    (DATA / file).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
