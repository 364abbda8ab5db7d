"""Codes of secret links do not reach the log, whatever went wrong behind them."""

import logging
import sys

import pytest
from django.test import Client

from lotsenhaus.kit.logs import TerseFormatter, WithoutSecrets


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/a/7K4P9QWERT12", "/a/…"),
        ("/m/7K4P9QWERT12", "/m/…"),
        ("/a/7K4P9QWERT12/termin.ics", "/a/…/termin.ics"),
        ("/k/7K4P9QWERT12.ics", "/k/….ics"),
        ("/konto/password/reset/key/1-c9ab-0123456789/", "/konto/password/reset/key/…/"),
        ("/kreis-hier/abrechnung/2026-10/", "/kreis-hier/abrechnung/2026-10/"),
    ],
)
def test_a_path_loses_its_code_and_nothing_else(path: str, shown: str) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Not Found", path), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {shown}"


@pytest.mark.django_db
def test_a_link_that_does_not_work_is_logged_without_its_code() -> None:
    written: list[str] = []
    memory = logging.StreamHandler()
    memory.emit = lambda record: written.append(record.getMessage())  # type: ignore[method-assign]
    memory.filters = next(one.filters for one in logging.getLogger().handlers if one.filters)
    logging.getLogger("django.request").addHandler(memory)
    try:
        assert Client().get("/a/NEVERWAS2345").status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(memory)
    assert written == ["Not Found: /a/…"]


def test_a_failure_is_logged_by_class_place_and_hash_and_says_nothing_of_people() -> None:
    def written(text: str) -> str:
        try:
            raise ValueError(text)
        except ValueError:
            record = logging.LogRecord("x", logging.ERROR, "", 0, "it failed", (), sys.exc_info())
        return TerseFormatter("%(message)s").format(record)

    line = written("samira@example.org")
    assert "ValueError" in line
    assert "samira" not in line
    assert line == written("somebody else")
