"""The house rules, kept by machine: sizes, names, settings, routes, centers and the data of people."""

import ast
import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lotsenhaus"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OUR_APPS = [config for config in apps.get_app_configs() if config.name.startswith("lotsenhaus.")]

# In a capability a file is one of these, or a package of that name. `kit`, `config` and `dispatch` name theirs freely.
FLOORS = {"choices", "rules", "models", "queries", "permissions", "privacy", "planning", "pdf", "figures"}
FLOORS |= {"actions", "forms", "tasks", "views", "urls", "apps", "migrations", "templates", "templatetags", "static"}
FLOORS |= {"management", "data", "__init__", "__pycache__"}
OF_THEIR_OWN = {
    "accounts": {"access", "adapters"},
    "centers": {"access", "audit", "everywhere", "limits", "links", "middleware", "scoping", "seams", "walls"},
}

# Routes that anybody may open, each with its reason. Everything else asks for a permission, an operator or a person.
PUBLIC = {
    "": "the first page",
    "hilfe/": "help",
    "impressum/": "who is responsible, as the law wants it",
    "datenschutz/": "what happens with people's data",
    "barrierefreiheit/": "declaration of accessibility",
    "health/live": "for the machine that watches the house",
    "health/ready": "for the machine that watches the house",
    "konto/*": "sign-in, second factor and sessions; allauth asks for itself",
    "sprache/*": "choosing a language changes nothing but a cookie",
    "ansicht/": "light or dark; changes nothing but a cookie",
    "tastenkuerzel/": "keyboard shortcuts on or off; changes nothing but a cookie",
    "stil/": "the components; outside of demo and tests it asks for staff",
    "demo/*": "exists in the demo only, which has no real people",
    "e/<str:code>": "an invitation on paper; the code is the key",
    "m/<str:code>": "an invitation by mail; the code is the key",
    "a/*": "a mediator answers an offer; the code is the key",
    "b/*": "the contact on site confirms the times; the code is the key",
    "s/*": "the institution sees its inquiry; the code is the key",
    "k/<str:code>.ics": "a mediator's calendar; the code is the key",
    "<slug:center>/erste-anfrage/*": "an institution that is not known yet",
    "<slug:center>/zeigekarte/": "a card of languages to point at, without any person",
}

# Models that belong to no center: read before one is known, or the same for all.
WITHOUT_CENTER = {"accounts.User", "centers.Center", "centers.RateLimit"}

PERSONAL = re.compile(
    r"(^|_)(name|email|mail|phone|mobile|address|street|birth\w*|iban|bic|holder|recipient|remark|note|comment|body|gender)"
    r"(_|$)"
)
# Names of things, and words about things.
IMPERSONAL = {
    "centers.Center.name",
    "centers.Center.phone",
    "centers.Center.email",
    "centers.Center.address",
    "finance.BudgetLine.name",
    "finance.BudgetLine.source_note",
    "mediation.Declaration.note",
    "mediation.OccasionRule.note",
    "mediation.Policy.note",
    "mediation.Tariff.name",
    "mediation.Weighting.name",
    "mediation.Weighting.note",
    "mediation.Tariff.note",
}


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in [*SOURCES, *TESTS, ROOT / "dev.py"]}
    assert {str(path): length for path, length in lengths.items() if length > 500} == {}
    filled = sorted(length for path, length in lengths.items() if length and path in SOURCES)
    assert filled[len(filled) * 95 // 100] <= 300


def test_functions_are_short() -> None:
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for _path, node in functions())
    assert lengths[len(lengths) * 95 // 100] <= 40


def test_templates_are_short_and_carry_neither_script_nor_style() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text()
        assert len(text.splitlines()) <= 500, path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", text), path
        assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", text)), path


@pytest.mark.parametrize("app", [config.label for config in OUR_APPS if config.label != "kit"])
def test_a_capability_holds_only_the_known_files(app: str) -> None:
    names = {path.stem for path in (PACKAGE / app).iterdir() if path.suffix in ("", ".py")}
    assert names - FLOORS - OF_THEIR_OWN.get(app, set()) == set()


# Text that is typed but not free: codes, secrets, words to search for, and what a rule of its own reads.
NOT_FREE_TEXT = {
    "accounts.forms PrintedCodeForm",
    "accounts.forms AccountForm",
    "finance.forms FilterForm",
    "mediation.forms.mediators FilterForm",
    "mediation.forms.onsite case_reference",
    "mediation.forms.onsite remark",
    "mediation.forms.records BlockForm",
    "mediation.forms.reports SampleForm",
    "mediation.forms.requesters FirstForm",
    "mediation.forms.talks TalksForm",
    "network.forms.desks DeskForm",
}


def test_free_text_is_screened_in_every_form() -> None:
    """A bare `forms.CharField(…)` stands only where nobody can be told about; all other text is a ScreenedTextField."""
    bare = {
        f"{'.'.join(parts)} {getattr(owner, 'name', '')}"
        for path in SOURCES
        if "forms" in (parts := path.relative_to(PACKAGE).with_suffix("").parts)
        and parts[0] not in ("kit", "screening")
        for owner in ast.parse(path.read_text()).body
        for node in ast.walk(owner)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.CharField"
    }
    assert bare == NOT_FREE_TEXT


NUMBERS_IN_PASSING = re.compile(
    r"\bint\(\s*(?:request|self\.data|.*\b(?:GET|POST)\b)|\.isdecimal\(\) (?:and|else|or)|fromisoformat\(.*(?:GET|POST)"
)


def test_numbers_and_days_from_outside_are_bounded() -> None:
    """Views and forms read them by kit.numbers.whole_number and kit.forms.BoundedDateField, which never raise."""
    for path in SOURCES:
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] == "kit" or not {"views", "forms"} & set(parts):
            continue
        text = path.read_text()
        assert "forms.DateField(" not in text, path
        assert not NUMBERS_IN_PASSING.search(text.replace("sign.isdecimal() or", "")), path


