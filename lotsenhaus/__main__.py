"""The command line. Thin: a command reads its arguments, brings the house up as far as needed, and calls an action."""

import argparse
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from lotsenhaus.config import house
from lotsenhaus.kit import backup, processes, programs, roles

Command = Callable[[argparse.Namespace], int | None]

ABOUT_A_CENTER = {
    "slug": "short name in the address, such as guetersloh",
    "name": "as people call it",
    "prefix": "letters before the number of an inquiry, such as GT",
    "phone": "number that people call",
    "email": "address of the center",
    "district": "Kreis or city",
    "admin": "address of the person who is invited as admin",
}


def demo(options: argparse.Namespace) -> int:
    """Show the house with an invented district."""
    return house.demo(
        port=options.port, browser=not options.no_browser, reset=options.reset, only_prepare=options.only_prepare
    )


def demo_data(options: argparse.Namespace) -> None:
    """Build the invented district in an empty house."""
    with house.ready(demo=True):
        from lotsenhaus.demo import actions

        actions.build_demo(seed=options.seed)


def serve(options: argparse.Namespace) -> None:
    """Answer the web."""
    if options.with_parent:
        processes.end_with_parent()
    with house.ready(demo=options.demo):
        house.serve(host=options.host, port=options.port)


def worker(options: argparse.Namespace) -> None:
    """Do background jobs: mail, reminders, expiry."""
    if options.with_parent:
        processes.end_with_parent()
    with house.ready():
        house.work()


def migrate(options: argparse.Namespace) -> None:
    """Create or upgrade the database."""
    with house.ready(owner=True):
        house.migrate()


def makemigrations(options: argparse.Namespace) -> None:
    """Write migrations for changed models."""
    options.arguments = ["makemigrations", *options.arguments]
    manage(options)


def manage(options: argparse.Namespace) -> None:
    """Run a command of Django."""
    with house.ready(owner=True):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["lotsenhaus", *options.arguments])


def backup_house(options: argparse.Namespace) -> None:
    """Write everything into one file."""
    with house.ready(owner=True):
        from django.conf import settings

        manifest = backup.create(options.file, database=settings.DATABASES["default"], passphrase=passphrase(options))
        house.note_backup()
    print(f"{options.file}: {options.file.stat().st_size:,} bytes, state of {manifest['created']}")


def restore_house(options: argparse.Namespace) -> None:
    """Fill an empty database from a backup."""
    with house.ready(owner=True):
        from django.conf import settings

        house.prepare_empty()
        manifest = backup.restore(options.file, database=settings.DATABASES["default"], passphrase=passphrase(options))
        house.migrate(verbosity=0)
    print(f"Restored: state of {manifest['created']}")


def passphrase(options: argparse.Namespace) -> str:
    """The passphrase from its file; never from the command line, where others can read it. An empty file ends us."""
    if options.passphrase_file is None:
        return ""
    words: str = options.passphrase_file.read_text().strip()
    if not words:
        sys.exit(f"{options.passphrase_file} is empty: without a passphrase nothing would be encrypted.")
    return words


def create_center(options: argparse.Namespace) -> int:
    """Found a center and invite its first admin."""
    with house.ready():
        from lotsenhaus.config import upkeep

        names = ("slug", "name", "prefix", "phone", "email", "district", "admin")
        return upkeep.create_center(**{name: getattr(options, name) for name in names})


def invite_admin(options: argparse.Namespace) -> int:
    """Invite somebody to administer a center."""
    with house.ready():
        from lotsenhaus.config import upkeep

        return upkeep.invite_admin(slug=options.slug, email=options.email, name=options.name)


def emergency_list(options: argparse.Namespace) -> int:
    """Write the talks of the next 14 days of each center into a folder, for paper and outages."""
    with house.ready():
        from lotsenhaus.config import upkeep

        return upkeep.emergency_list(folder=options.folder, passphrase=passphrase(options))


def unseal(options: argparse.Namespace) -> int:
    """Decrypt an emergency list."""
    from lotsenhaus.config import upkeep

    return upkeep.unseal(file=options.file, passphrase=passphrase(options))


