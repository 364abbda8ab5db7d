"""A list on its way into the pool: what is shown is what is made, as a whole, and goes back as a whole."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.kit import sheets
from lotsenhaus.mediation.actions import imports, intake
from lotsenhaus.mediation.actions.mediators import store
from lotsenhaus.mediation.models import LanguageSkill, Mediator, MediatorImport
from lotsenhaus.outbox.models import Message
from tests.centers.people import sign_in
from tests.house import House, build, new_center

HEADINGS = ["Nachname", "Vorname", "Telefon", "Mail", "Ort", "Sprachen", "Bemerkung", "Geburtsdatum"]
SAMIRA = ["Musterhain", "Samira", "05244/12345", "samira@example.org", "33397 Rietberg",
          "Arab. (syr.), Kurd., etw. Türk.", "oft krank", "1.2.1980"]  # fmt: skip
DILAN = ["Beispielfeld", "Dilan", "0171 2345678", "", "Verl", "Kurmandschi, Klingonisch", "", "3.4.1990"]


def url(name: str, *args: Any) -> str:
    return reverse(f"mediation:{name}", args=["gt", *args])


@pytest.fixture
def hanne(house: House) -> User:
    return house.person(Role.COORDINATOR, name="Hanne Beispielsen")


@pytest.fixture
def hers(hanne: User) -> Client:
    return sign_in(hanne)


def begun(house: House, by: User, *rows: list[str], headings: list[str] = HEADINGS) -> MediatorImport:
    """A list with its columns as guessed."""
    data = sheets.as_xlsx(headings, rows)
    made = imports.begin(center=house.center, by=by, file_name="liste.xlsx", data=data, desk=house.desk)
    columns = made.columns
    imports.set_columns(list_=made, targets=columns["targets"], header=columns["header"], desk=house.desk, by=by)
    return MediatorImport.objects.get(pk=made.pk)


def taken(house: House, by: User, *rows: list[str], **decisions: Any) -> MediatorImport:
    made = begun(house, by, *rows)
    if decisions:
        imports.decide(list_=made, decisions=decisions, by=by)
        made.refresh_from_db()
    return imports.take_over(list_=made, fingerprint=imports.prepare(made).plan.fingerprint, by=by)


def already_there(house: House) -> Mediator:
    names = {"first_name": "Samira", "last_name": "Musterhain", "phone": "+49524412345"}
    mediator = house.mediator("tur", **names, email="", town=None)
    store(mediator)
    return mediator


def as_planned(mediator: Mediator) -> dict[str, str]:
    names = ("first_name", "last_name", "address_form", "gender", "phone", "second_phone", "email")
    return {**{name: getattr(mediator, name) for name in names}, "town": mediator.town.name if mediator.town else ""}


def pool() -> list[Any]:
    """Every row that an import could touch."""
    people = list(Mediator.objects.order_by("pk").values())
    return [people, list(LanguageSkill.objects.order_by("pk").values())]


def test_what_the_preview_shows_is_what_is_made(house: House, hanne: User) -> None:
    listed = begun(house, hanne, SAMIRA, DILAN, ["Summe", "", "", "", "", "", "", ""])
    shown = imports.prepare(listed).plan
    imports.take_over(list_=listed, fingerprint=shown.fingerprint, by=hanne)
    made = list(Mediator.objects.order_by("pk"))
    assert [as_planned(mediator) for mediator in made] == [dict(item.values) for item in shown.made()]
    assert [list(one.skills.values_list("code", "level")) for one in made] == [
        list(item.skills) for item in shown.made()
    ]
    assert (
        [mediator.home_desk.name for mediator in made] == [item.desk for item in shown.made()] == ["Rietberg", "Verl"]
    )


def test_nobody_gets_a_message(house: House, hanne: User) -> None:
    taken(house, hanne, SAMIRA, DILAN)
    assert not Message.objects.exists()


def test_kurdish_is_asked_for_and_an_unknown_word_too(house: House, hers: Client, hanne: User) -> None:
    listed = begun(house, hanne, SAMIRA, DILAN)
    page = hers.get(url("import-check", listed.pk))
    assert page.context["asked"].number == 2
    assert "Klingonisch" in page.content.decode()
    assert hers.post(url("import-check", listed.pk), {"which_0": "ckb", "word_0": "none"}).status_code == 302
    listed.refresh_from_db()
    imports.take_over(list_=listed, fingerprint=imports.prepare(listed).plan.fingerprint, by=hanne)
    assert list(LanguageSkill.objects.order_by("pk").values_list("mediator__first_name", "code", "level")) == [
        ("Samira", "apc", ""), ("Samira", "ckb", ""), ("Samira", "tur", "basic"), ("Dilan", "kmr", "")
    ]  # fmt: skip


def test_one_choice_answers_for_everybody_who_is_open(house: House, hers: Client, hanne: User) -> None:
    other = ["Probelind", "Ioana", "0171 3456789", "", "", "Kurdisch", "", ""]
    listed = begun(house, hanne, SAMIRA, other)
    hers.post(url("import-check", listed.pk), {"all_kmr,ckb": "kmr", "which_0": "later", "which_1": "ckb"})
    listed.refresh_from_db()
    assert listed.decisions["which"] == {"2:1": ["kmr"], "3:0": ["ckb"]}


def test_what_nobody_knows_stays_open_and_is_listed(house: House, hanne: User) -> None:
    listed = taken(house, hanne, SAMIRA)
    assert [skill.code for skill in LanguageSkill.objects.all()] == ["apc", "tur"]
    assert listed.problems == [{"line": 2, "mediator": Mediator.objects.get().pk, "words": ["Kurd."]}]


def test_remarks_are_shown_once_and_unwanted_columns_are_not_kept(house: House, hers: Client, hanne: User) -> None:
    listed = begun(house, hanne, SAMIRA)
    assert "1.2.1980" not in str(listed.rows)
    listed = imports.take_over(list_=listed, fingerprint=imports.prepare(listed).plan.fingerprint, by=hanne)
    assert listed.rows == []
    assert "oft krank" in hers.get(url("import-done", listed.pk)).content.decode()
    hers.post(url("import-remarks", listed.pk))
    assert "oft krank" not in hers.get(url("import-done", listed.pk)).content.decode()
    assert "krank" not in str(list(Mediator.objects.values())) + str(list(MediatorImport.objects.values()))


def test_somebody_of_the_pool_is_shown_beside_and_not_made_twice(house: House, hanne: User) -> None:
    there = house.mediator(
        "tur", first_name="Samira", last_name="Musterhain", phone="+49524412345", email="", town=None
    )
    before = pool()
    listed = begun(house, hanne, SAMIRA)
    match = imports.prepare(listed).doubles[0]
    assert (match.pk, match.same, match.sure) == (there.pk, ("name", "phone"), True)
    imports.take_over(list_=listed, fingerprint=imports.prepare(listed).plan.fingerprint, by=hanne)
    assert pool() == before


def test_filling_adds_only_what_is_missing_and_goes_back(house: House, hanne: User) -> None:
    there = house.mediator(
        "tur", first_name="Samira", last_name="Musterhain", phone="+49524412345", email="", town=None
    )
    from lotsenhaus.mediation.actions.mediators import store

    store(there)
    before = pool()
    listed = taken(house, hanne, SAMIRA, doubles={"2": "fill"})
    there.refresh_from_db()
    assert (there.email, there.town) == ("samira@example.org", house.towns["Rietberg"])
    assert [skill.code for skill in there.skills.all()] == ["tur", "apc"]
    assert imports.undo(list_=listed, by=hanne) == (1, [])
    assert pool() == before


def test_a_double_in_the_list_itself_is_seen_whatever_the_writing(house: House, hanne: User) -> None:
    again = ["Samira", "Musterhain", "+49 (0)5244 12345", "", "", "Arabisch", "", ""]
    prepared = imports.prepare(begun(house, hanne, SAMIRA, again))
    assert [(match.line, match.other_line, match.sure) for match in prepared.doubles] == [(3, 2, True)]
    assert [item.what for item in prepared.plan.items] == ["new", "skip"]


def test_two_people_may_share_a_telephone(house: House, hanne: User) -> None:
    partner = ["Musterhain", "Yusuf", "05244 12345", "", "", "Arabisch", "", ""]
    prepared = imports.prepare(begun(house, hanne, SAMIRA, partner))
    assert [match.sure for match in prepared.doubles] == [False]
    assert [item.what for item in prepared.plan.items] == ["new", "new"]


def test_undo_takes_the_whole_list_back(house: House, hanne: User) -> None:
    house.mediator()
    before = pool()
    listed = taken(house, hanne, SAMIRA, DILAN)
    assert imports.undo(list_=listed, by=hanne) == (2, [])
    assert pool() == before
    with pytest.raises(imports.AlreadyDone):
        imports.undo(list_=listed, by=hanne)


def test_undo_leaves_whom_somebody_has_worked_with(house: House, hanne: User) -> None:
    listed = taken(house, hanne, SAMIRA, DILAN, ["C", "D", "0171 9876543", "", "", "Rumänisch", "", ""])
    samira, dilan, _other = Mediator.objects.order_by("pk")
    intake.set_block(mediator=samira, by=hanne, case_reference="4b-07")
    Mediator.objects.filter(pk=dilan.pk).update(name_hint="Di-lan")
    assert imports.undo(list_=listed, by=hanne) == (1, [samira.pk, dilan.pk])
    assert list(Mediator.objects.order_by("pk")) == [samira, dilan]


def test_after_thirty_days_there_is_no_way_back_and_nothing_is_kept(house: House, hanne: User) -> None:
    listed = taken(house, hanne, SAMIRA)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        imports.forget_old()
        with pytest.raises(imports.AlreadyDone):
            imports.undo(list_=listed, by=hanne)
    listed.refresh_from_db()
    assert (listed.made_ids, listed.remarks, listed.problems, listed.file_name) == ([], [], [], "")


def test_a_list_nobody_takes_over_is_gone_after_a_week(house: House, hanne: User) -> None:
    begun(house, hanne, SAMIRA)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        imports.forget_old()
    assert not MediatorImport.objects.exists()


def test_when_the_pool_has_changed_meanwhile_nothing_is_made(house: House, hers: Client, hanne: User) -> None:
    listed = begun(house, hanne, SAMIRA)
    shown = hers.get(url("import-preview", listed.pk)).context["fingerprint"]
    house.mediator(first_name="Samira", last_name="Musterhain", phone="+49524412345")
    before = pool()
    page = hers.post(url("import-preview", listed.pk), {"shown": shown}, follow=True).content.decode()
    assert "Inzwischen hat sich etwas geändert." in page
    assert pool() == before


def test_the_whole_way_in_a_browser(house: House, hers: Client) -> None:
    file = SimpleUploadedFile("liste.xlsx", sheets.as_xlsx(HEADINGS, [SAMIRA, DILAN]))
    page = hers.post(url("import"), {"file": file, "desk": house.desk.pk}, follow=True)
    listed = MediatorImport.objects.get()
    assert [column["field"].value() for column in page.context["columns"]] == [
        "last_name", "first_name", "phone", "email", "town", "languages", "remark", "ignore"
    ]  # fmt: skip
    columns = {f"column_{n}": target for n, target in enumerate(listed.columns["targets"])}
    page = hers.post(url("import-columns", listed.pk), {**columns, "header": 0, "desk": house.desk.pk}, follow=True)
    assert page.templates[0].name == "mediation/import_check.html"
    page = hers.post(url("import-check", listed.pk), {"which_0": "kmr", "word_0": "later"}, follow=True)
    shown = page.context["fingerprint"]
    page = hers.post(url("import-leave-out", listed.pk), {"line": "3"}, follow=True)
    assert [item["what"] for item in page.context["items"]] == ["new", "skip"]
    hers.post(url("import-preview", listed.pk), {"shown": shown})
    assert not Mediator.objects.exists()
    page = hers.post(url("import-preview", listed.pk), {"shown": page.context["fingerprint"]}, follow=True)
    assert "1 Person ist da" in page.content.decode()
    page = hers.post(url("import-undo", listed.pk), follow=True)
    assert "1 Person ist zurückgenommen." in page.content.decode()
    assert not Mediator.objects.exists()


def test_without_a_column_for_the_name_it_goes_no_further(house: House, hers: Client, hanne: User) -> None:
    listed = begun(house, hanne, SAMIRA)
    columns = {f"column_{n}": "ignore" for n in range(8)}
    page = hers.post(url("import-columns", listed.pk), {**columns, "header": 0, "desk": house.desk.pk})
    assert page.status_code == 422
    assert "Welche Spalte ist der Name?" in page.content.decode()


def test_odd_rows_are_named_by_row_and_column(house: House, hers: Client, hanne: User) -> None:
    listed = begun(
        house, hanne, ["=1+1", "", "", "", "", "", "", ""], ["A", "B", "siehe unten", "x", "Atlantis", "", "", ""]
    )
    page = hers.get(url("import-preview", listed.pk)).content.decode()
    assert "Zeile 2, Spalte „Nachname“:</strong> „=1+1“ sieht aus wie eine Formel." in page
    assert "Zeile 3, Spalte „Telefon“:</strong> „siehe unten“ ist keine Nummer" in page
    assert "Zeile 3, Spalte „Mail“:</strong> „x“ ist keine E-Mail-Adresse" in page
    assert "Zeile 3, Spalte „Ort“:</strong> „Atlantis“ ist kein Ort Ihres Kreises." in page


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.FINANCE, Role.MEDIATOR, Role.REQUESTER])
def test_only_coordination_and_administration_read_lists(house: House, role: str) -> None:
    assert sign_in(house.person(role)).get(url("import")).status_code == 403


def test_a_stranger_from_another_center_sees_no_list(house: House, hanne: User) -> None:
    listed = begun(house, hanne, SAMIRA)
    elsewhere = new_center("bor", "BOR")
    with center_scope(elsewhere):
        stranger = sign_in(build("bor", "BOR").person(Role.COORDINATOR))
    for name in ("import-columns", "import-check", "import-preview", "import-done"):
        assert stranger.get(url(name, listed.pk)).status_code == 404
        assert stranger.get(reverse(f"mediation:{name}", args=["bor", listed.pk])).status_code == 404
    assert stranger.post(reverse("mediation:import-undo", args=["bor", listed.pk])).status_code == 404
