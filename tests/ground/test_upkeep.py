"""The commands of an operator, against a database that stays."""

import pytest

from lotsenhaus.centers.models import Center
from lotsenhaus.config import upkeep
from tests.centers.people import a_center

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Integrationszentrum Neu", "prefix": "ne", "phone": "0000 1", "email": "ki@neu.example",
    "district": "Kreis Neu", "admin": "jens@neu.example",
}  # fmt: skip


def test_a_center_is_founded_with_the_link_for_its_first_admin(capsys: pytest.CaptureFixture[str]) -> None:
    assert upkeep.create_center(slug="neu", **NEW) == 0
    assert "/e/" in capsys.readouterr().out
    assert Center.objects.get(slug="neu").number_prefix == "NE"
    assert upkeep.create_center(slug="neu", **NEW) == 1


@pytest.mark.parametrize("slug", ["konto", "demo", "health"])
def test_a_center_does_not_hide_behind_an_address_of_the_house(slug: str) -> None:
    assert upkeep.create_center(slug=slug, **NEW) == 1
    assert not Center.objects.exists()


def test_a_lost_invitation_is_written_anew(capsys: pytest.CaptureFixture[str]) -> None:
    a_center()
    assert upkeep.invite_admin(slug="guetersloh", email="jens@kreis.example", name="Jens") == 0
    assert "/e/" in capsys.readouterr().out
    assert upkeep.invite_admin(slug="nirgends", email="jens@kreis.example", name="Jens") == 1


def test_whole_chains_are_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    upkeep.create_center(slug="neu", **NEW)
    assert upkeep.verify_audit() == 0
    assert "neu: whole" in capsys.readouterr().out
