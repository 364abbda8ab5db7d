"""What PostgreSQL keeps by itself, asked of PostgreSQL: every table of a center, also those of later migrations."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from lotsenhaus.centers.models import AuditRecord, Membership
from lotsenhaus.centers.scoping import CenterModel

pytestmark = pytest.mark.django_db

TABLES = [model for model in apps.get_models() if issubclass(model, CenterModel)]

# Rows that tell about nobody, and what is read before a center is known. A new table is personal until it stands here.
IMPERSONAL = {
    "finance_budgetline",
    "mediation_declaration",
    "mediation_occasionrule",
    "mediation_policy",
    "mediation_tariff",
    "network_desk",
    "network_deskabsence",
    "network_deskmember",
    "network_organization",
    "network_town",
    # The rows of money and the chain hold ids and amounts; the pages behind them are walled.
    "centers_auditrecord",
    "finance_posting",
    "mediation_claimrun",
}


def ask(query: str) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


def references() -> list[tuple[str, str, str]]:
    """(table, column, table referred to) of each reference from one center's row to another."""
    walled = (CenterModel, Membership)
    return [
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in TABLES
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, walled)
    ]


def test_every_reference_stays_within_its_center() -> None:
    kept = ask(
        """
        SELECT source.relname, col.attname, target.relname
        FROM pg_constraint c
        JOIN pg_class source ON source.oid = c.conrelid
        JOIN pg_class target ON target.oid = c.confrelid
        JOIN pg_attribute first ON first.attrelid = c.conrelid AND first.attnum = c.conkey[1]
        JOIN pg_attribute col ON col.attrelid = c.conrelid AND col.attnum = c.conkey[2]
        WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 2 AND first.attname = 'center_id'
        """
    )
    assert [one for one in references() if one not in kept] == []


def test_every_personal_table_has_its_wall() -> None:
    walled = ask(
        """
        SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relrowsecurity AND p.polname = 'own_center' AND p.polcmd = '*'
        """
    )
    personal = {model._meta.db_table for model in TABLES} - IMPERSONAL
    assert sorted(personal - {name for (name,) in walled}) == []


def test_the_list_of_impersonal_tables_names_no_table_that_is_gone() -> None:
    assert sorted(IMPERSONAL - {model._meta.db_table for model in TABLES}) == []


def test_chain_and_ledger_refuse_to_change() -> None:
    triggers = ask("SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE tgname='append_only'")
    assert {(AuditRecord._meta.db_table,), ("finance_posting",)} <= triggers
