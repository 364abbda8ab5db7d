import pytest

from lotsenhaus.network import rules


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("8–12", [("08:00", "12:00")]),
        ("8-12, 14-16:30", [("08:00", "12:00"), ("14:00", "16:30")]),
        ("8.30 bis 12 Uhr", [("08:30", "12:00")]),
        ("8 Uhr – 12 Uhr und 14–16", [("08:00", "12:00"), ("14:00", "16:00")]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: list[tuple[str, str]]) -> None:
    assert rules.parse_hours(text) == spans


@pytest.mark.parametrize("text", ["vormittags", "12–8", "8–12, 11–14", "25–26", "8:70–9", "8–8"])
def test_what_is_no_opening_time_is_refused(text: str) -> None:
    with pytest.raises(rules.NotHours):
        rules.parse_hours(text)


def test_hours_are_shown_as_they_were_typed() -> None:
    assert rules.hours_words([("08:00", "12:00"), ("14:00", "16:30")]) == "8–12, 14–16:30"
