"""The list for the day on which the house is down."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from lotsenhaus.config import upkeep
from lotsenhaus.kit import backup
from lotsenhaus.mediation.actions import asking, offers
from lotsenhaus.mediation.models import Mediator
from tests.house import House


def promised(house: House, *, in_days: int) -> Mediator:
    now = timezone.now()
    slot = house.inquiry("arb", start=now + timedelta(days=in_days)).slots.get()
    mediator = house.mediator()
    (offer,) = asking.ask(slot=slot, mediators=[mediator], by=None, desk=house.desk, now=now)
    offers.accept_offer(offer=offer, via="link", by=None, now=now)
    return mediator


def test_it_tells_who_goes_where_in_the_next_two_weeks_and_is_for_its_owner_only(house: House, tmp_path: Path) -> None:
    soon, later = promised(house, in_days=3), promised(house, in_days=20)
    assert upkeep.emergency_list(folder=tmp_path) == 0
    file = next(tmp_path.glob(f"*-{house.center.slug}-*.csv"))
    text = file.read_text(encoding="utf-8-sig")
    assert soon.name in text
    assert soon.phone in text
    assert text.count("\n") == 2
    assert later.pk != soon.pk
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_with_a_passphrase_nobody_reads_it_without(house: House, tmp_path: Path) -> None:
    soon = promised(house, in_days=3)
    assert upkeep.emergency_list(folder=tmp_path, passphrase="ein langer Satz") == 0
    files = sorted(tmp_path.glob(f"*-{house.center.slug}-*"))
    assert [file.name.rsplit(".", 2)[1:] for file in files] == [["csv", "sealed"], ["pdf", "sealed"]]
    assert all(soon.last_name.encode() not in file.read_bytes() for file in files)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    with pytest.raises(backup.NotRestorable):
        upkeep.unseal(file=files[0], passphrase="falsch")
    for file in files:
        assert upkeep.unseal(file=file, passphrase="ein langer Satz") == 0
    assert soon.name in files[0].with_suffix("").read_text(encoding="utf-8-sig")
    pages = PdfReader(files[1].with_suffix("")).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert soon.name in text
    assert soon.phone in text
    assert "Notfallliste" in text
