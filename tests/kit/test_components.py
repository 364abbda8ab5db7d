"""The template tags as pages use them."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from lotsenhaus.kit import charts, notices
from lotsenhaus.kit.forms import DateInput


def drawn(source: str, **values: Any) -> str:
    return " ".join(Template(source).render(Context(values)).split())


class TalkForm(forms.Form):
    place = forms.CharField(label="Ort", help_text="Nur die Stadt.")
    day = forms.DateField(label="Tag", widget=DateInput())
    means = forms.MultipleChoiceField(
        label="Womit?", choices=[("car", "Auto")], widget=forms.CheckboxSelectMultiple, required=False
    )
    kind = forms.ChoiceField(label="Wann?", choices=[("fixed", "Fest")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")


def test_a_field_points_at_its_hint_and_its_error() -> None:
    page = drawn("{{ form }}", form=TalkForm({"place": "", "secret": "x"}))
    assert 'aria-describedby="id_place_helptext id_place_error"' in page
    assert 'id="id_place_helptext"' in page
    assert 'id="id_place_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_error_summary_leads_to_each_field_and_says_what_to_do() -> None:
    page = drawn("{% error_summary form %}", form=TalkForm({"secret": "x"}))
    assert 'href="#id_place"' in page
    assert 'href="#id_kind"' in page
    assert "Ort – Bitte füllen Sie dieses Feld aus." in page


def test_a_form_without_errors_has_no_summary() -> None:
    assert "kern-alert" not in drawn("{{ form }}", form=TalkForm())


def test_a_day_that_was_not_understood_stays_readable() -> None:
    page = drawn("{% field form.day %}", form=TalkForm({"day": "gestern"}))
    assert 'type="text"' in page
    assert 'value="gestern"' in page
    assert 'type="date"' in drawn("{% field form.day %}", form=TalkForm({"day": "2026-12-02"}))


def test_several_ticks_are_boxes_and_one_choice_is_round() -> None:
    assert 'type="checkbox"' in drawn("{% field form.means %}", form=TalkForm())
    assert 'type="radio"' in drawn("{% field form.kind %}", form=TalkForm())


def test_hidden_fields_come_along() -> None:
    assert '<input type="hidden" name="secret" value="x" id="id_secret">' in drawn("{{ form }}", form=TalkForm())


def test_every_word_of_a_person_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    sources = [
        "{% badge word %}",
        "{% button word %}",
        "{% phone word %}",
        "{% foreign_name word word %}",
        "{% card title=word %}{{ word }}{% endcard %}",
        "{% alert 'info' title=word %}{{ word }}{% endalert %}",
        "{% empty title=word %}{{ word }}{% endempty %}",
        "{% fact word %}{{ word }}{% endfact %}",
        "{% toast word %}",
        "{% copy_text word word 'a' %}",
        "{% call_strip word '/' %}",
        "{% breadcrumb word '/' word %}",
        "{% gauge word 1 2 text=word %}",
    ]
    for source in sources:
        assert "<script>" not in drawn(source, word=evil), source


def test_a_number_can_be_dialled_and_reads_from_left_to_right() -> None:
    page = drawn("{% phone '05244 / 000-123' %}")
    assert 'href="tel:05244000123"' in page
    assert 'dir="ltr"' in page


def test_a_button_that_posts_sends_its_fields_and_the_token() -> None:
    page = drawn("{% post_button '/weg/' 'Los' role='dispatcher' %}", csrf_token="secret")
    assert '<form class="kit-inline-form" method="post" action="/weg/">' in page
    assert 'name="csrfmiddlewaretoken" value="secret"' in page
    assert 'name="role" value="dispatcher"' in page


def test_the_call_strip_offers_the_five_results_in_their_order() -> None:
    page = drawn("{% call_strip 'Samira M.' '/anruf/' %}")
    words = ["Sagt zu", "Kann nicht", "Nicht erreicht", "Ruft zurück", "Nummer stimmt nicht"]
    assert sorted(words, key=page.index) == words


def test_a_page_that_does_not_exist_has_no_url() -> None:
    assert drawn("[{% maybe_url 'no:such-page' 1 %}]") == "[]"


def test_a_query_keeps_the_filters_of_the_page() -> None:
    request = RequestFactory().get("/", {"ort": "Verl", "seite": "2"})
    assert drawn("{% query seite=3 %}", request=request) == "?ort=Verl&amp;seite=3"
    assert drawn("{% query seite='' %}", request=request) == "?ort=Verl"


def test_a_notice_that_can_be_undone_knows_where_and_how_long() -> None:
    class Heard:
        tags = ""

        def add(self, level: int, message: str, extra_tags: str) -> None:
            Heard.tags = extra_tags

    request = HttpRequest()
    request._messages = Heard()  # type: ignore[attr-defined]
    notices.say_with_undo(request, "Gefragt.", undo="/zurueck/", seconds=20)
    assert notices.undo_of(Heard.tags) == ("/zurueck/", 20)
    assert notices.undo_of("other") == ("", 0)


@pytest.mark.parametrize(("figure", "width"), [(100, 430), (50, 215), (Decimal("0.01"), 2), (0, 0)])
def test_bars_are_as_long_as_their_figures(figure: Decimal, width: int) -> None:
    assert charts.bars([("most", 100), ("this", figure)])[1].width == width


def test_a_chart_without_figures_is_empty() -> None:
    assert charts.bars([]) == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("something else", "something else"),
    ],
)
def test_a_device_is_named_as_people_name_it(said: str, shown: str) -> None:
    assert drawn("{{ said|device }}", said=said) == shown
