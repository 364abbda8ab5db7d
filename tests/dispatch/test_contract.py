"""What the package may know: nothing of the product, and verification nothing of what it verifies."""

import ast
import sys
from pathlib import Path

import pytest

from lotsenhaus.dispatch.reasons import MEANINGS, Kind, Reason

PACKAGE = Path(__file__).parents[2] / "lotsenhaus" / "dispatch"
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))
ALLOWED = {*sys.stdlib_module_names, "lotsenhaus", "numpy", "scipy", "highspy"}


def imported(module: str) -> set[str]:
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("module", MODULES)
def test_the_package_imports_only_itself_and_numbers(module: str) -> None:
    names = imported(module)
    assert {name.partition(".")[0] for name in names} <= ALLOWED
    ours = {name for name in names if name.startswith("lotsenhaus")}
    assert all(name == "lotsenhaus.dispatch" or name.startswith("lotsenhaus.dispatch.") for name in ours)


def test_verification_shares_only_the_data_with_what_it_verifies() -> None:
    ours = {name for name in imported("verify") if name.startswith("lotsenhaus")}
    assert ours <= {"lotsenhaus.dispatch.problem", "lotsenhaus.dispatch.settings", "lotsenhaus.dispatch.travel"}


def test_every_reason_has_a_kind_and_a_sentence() -> None:
    class AnyText(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return key

    for code, meaning in MEANINGS.items():
        assert Reason(code).kind is meaning.kind
        assert meaning.english.format_map(AnyText())
    assert {meaning.kind for meaning in MEANINGS.values()} == set(Kind)


def test_equal_reasons_are_equal_and_can_be_counted() -> None:
    assert Reason("late", {"minutes": 5}) == Reason("late", {"minutes": 5})
    assert len({Reason("busy"), Reason("busy")}) == 1
