"""One spelling for comparing: what people type differently but mean the same."""

import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ı": "i", "ø": "o", "æ": "ae", "đ": "d"})
_ARABIC_TATWEEL = "\u0640"


def folded(text: str) -> str:
    """Lower case, ä as ae, no accents, no Arabic vowel signs or tatweel; all but letters and digits is one blank."""
    lower = unicodedata.normalize("NFC", text).casefold().replace(_ARABIC_TATWEEL, "").translate(_GERMAN)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(sign))
    # Vowel signs of Indic scripts are marks, not letters, for Python: keep them.
    return " ".join("".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in bare).split())