def test_nothing_is_called_utils_and_nobody_listens_to_signals() -> None:
    assert [
        path for path in SOURCES if path.stem in ("utils", "helpers", "misc", "common", "services", "signals")
    ] == []
    assert [path for path in SOURCES if "django.dispatch" in path.read_text()] == []


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    name = re.compile(r"\b(?:LOTSENHAUS_[A-Z_]*[A-Z]|DATABASE_URL)\b")
    used = {found for path in SOURCES for found in name.findall(path.read_text())}
    documented = set(name.findall((ROOT / "docs" / "operations.md").read_text()))
    assert used == documented


def test_every_package_is_declared_and_every_declared_one_is_used() -> None:
    declared = {
        re.split(r"[\[=<>; ]", line)[0].lower()
        for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    }
    belongs_to = {module: {name.lower() for name in names} for module, names in packages_distributions().items()}
    imported = {module for path in SOURCES for module in imports(path) if not (path.parent / f"{module}.py").exists()}
    imported -= sys.stdlib_module_names | {"lotsenhaus"}
    assert {module for module in imported if not belongs_to.get(module, set()) & declared} == set()
    text = "\n".join(path.read_text() for path in SOURCES)
    unused = {
        name
        for name in declared
        if not any(re.search(rf"\b{module}\b", text) for module, names in belongs_to.items() if name in names)
    }
    assert unused <= {"argon2-cffi", "defusedxml", "brotli"}  # Django and openpyxl look for them by themselves


def test_every_route_asks_for_a_right_or_is_on_the_public_list() -> None:
    open_routes = {path for path, view in routes() if not is_guarded(view)}
    assert {path for path in open_routes if not is_public(path)} == set()
    unmarked = {
        path for path, view in routes() if is_ours(view) and not is_guarded(view) and not is_marked_public(view)
    }
    assert unmarked == set()
    assert {entry for entry in PUBLIC if not any(matches(path, entry) for path, _view in routes())} <= {"demo/*"}


def test_every_model_has_a_center_or_is_on_the_global_list() -> None:
    without = {model._meta.label for model in our_models() if not has_center(model)}
    assert without == WITHOUT_CENTER


def test_every_personal_field_is_listed_with_its_purpose() -> None:
    listed = {f"{model}.{name}" for model, fields in listed_fields().items() for name in fields}
    looks_personal = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if PERSONAL.search(field.name) and not field.is_relation and not isinstance(field, models.BooleanField)
    }
    assert looks_personal - listed - IMPERSONAL == set()
    assert all(purpose.strip() for fields in listed_fields().values() for purpose in fields.values())


def test_every_listed_personal_field_exists() -> None:
    existing = {f"{model._meta.label}.{field.name}" for model in our_models() for field in model._meta.get_fields()}
    assert {f"{model}.{name}" for model, fields in listed_fields().items() for name in fields} - existing == set()


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def imports(path: Path) -> set[str]:
    """Top-level names of what a file imports, relative imports aside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def routes() -> Iterator[tuple[str, object]]:
    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, object]]:
        for one in patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, path)
            else:
                yield path, one.callback

    return walk(get_resolver().url_patterns, "")


def is_guarded(view: object) -> bool:
    """Wrapped by one of the decorators of centers.access or accounts.access that ask who is there."""
    return any(getattr(view, mark, False) for mark in ("permissions", "is_operators", "is_personal"))


def is_ours(view: object) -> bool:
    """From a floor that knows who may do what, which `kit` does not."""
    module = str(getattr(view, "__module__", ""))
    return module.startswith("lotsenhaus.") and not module.startswith("lotsenhaus.kit.")


def is_marked_public(view: object) -> bool:
    return bool(getattr(view, "is_public", False))


def is_public(path: str) -> bool:
    return any(matches(path, entry) for entry in PUBLIC)


def matches(path: str, entry: str) -> bool:
    return path.startswith(entry[:-1]) if entry.endswith("*") else path == entry


def our_models() -> list[type[models.Model]]:
    return [model for config in OUR_APPS for model in config.get_models()]


def has_center(model: type[models.Model]) -> bool:
    return any(field.name == "center" for field in model._meta.get_fields())


def listed_fields() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for config in OUR_APPS:
        if (Path(config.path) / "privacy.py").exists() or (Path(config.path) / "privacy").is_dir():
            found |= importlib.import_module(f"{config.name}.privacy").PERSONAL_FIELDS
    return found