def verify_audit(options: argparse.Namespace) -> int:
    """Recompute the hash chain of every center's audit."""
    with house.ready():
        from lotsenhaus.config import upkeep

        return upkeep.verify_audit(options.anchors)


def check_data(options: argparse.Namespace) -> int:
    """Look whether all data of every center fit together."""
    with house.ready():
        from lotsenhaus.config import upkeep

        return upkeep.check_data()


def send_test_mail(options: argparse.Namespace) -> int:
    """Show that mail leaves the house."""
    with house.ready():
        from lotsenhaus.config import upkeep

        return upkeep.send_test_mail(options.address)


def check_setup(options: argparse.Namespace) -> int:
    """Say in plain sentences whether this house is fit for real people."""
    with house.ready():
        from lotsenhaus.config import upkeep

        return upkeep.check_setup(
            test_address=options.mail, backups=options.backups, passphrase_file=options.passphrase_file
        )


def new_secret(options: argparse.Namespace) -> None:
    """Print a value for LOTSENHAUS_SECRET_KEY."""
    print(secrets.token_urlsafe(64))


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    whole = argparse.ArgumentParser(prog="lotsenhaus", description="Lotsenhaus on the command line.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        one.set_defaults(run=run)
        return one

    for name, run in (("demo", demo), ("serve", serve)):
        one = add(name, run)
        one.add_argument("--port", type=int, default=8000)
    commands.choices["demo"].add_argument("--no-browser", action="store_true", help="do not open the browser")
    commands.choices["demo"].add_argument("--reset", action="store_true", help="delete the demo's data first")
    commands.choices["demo"].add_argument("--only-prepare", action="store_true", help="fill the house, do not open it")
    commands.choices["serve"].add_argument("--host", default="127.0.0.1")
    commands.choices["serve"].add_argument("--demo", action="store_true", help="with one-click sign-in")
    add("worker", worker)
    for name in ("serve", "worker"):
        commands.choices[name].add_argument("--with-parent", action="store_true", help="end when stdin ends")
    add("demo-data", demo_data).add_argument("--seed", type=int, default=2026)
    add("migrate", migrate)
    for name, run in (("backup", backup_house), ("restore", restore_house), ("unseal", unseal)):
        one = add(name, run)
        one.add_argument("file", type=Path)
        one.add_argument("--passphrase-file", type=Path, help="a file with the passphrase")
    for name, run in (("makemigrations", makemigrations), ("manage", manage)):
        add(name, run).add_argument("arguments", nargs=argparse.REMAINDER)
    founded = add("create-center", create_center)
    for name in ("slug", "name", "prefix", "phone", "email", "district", "admin"):
        founded.add_argument(f"--{name}", required=True, help=ABOUT_A_CENTER[name])
    add("verify-audit", verify_audit).add_argument("--anchors", type=Path, help="a log with the daily anchors")
    add("check-data", check_data)
    add("send-test-mail", send_test_mail).add_argument("address")
    checked = add("check-setup", check_setup)
    checked.add_argument("--mail", default="", metavar="ADDRESS", help="send a test mail to this address")
    checked.add_argument(
        "--backups", type=Path, metavar="FOLDER", help="try that folder: write, and restore its newest backup"
    )
    listed = add("emergency-list", emergency_list)
    listed.add_argument("folder", type=Path)
    for one in (checked, listed):
        one.add_argument("--passphrase-file", type=Path, help="a file with the passphrase")
    invited = add("invite-admin", invite_admin)
    for name, words in (("slug", "the center's part of the address"), ("email", "whom"), ("name", "her name")):
        invited.add_argument(name, help=words)
    add("new-secret", new_secret)
    return whole


def main() -> int:
    """Run one command; a failure that the reader can mend is one sentence, no traceback."""
    words = sys.argv[1:]
    if words[:1] in (["makemigrations"], ["manage"]):  # argparse would take Django's options for its own
        options = argparse.Namespace(run={"makemigrations": makemigrations, "manage": manage}[words[0]])
        options.arguments = words[1:]
    else:
        options = parser().parse_args(words)
    try:
        return options.run(options) or 0
    except (
        ImproperlyConfigured,
        OperationalError,
        programs.NoServer,
        roles.NotPrepared,
        backup.NotRestorable,
        OSError,
    ) as failed:
        print(str(failed).strip(), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
