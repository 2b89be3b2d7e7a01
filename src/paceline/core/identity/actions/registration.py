"""Making an account."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from paceline.core.identity.events import AccountRegistered
from paceline.core.identity.model import Account, Person
from paceline.core.identity.passwords import hash_password
from paceline.core.identity.rules import check_password, check_time_zone, clean_email
from paceline.core.identity.schemas import Register
from paceline.infra.ids import new_id
from paceline.infra.settings import InstanceSettings
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Forbidden, Invalid


async def register(tx: Tx, command: Register, settings: InstanceSettings, *, invited: bool = False) -> Account:
    """A new athlete or coach, if this instance takes people in; a system transaction."""
    if not invited:
        check_registration_open(command, settings)
    return await create_account(tx, command, [command.role])


def check_registration_open(command: Register, settings: InstanceSettings) -> None:
    """Whether strangers may register here."""
    if settings.registration == "closed":
        raise Forbidden(
            "This instance takes no new accounts by itself. Ask its administrator for one.", code="registration_closed"
        )
    if settings.registration == "invite" and (not settings.invite_code or command.invite_code != settings.invite_code):
        sentence = "That invite code is not right. Ask whoever told you about this instance."
        raise Invalid(sentence, code="bad_invite_code", fields={"invite_code": sentence})


async def create_administrator(tx: Tx, command: Register) -> Account:
    """The first account of an instance, which may do everything; refused once anybody is there."""
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("first_account"))))
    if await has_accounts(tx):
        raise Conflict("This instance already has its administrator. Sign in instead.", code="already_set_up")
    account = await create_account(tx, command, ["admin", "coach", "athlete"])
    account.email_verified_at = tx.now
    return account


async def has_accounts(tx: Tx) -> bool:
    """Whether anybody has an account here; a system transaction."""
    return await tx.session.scalar(select(Account.id).limit(1)) is not None


async def create_account(tx: Tx, command: Register, roles: Iterable[str]) -> Account:
    """An account and its person, checked but not asked whether it may be."""
    email = clean_email(command.email)
    check_password(command.password, email=email, name=command.name)
    check_time_zone(command.time_zone)
    account = Account(
        id=new_id(),
        email=email,
        password_hash=await hash_password(command.password),
        roles=sorted(set(roles)),
        created_at=tx.now,
    )
    tx.session.add(account)
    try:
        async with tx.session.begin_nested():
            await tx.session.flush()
    except IntegrityError as error:
        sentence = "There is already an account with this address. Sign in, or reset its password."
        raise Conflict(sentence, code="email_taken", fields={"email": sentence}) from error
    workspace = next(role for role in ("coach", "athlete", "admin") if role in account.roles)
    tx.session.add(
        Person(
            account_id=account.id,
            name=command.name.strip(),
            time_zone=command.time_zone,
            units=command.units,
            language=command.language,
            theme="auto",
            workspace=workspace,
            updated_at=tx.now,
        )
    )
    await tx.session.flush()
    await tx.emit(AccountRegistered(account.id))
    return account
