"""One spelling of a text for searching, with the way back to the place in the text as it was typed."""

import re
import unicodedata
from dataclasses import dataclass

# Cyrillic and Greek letters that look like Latin ones (Unicode Technical Standard 39, confusables: the everyday ones).
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕкмтнвΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυν", "ABEKMHOPCTYXIJSaeopcyxijskmthbABEZHIKMNOPTYXaopuv"
)
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[ ._*-]{1,2}[^\W_](?![^\W_])){2,}")
_DROPPED = {"Cf", "Cc", "Co"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """`text` is what is searched; `places[i]` is the index of its sign i in the text as typed (one more: the end)."""

    text: str
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the text as it was typed."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def spelled(text: str) -> Spelling:
    """NFKC, signs without width dropped, all digits as 0 to 9, look-alike letters of mixed words as Latin."""
    signs: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        for sign in unicodedata.normalize("NFKC", cluster):
            if unicodedata.category(sign) not in _DROPPED or sign in "\n\t":
                signs.append(_digit(sign))
                places.append(start)
    return Spelling(_latin_where_mixed("".join(signs)), (*places, len(text)))


def without_gaps(spelling: Spelling) -> Spelling:
    """Words whose letters stand apart ("F a t i m a", "F.a.t.i.m.a") are drawn together; the rest stays."""
    signs: list[str] = []
    places: list[int] = []
    last = 0
    for hit in _SPACED.finditer(spelling.text):
        signs.append(spelling.text[last : hit.start()])
        places.extend(spelling.places[last : hit.start()])
        for index in range(hit.start(), hit.end()):
            if spelling.text[index].isalnum():
                signs.append(spelling.text[index])
                places.append(spelling.places[index])
        last = hit.end()
    signs.append(spelling.text[last:])
    places.extend(spelling.places[last:])
    return Spelling("".join(signs), tuple(places))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each sign with the marks that belong to it."""
    clusters: list[tuple[int, str]] = []
    for index, sign in enumerate(text):
        if clusters and unicodedata.combining(sign):
            start, before = clusters[-1]
            clusters[-1] = (start, before + sign)
        else:
            clusters.append((index, sign))
    return clusters


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    return sign if value is None or not sign.isdecimal() else str(value)


def _latin_where_mixed(text: str) -> str:
    """Only words that hold Latin letters beside others: a word that is all Cyrillic stays as it is."""
    return re.sub(
        r"\w+", lambda word: word.group().translate(_LOOK_ALIKE) if _is_mixed(word.group()) else word.group(), text
    )


def _is_mixed(word: str) -> bool:
    return re.search("[A-Za-z]", word) is not None and word.translate(_LOOK_ALIKE) != word
