"""`paceline user`: accounts from the command line, for administrators with access to the machine."""

import asyncio
import getpass
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable

from sqlalchemy import select

from paceline.app import boot
from paceline.app.commands.database import reachable
from paceline.app.commands.telling import plainly, tell
from paceline.app.place import make_ready
from paceline.core.identity import Account, Person, Register, account_by_email
from paceline.core.identity.actions.registration import create_account
from paceline.core.identity.actions.tickets import set_password
from paceline.infra.database import SYSTEM
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, NotFound


@plainly
def create(arguments: Namespace) -> int:
    """Make an account with a proven address."""
    password = _ask_password(arguments)
    given = {"email": arguments.email, "password": password, "name": arguments.name, "time_zone": arguments.time_zone}
    command = Register.model_validate(given)

    async def make(tx: Tx) -> None:
        account = await create_account(tx, command, arguments.role)
        account.email_verified_at = tx.now

    _in_transaction(make)
    tell(f"{arguments.email} can sign in now.")
    return 0


@plainly
def password(arguments: Namespace) -> int:
    """Set a new password."""
    word = _ask_password(arguments)

    async def change(tx: Tx) -> None:
        account = await account_by_email(tx, arguments.email)
        if account is None:
            raise NotFound(f"Nobody here has the address {arguments.email}.")
        await set_password(tx, account, word)

    _in_transaction(change)
    tell("The password is set, and every session of the account has ended.")
    return 0


@plainly
def list_all(_: Namespace) -> int:
    """List the accounts."""

    async def show(tx: Tx) -> None:
        query = select(Account, Person).join(Person, Person.account_id == Account.id).order_by(Account.created_at)
        for account, person in await tx.session.execute(query):
            state = "closed" if account.closed_at else "proven" if account.email_verified_at else "unproven"
            tell(f"{account.email:40} {person.name:30} {','.join(account.roles):22} {state}")

    _in_transaction(show)
    return 0


def _ask_password(arguments: Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Invalid("There is no terminal to ask for a password at. Use --password-stdin.")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise Invalid("The two were not the same.")
    return first


def _in_transaction(act: Callable[[Tx], Awaitable[None]]) -> None:
    settings = boot.load_settings()

    async def run() -> None:
        async with boot.machinery(settings, address) as machinery, machinery.transactions.open(SYSTEM) as tx:
            await act(tx)

    with reachable() as address:
        make_ready(address)
        asyncio.run(run())
