"""`lotsenhaus check-data`: a whole district has nothing amiss, and each kind of damage is said in a sentence."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import TestCase

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.config import upkeep
from lotsenhaus.demo.actions import build_demo
from lotsenhaus.mediation.models import Allowance, Assignment, AssignmentProof, Offer, Slot
from lotsenhaus.network.models import Desk

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def checked() -> tuple[int, str]:
    said = io.StringIO()
    with redirect_stdout(said):
        code = upkeep.check_data()
    return code, said.getvalue()


class TheDistrict(TestCase):
    """Built once; each damage is taken back."""

    @classmethod
    def setUpTestData(cls) -> None:
        build_demo(seed=1, now=SUNDAY)

    def damaged(self, damage: Callable[[], object]) -> str:
        """What the check says afterwards; the center is the large one."""
        with transaction.atomic():
            with center_scope(Center.objects.get(slug="kreis-guetersloh")):
                damage()
            code, said = checked()
            assert code == 1
            transaction.set_rollback(True)
        return said

    def test_nothing_is_amiss(self) -> None:
        assert checked() == (0, "".join(f"{one.slug}: alles stimmt\n" for one in Center.objects.order_by("pk")))

    def test_a_slot_that_is_open_again_beside_its_talk_is_found(self) -> None:
        said = self.damaged(lambda: Slot.objects.filter(state="filled").update(state="open"))
        assert "Ein Einsatz gilt, aber sein Platz ist nicht vergeben" in said

    def test_somebody_left_waiting_is_found(self) -> None:
        def damage() -> None:
            asked = Offer.objects.filter(state="asked").first()
            assert asked is not None
            Slot.objects.filter(pk=asked.slot_id).update(state="withdrawn")

        assert "Jemand wartet noch auf eine Antwort" in self.damaged(damage)

    def test_money_that_differs_from_its_booking_is_found(self) -> None:
        said = self.damaged(lambda: Allowance.objects.filter(amount__gt=20).update(amount=Decimal("19.99")))
        assert "Aufwandsentschädigung und Buchungen ergeben nicht denselben Betrag" in said

    def test_a_confirmed_talk_without_its_proof_is_found(self) -> None:
        said = self.damaged(lambda: AssignmentProof.objects.all().delete())
        assert "Bestätigt, aber ohne Einsatzbestätigung" in said

    def test_a_row_that_points_into_another_center_is_found(self) -> None:
        with center_scope(Center.objects.exclude(slug="kreis-guetersloh").earliest("pk")):
            foreign = Desk.objects.earliest("pk")
        said = self.damaged(lambda: Assignment.objects.filter(state="planned").update(desk_id=foreign.pk))
        assert "mediation.Assignment: desk zeigt aus dem Zentrum hinaus" in said
