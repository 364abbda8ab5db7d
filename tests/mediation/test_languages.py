"""Languages as people write them; the words of the pools are those of DOMAIN 1.5."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices import languages
from lotsenhaus.mediation.choices.languages import AMBIGUOUS, LANGUAGES, find, split_prose, suggest_for_country
from lotsenhaus.mediation.choices.states import Level

SEEN_IN_POOLS = (
    "Albanisch, Armenisch, Aserbaidschanisch, Bengali, Bulgarisch, Chinesisch, Englisch, Französisch, Georgisch, "
    "Griechisch, Hindi, Italienisch, Litauisch, Mazedonisch, Panjabi, Polnisch, Portugiesisch, Rumänisch, Russisch, "
    "Slowakisch, Somali, Spanisch, Tadschikisch, Tamil, Tschechisch, Ukrainisch, Ungarisch, Urdu, Kurmanji, Sorani, "
    "Dari, Farsi, Persisch, Paschtu, Pashto, Tigrinisch, Tigrinya, Serbisch, Bosnisch, Kroatisch, Montenegrinisch, "
    "Romani, Arabisch, Jamenitisch, Guangdongnesisch, Twi, Balti, Hindko, Türkisch"
)


PLAIN = sorted(set(LANGUAGES) - {languages.UNDETERMINED, *(c for c, one in LANGUAGES.items() if "(" in one.english)})


def test_every_language_of_the_real_pools_is_known() -> None:
    assert [one for one in SEEN_IN_POOLS.split(", ") if not find(one).found] == []
    assert len(LANGUAGES) >= 60


def test_codes_and_relations_hold_together() -> None:
    for language in LANGUAGES.values():
        assert len(language.code) == 3
        assert language.name
        assert language.endonym
        for other in (*language.may_substitute, *([language.variant_of] if language.variant_of else [])):
            assert other in LANGUAGES
        assert not language.variant_of or LANGUAGES[language.variant_of].variant_of == ""
        if language.scripts and language.scripts[0] in {"Arab", "Hebr", "Syrc"}:
            assert language.rtl
    assert all(code in LANGUAGES for codes in AMBIGUOUS.values() for code in codes)
    assert all(code in LANGUAGES for country in languages.countries() for code in country.languages)


def test_right_to_left_is_told_for_the_languages_of_the_pools() -> None:
    assert {"arb", "pes", "prs", "ckb", "urd", "pus"} <= {one.code for one in LANGUAGES.values() if one.rtl}
    assert not LANGUAGES["kmr"].rtl


def test_kurmandschi_never_stands_in_for_sorani() -> None:
    assert "ckb" not in LANGUAGES["kmr"].may_substitute
    assert "kmr" not in LANGUAGES["ckb"].may_substitute
    assert LANGUAGES["ukr"].may_substitute == ("rus",)  # asked for, never silently (Nienburg)


def test_each_name_finds_its_own_language() -> None:
    for language in LANGUAGES.values():
        if language.code == languages.UNDETERMINED:
            continue
        match = find(language.name)
        assert (match.variant or match.found) == language.code


def test_the_card_speaks_forty_languages_in_their_own_script() -> None:
    shown = languages.with_sentence()
    assert len(shown) >= 40
    scripts = {"Arab": "ARABIC", "Cyrl": "CYRILLIC", "Ethi": "ETHIOPIC", "Hebr": "HEBREW", "Grek": "GREEK",
               "Armn": "ARMENIAN", "Geor": "GEORGIAN", "Deva": "DEVANAGARI", "Taml": "TAMIL"}  # fmt: skip
    for language in shown:
        assert not language.checked  # until a native speaker has read it
        if script := scripts.get(language.scripts[0]):
            letters = [sign for sign in language.sentence if sign.isalpha()]
            assert any(unicodedata.name(sign).startswith(script) for sign in letters), language.code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kurdisch", ("kmr", "ckb")),
        ("Kurd.", ("kmr", "ckb")),
        ("Jugoslawisch", ("bos", "hrv", "srp")),
        ("Aramäisch", ("tru", "aii")),
        ("Afghanisch", ("prs", "pus")),
    ],
)
def test_a_word_for_several_languages_is_asked_back(text: str, codes: tuple[str, ...]) -> None:
    assert find(text).ambiguous == codes
    assert not find(text).found


@pytest.mark.parametrize(
    ("text", "code"),
    [("Arab.", "arb"), ("Türk", "tur"), ("Serb.", "srp"), ("kurmancî", "kmr"), ("KURMANDJI", "kmr"), ("فارسی", "pes"),
     ("українська", "ukr"), ("Weißrussisch", "bel"), ("Tigrinja", "tir"), ("fa-AF", "prs")],
)  # fmt: skip
def test_spellings_are_found(text: str, code: str) -> None:
    assert find(text).found == code


def test_a_misspelling_is_a_guess_and_nonsense_is_unknown() -> None:
    assert find("Rumänsich").found == "ron"
    assert find("Rumänsich").guessed
    assert find("Klingonisch").unknown == "Klingonisch"
    assert find("").found == find("").unknown == ""


def told(text: str) -> list[tuple[str, ...]]:
    return [(one.code or "/".join(one.ambiguous), one.variant, one.level) for one in split_prose(text)]


def test_the_cell_of_the_brief_becomes_three_rows_to_approve() -> None:
    assert told("Arab. (syr.), Kurd., etw. Türk.") == [("arb", "apc", ""), ("kmr/ckb", "", ""), ("tur", "", "basic")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dari/Farsi", [("prs", "", ""), ("pes", "", "")]),
        ("Bosnisch/Kroatisch/Serbisch", [("bos", "", ""), ("hrv", "", ""), ("srp", "", "")]),
        ("Kurdisch (Sorani)", [("ckb", "", "")]),
        ("Kurdisch (Kurmandschi und Sorani)", [("kmr", "", ""), ("ckb", "", "")]),
        ("Persisch (Dari)", [("prs", "", "")]),
        ("Arabisch (irakisch) fließend", [("arb", "acm", "fluent")]),
        ("Muttersprache: Russisch, Ukrainisch; gut: Englisch",
         [("rus", "", "mother_tongue"), ("ukr", "", "mother_tongue"), ("eng", "", "good")]),
        ("Türkisch Muttersprache, Deutsch C1", [("tur", "", "mother_tongue"), ("deu", "", "fluent")]),
        ("Arabisch, Arabisch", [("arb", "", "")]),
        ("Polnisch und Russisch", [("pol", "", ""), ("rus", "", "")]),
        ("Engl.\nSpan.", [("eng", "", ""), ("spa", "", "")]),
        ("Jamenitisch", [("arb", "ayn", "")]),
        ("", []),
        ("  - ", []),
    ],
)  # fmt: skip
def test_prose_is_split(text: str, expected: list[tuple[str, ...]]) -> None:
    assert told(text) == expected


def test_what_is_not_understood_is_kept_for_a_person() -> None:
    parsed = split_prose("Arabisch, Elbisch")
    assert [(one.code, one.source) for one in parsed] == [("arb", "Arabisch"), ("", "Elbisch")]


def test_levels_are_those_of_the_choices() -> None:
    assert {languages.level_of(word) for word in ("etw.", "gut", "fließend", "MS")} <= set(Level.values)


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=6, unique=True))
def test_a_list_of_names_is_read_completely(codes: list[str]) -> None:
    parsed = split_prose(", ".join(LANGUAGES[code].english for code in codes))
    assert [one.variant or one.code for one in parsed] == codes


@given(st.text(max_size=300))
def test_any_cell_is_read(text: str) -> None:
    for one in split_prose(text):
        assert not (one.code and one.ambiguous)
        assert one.source.strip()


def test_a_country_suggests_its_languages_most_likely_first() -> None:
    assert suggest_for_country("SY")[0] == "arb"
    assert suggest_for_country("SY", among=("ckb", "kmr")) == ("kmr", "ckb")  # the demo story: Kurdish from Syria
    assert suggest_for_country("iq", among=("kmr", "ckb"))[0] == "ckb"
    assert suggest_for_country("XX") == ()
    assert suggest_for_country("XX", among=("kmr", "ckb")) == ("kmr", "ckb")
    assert {"Ägypten", "Afghanistan", "Ukraine"} <= {country.name for country in languages.countries()}


def test_choices_are_in_the_order_of_the_alphabet_without_variants() -> None:
    names = [name for _, name in languages.choices()]
    assert names.index("Albanisch") < names.index("Arabisch") < names.index("Türkisch")
    assert "ayn" not in dict(languages.choices())
    assert "ayn" in {one.code for one in languages.variants("arb")}


def test_an_english_page_says_languages_and_countries_in_english() -> None:
    with translation.override("en"):
        names = dict(languages.choices())
        assert (names["arb"], names["kmr"]) == ("Arabic", "Kurmanji Kurdish")
        assert [languages.short_name(code) for code in ("pes", "acm", "xyz")] == ["Persian", "Iraqi Arabic", "xyz"]
        assert list(names.values()) == sorted(names.values(), key=folded)
        assert {"Egypt", "Ukraine"} <= {country.shown for country in languages.countries()}
    assert dict(languages.choices())["arb"] == "Arabisch"
    assert all(country.english for country in languages.countries())


def test_a_mediators_page_says_her_languages_as_their_speakers_write_them() -> None:
    with translation.override("ar"):
        assert [languages.full_name(code) for code in ("arb", "kmr")] == ["العربية", LANGUAGES["kmr"].endonym]


def test_whatever_a_choice_is_called_is_understood_when_it_is_typed() -> None:
    for spoken_on_the_page in ("de", "en"):
        with translation.override(spoken_on_the_page):
            for code, name in languages.choices():
                assert [(one.code, one.guessed) for one in split_prose(name)] == [(code, False)], name
