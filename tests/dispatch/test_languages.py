import pytest

from lotsenhaus.dispatch.languages import Fit, fit, matches
from lotsenhaus.dispatch.problem import Needs, Skill
from tests.dispatch.cases import mediator, request


@pytest.mark.parametrize(
    ("spoken", "wanted", "expected"),
    [
        ("ar", "ar", Fit.EXACT),
        ("ar-apc", "ar", Fit.EXACT),
        ("ar-apc", "ar-apc", Fit.EXACT),
        ("ar", "ar-apc", Fit.VARIANT_UNKNOWN),
        ("ar-acm", "ar-apc", Fit.NONE),
        ("kmr", "ckb", Fit.NONE),  # Kurmanji is not Sorani
        ("pes", "prs", Fit.NONE),
        ("arz", "ar", Fit.NONE),  # a longer code is not a variant
    ],
)
def test_a_general_tag_covers_its_variants_and_nothing_else(spoken: str, wanted: str, expected: Fit) -> None:
    assert fit(Skill(language=spoken), wanted) is expected


def test_somebody_may_agree_to_stand_in_with_a_related_language() -> None:
    assert fit(Skill(language="ru", substitutes_for=("uk",)), "uk") is Fit.SUBSTITUTE


def test_any_takes_the_language_that_is_spoken_best() -> None:
    skills = (Skill(language="prs", level=2), Skill(language="pes", level=5))
    (match,) = matches(mediator(skills=skills), request(languages=("prs", "pes"), minimum_level=4))
    assert (match.wanted, match.level) == ("pes", 5)


def test_all_answers_for_every_language() -> None:
    found = matches(mediator(skills=(Skill(language="ar"),)), request(languages=("ar", "ku"), needs=Needs.ALL))
    assert [(match.wanted, match.fit) for match in found] == [("ar", Fit.EXACT), ("ku", Fit.NONE)]


def test_an_own_language_beats_a_substitute_unless_it_is_too_weak() -> None:
    skills = (Skill(language="uk", level=2), Skill(language="ru", native=True, substitutes_for=("uk",)))
    for minimum, fitting in ((2, Fit.EXACT), (4, Fit.SUBSTITUTE)):
        wish = request(languages=("uk",), minimum_level=minimum, substitutes_allowed=True)
        assert matches(mediator(skills=skills), wish)[0].fit is fitting


def test_mother_tongue_is_the_highest_level() -> None:
    assert matches(mediator(skills=(Skill(language="ar", native=True),)), request())[0].level == 6
