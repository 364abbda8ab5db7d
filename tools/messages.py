"""The words in other languages, without GNU gettext: python tools/messages.py [compile | collect | missing]

compile (also without a word) writes the .mo file beside each .po file; collect brings the .po files up to date with
the German sentences in the code and the templates; missing prints what a language still lacks.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lotsenhaus"
TEMPLATE_ENDINGS = {".html", ".txt", ".typ", ".ics"}
LANGUAGES = ("en", "ar")
PARTLY = {"ar"}  # speaks to mediators only and falls back to German elsewhere: just what is translated is kept
HEADER = """\
# Lotsenhaus: German is the language of the source; made by tools/messages.py collect.
msgid ""
msgstr ""
"Project-Id-Version: Lotsenhaus\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
LITERAL = r"""\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"(?<![\w.])(?:_|n?p?gettext)\({LITERAL}(?:,{LITERAL})*(?:,\s*count)?\)")

Message = tuple[str, tuple[str, ...]]  # context or "", then the sentence and perhaps its plural


def compile_all() -> None:
    """Write the .mo file beside each .po file."""
    for source in sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po")):
        compile_file(source, source.with_suffix(".mo"))


def compile_file(source: Path, target: Path) -> None:
    with source.open("rb") as text:
        catalog = read_po(text, locale=source.parent.parent.name)
    with target.open("wb") as compiled:
        write_mo(compiled, catalog)


def messages_of(code: str) -> Iterator[Message]:
    """Every sentence that a piece of Python hands to gettext as a literal."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        literals = [
            value.value for value in node.args if isinstance(value, ast.Constant) and isinstance(value.value, str)
        ]
        if name in PLAIN and len(literals) == len(node.args) == 1:
            yield "", (literals[0],)
        elif name in PLURAL and len(literals) == 2:
            yield "", (literals[0], literals[1])
        elif name in CONTEXT and len(literals) == 2:
            yield literals[0], (literals[1],)
        elif name in CONTEXT_PLURAL and len(literals) == 3:
            yield literals[0], (literals[1], literals[2])


def used_messages() -> dict[Message, list[str]]:
    """Every German sentence of the product with the files where it stands, in the order of these files."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], list[str]]] = {}  # gettext knows a sentence by its singular
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            code = path.read_text(encoding="utf-8")
        elif path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts:
            calls = TEMPLATE_CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path)))
            code = "\n".join(calls)
        else:
            continue
        for context, texts in filter(lambda message: message[1][0], messages_of(code)):
            known = found.setdefault((context, texts[0]), (texts, []))
            known[1].append(path.relative_to(ROOT).as_posix())
            if len(texts) > len(known[0]):
                found[context, texts[0]] = (texts, known[1])
    return {(context, texts): places for (context, _first), (texts, places) in found.items()}


def source_of(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> dict[Message, tuple[str, ...]]:
    """The sentences of a .po file with their translation; an untranslated one has empty texts."""
    if not source_of(language).exists():
        return {}
    with source_of(language).open("rb") as text:
        catalog = read_po(text, locale=language)
    return {
        (entry.context or "", _texts(entry.id)): () if entry.fuzzy else _texts(entry.string)
        for entry in catalog
        if entry.id
    }


def _texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def write(language: str, known: dict[Message, tuple[str, ...]]) -> None:
    """Write a .po file: what the product says today, in a steady order, with what is translated."""
    catalog = Catalog(locale=language, fuzzy=False)
    for context, texts in used_messages():
        given = known.get((context, texts), ())
        if any(given):
            catalog.add(*_entry(texts, given), context=context or None)
        elif language not in PARTLY:
            empty = ("",) * (catalog.num_plurals if len(texts) == 2 else 1)
            catalog.add(*_entry(texts, empty), context=context or None)
    target = source_of(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as text:
        text.write(HEADER.format(language=language, plural_forms=catalog.plural_forms).encode())
        write_po(text, catalog, width=0, omit_header=True)


def _entry(texts: tuple[str, ...], given: tuple[str, ...]) -> tuple[str | tuple[str, ...], str | tuple[str, ...]]:
    return (texts, given) if len(texts) == 2 else (texts[0], given[0])


def collect() -> None:
    """Bring the .po file of every language up to date."""
    for language in LANGUAGES:
        write(language, read(language))


def missing() -> None:
    """Print what has no translation in a language that speaks to everybody."""
    for language in sorted(set(LANGUAGES) - PARTLY):
        known = read(language)
        for message in used_messages():
            if not any(known.get(message, ())):
                print(language, message[1][0])


if __name__ == "__main__":
    {"compile": compile_all, "collect": collect, "missing": missing}[(sys.argv[1:] or ["compile"])[0]]()
