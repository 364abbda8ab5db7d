"""Lists from tidy to hostile: the right people or one clear message, nothing by halves, in little time and memory."""

import hashlib
import json

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lotsenhaus.centers.choices import Role
from lotsenhaus.kit.sheets.parent import PROBLEMS
from lotsenhaus.mediation.actions import imports
from lotsenhaus.mediation.models import LanguageSkill, Mediator, MediatorImport
from tests.centers.people import sign_in
from tests.corpus.lists import LISTS, List
from tests.house import House


@pytest.fixture
def hers(house: House) -> Client:
    return sign_in(house.person(Role.COORDINATOR, name="Hanne Beispielsen"))


def tables() -> str:
    """A hash of everything that a list could touch."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Mediator, LanguageSkill, MediatorImport)]
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_a_list_gives_the_right_people_or_one_clear_message(house: House, hers: Client, listed: List) -> None:
    before = tables()
    file = SimpleUploadedFile(listed.name, listed.data())
    page = hers.post(reverse("mediation:import", args=["gt"]), {"file": file, "desk": house.desk.pk}, follow=True)
    if listed.refused:
        assert page.context["form"].errors["file"] == [str(PROBLEMS[listed.refused])]
        assert page.status_code == 422
        assert tables() == before
        return
    made = MediatorImport.objects.get()
    columns = made.columns
    imports.set_columns(
        list_=made,
        targets=columns["targets"],
        header=columns["header"],
        desk=house.desk,
        by=made.created_by,
    )
    page = hers.get(reverse("mediation:import-preview", args=["gt", made.pk]))
    assert listed.says in page.content.decode()
    assert not Mediator.objects.exists()
    hers.post(reverse("mediation:import-preview", args=["gt", made.pk]), {"shown": page.context["fingerprint"]})
    assert sorted(Mediator.objects.values_list("last_name", flat=True)) == sorted(listed.people)
    assert all(skill.mediator_id for skill in LanguageSkill.objects.all())
    assert not list(get_messages(page.wsgi_request))


def test_there_are_at_least_forty_lists() -> None:
    assert len(LISTS) >= 40
