"""The command line: what can be asked for; each command's own code is imported only when it runs."""

import argparse
import gc
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from paceline import __version__

LONG_LIVED = ("web", "worker")
STAYING = ("serve", *LONG_LIVED)


def parser() -> argparse.ArgumentParser:
    """The whole grammar."""
    root = argparse.ArgumentParser(
        prog="paceline", description="The open coaching platform. Start with: paceline serve"
    )
    root.add_argument("--version", action="version", version=f"paceline {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _processes(commands)
    _database(commands)
    _people(commands)
    _tools(commands)
    return root


def _command(group: Any, name: str, entry: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = group.add_parser(name, help=text, description=text)
    command.set_defaults(entry=entry)
    return command


def _processes(group: Any) -> None:
    command = _command(group, "serve", "serve:serve", "Run everything: database, web and worker, as one process tree.")
    command.add_argument("--parts", action="store_true", help=argparse.SUPPRESS)
    for name, text in (("web", "Run the web server alone."), ("worker", "Run a worker alone: jobs and schedules.")):
        command = _command(group, name, f"{name}:{name}", text)
        command.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def _database(group: Any) -> None:
    database = group.add_parser("db", help="The database: upgrade, downgrade, shell.")
    verbs = database.add_subparsers(metavar="VERB", required=True)
    _command(verbs, "upgrade", "database:upgrade", "Bring the tables to the newest shape.")
    _command(verbs, "downgrade", "database:downgrade", "Take the tables back to an older shape.").add_argument(
        "revision"
    )
    _command(verbs, "shell", "database:shell", "Open psql on the database, as its owner.")


def _people(group: Any) -> None:
    users = group.add_parser("user", help="Accounts: create, password, list.")
    verbs = users.add_subparsers(metavar="VERB", required=True)
    create = _command(verbs, "create", "users:create", "Make an account; asks for the password.")
    create.add_argument("email")
    create.add_argument("--name", required=True)
    create.add_argument(
        "--role",
        action="append",
        choices=("athlete", "coach", "admin"),
        required=True,
        help="May be given several times.",
    )
    create.add_argument("--time-zone", default="UTC")
    create.add_argument("--password-stdin", action="store_true", help="Read the password from standard input.")
    password = _command(verbs, "password", "users:password", "Set a new password; every session of the account ends.")
    password.add_argument("email")
    password.add_argument("--password-stdin", action="store_true", help="Read the password from standard input.")
    _command(verbs, "list", "users:list_all", "List the accounts.")
    demo = group.add_parser("demo", help="A demonstration database: load, reset.")
    verbs = demo.add_subparsers(metavar="VERB", required=True)
    for verb, text in (
        ("load", "Fill a demonstration database."),
        ("reset", "Empty the demonstration database and fill it again."),
    ):
        command = _command(verbs, verb, f"demo:{verb}", text)
        command.add_argument("--seed", type=int, default=1, help="Another number makes other people.")
        command.add_argument(
            "--if-empty", action="store_true", help="Do nothing when the demonstration is there already."
        )


def _tools(group: Any) -> None:
    _command(
        group, "doctor", "doctor:doctor", "Check settings, database, storage, mail, clock and disk, and say what to do."
    )
    analyse = _command(
        group, "analyse", "analyse:analyse", "Read an activity file and print its summary, laps and quality notes."
    )
    analyse.add_argument("file")
    analyse.add_argument("--json", action="store_true", dest="as_json")
    watch = _command(
        group, "watch", "watch:watch", "Import what appears in a folder, for one person; moves and deletes nothing."
    )
    watch.add_argument("folder")
    watch.add_argument("--person", required=True, metavar="EMAIL", help="Whose activities they are.")
    watch.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="How often to look.")
    watch.add_argument("--once", action="store_true", help="Import what is there now, and end.")
    _command(group, "openapi", "openapi:openapi", "Print the REST interface as an OpenAPI document.")


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit status."""
    chosen = parser().parse_args(arguments)
    if chosen.command in LONG_LIVED or getattr(chosen, "parts", False):
        # Loading makes only things that stay; walking through them again and again is a third of the time to start.
        gc.disable()
    if chosen.command in STAYING:
        from paceline.app.bytecode import keep_bytecode

        keep_bytecode()
    module, function = chosen.entry.split(":")
    return getattr(import_module(f"paceline.app.commands.{module}"), function)(chosen)
