"""The field for free text: an error with its place, a tick that lets it stand, and nothing of it in the log."""

import logging

import pytest
from django import forms

from lotsenhaus.screening.forms import NameField, ScreenedTextField


class NoteForm(forms.Form):
    note = ScreenedTextField(max_length=100)
    room = ScreenedTextField(max_length=80, may_stand=False, required=False)
    who = NameField(max_length=80, required=False)


def test_what_tells_about_a_person_is_an_error_at_its_field_and_quoted() -> None:
    form = NoteForm({"note": "ok", "room": "bei frau müller"})
    assert not form.is_valid()
    assert "„frau müller“" in form.errors["room"][0]
    assert list(form.errors) == ["room"]


def test_a_tick_lets_a_text_stand_and_the_log_holds_only_the_kind(caplog: pytest.LogCaptureFixture) -> None:
    refused = NoteForm({"note": "Frau Probesand hat bestätigt"})
    assert 'name="note_stands"' in refused["note"].as_widget()
    assert not refused.is_valid()
    assert 'name="note_stands"' in refused["note"].as_widget()
    with caplog.at_level(logging.INFO):
        kept = NoteForm({"note": "Frau Probesand hat bestätigt", "note_stands": "1"})
        assert kept.is_valid()
    assert kept.cleaned_data["note"] == "Frau Probesand hat bestätigt"
    assert "name" in caplog.text
    assert "Probesand" not in caplog.text


def test_no_tick_is_offered_where_nothing_was_found_or_nothing_may_stand() -> None:
    form = NoteForm({"note": "Aufzug vorhanden", "room": "Familie Müller", "room_stands": "1"})
    assert not form.is_valid()
    assert "_stands" not in form["note"].as_widget() + form["room"].as_widget()


def test_the_tick_stays_when_another_field_is_wrong() -> None:
    form = NoteForm({"note": "Frau Probesand", "note_stands": "1", "room": "Familie Müller"})
    assert not form.is_valid()
    assert "checked" in form["note"].as_widget()


def test_a_name_may_stand_in_a_field_for_names_but_no_client() -> None:
    assert NoteForm({"note": "ok", "who": "Petra Mustermeier"}).is_valid()
    assert not NoteForm({"note": "ok", "who": "Mutter von Ali"}).is_valid()
