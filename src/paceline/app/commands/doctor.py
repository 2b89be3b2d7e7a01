"""`paceline doctor`: looks at every part and says what to do about what is wrong."""

import asyncio
import shutil
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from paceline.app import boot
from paceline.app.commands.database import reachable
from paceline.app.commands.telling import tell
from paceline.infra.database import SYSTEM
from paceline.infra.database.address import DatabaseAddress
from paceline.infra.database.readiness import is_current, newest_number
from paceline.infra.machinery import Machinery
from paceline.infra.postgres import MissingRight, PostgresUnavailable
from paceline.infra.settings import SettingsError

LEAST_FREE = 2 * 1024**3
LARGEST_DRIFT = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, whether it is well, and what was seen or should be done."""

    part: str
    well: bool
    says: str


def doctor(_: Namespace) -> int:
    """Examine and report; exit status 1 when something needs doing."""
    findings = _examine()
    for finding in findings:
        tell(f"{'ok   ' if finding.well else 'MEND '} {finding.part:10} {finding.says}")
    return 0 if all(finding.well for finding in findings) else 1


def _examine() -> list[Finding]:
    try:
        settings = boot.load_settings()
    except SettingsError as error:
        return [Finding("settings", False, line) for line in str(error).splitlines()]
    findings = [
        Finding("settings", True, f"{settings.instance.environment}, {settings.instance.public_url}"),
        _disk(settings),
    ]
    try:
        with reachable() as address:
            findings += asyncio.run(_inside(settings, address))
    except (PostgresUnavailable, MissingRight) as error:
        findings.append(Finding("database", False, str(error)))
    return findings


def _disk(settings: boot.Settings) -> Finding:
    folder = boot.prepare_data_folder(settings.instance.data)
    free = shutil.disk_usage(folder).free
    says = f"{free / 1024**3:.1f} GiB free for {folder}"
    return Finding("disk", free >= LEAST_FREE, says if free >= LEAST_FREE else f"{says}: make room, at least 2 GiB.")


async def _inside(settings: boot.Settings, address: DatabaseAddress) -> list[Finding]:
    if not is_current(address):
        return [Finding("database", False, f"not at revision {newest_number()}: run `paceline db upgrade`.")]
    async with boot.machinery(settings, address) as machinery:
        return [
            await _part("database", lambda: _database(machinery), "Is the server up, and DATABASE_URL right?"),
            await _part("clock", lambda: _clock(machinery), "Let the machine keep its time by NTP."),
            await _part(
                "storage", lambda: _storage(machinery), "Check the PACELINE_STORAGE_ settings and the folder's owner."
            ),
            await _part("mail", lambda: _mail(settings, machinery), "Check the PACELINE_MAIL_ settings."),
        ]


async def _part(name: str, look: Callable[[], Awaitable[str]], advice: str) -> Finding:
    try:
        return Finding(name, True, await asyncio.wait_for(look(), 30))
    except Exception as error:  # noqa: BLE001 - a doctor reports every illness
        return Finding(name, False, f"{error or type(error).__name__}. {advice}")


async def _database(machinery: Machinery) -> str:
    async with machinery.database.session(SYSTEM) as session:
        version = await session.scalar(text("SHOW server_version"))
    return f"PostgreSQL {version}, revision {newest_number()}"


async def _clock(machinery: Machinery) -> str:
    async with machinery.database.session(SYSTEM) as session:
        theirs = await session.scalar(text("SELECT clock_timestamp()"))
    assert isinstance(theirs, datetime)
    drift = abs((machinery.clock.now() - theirs.astimezone(UTC)).total_seconds())
    if drift > LARGEST_DRIFT:
        raise RuntimeError(f"this machine and the database disagree by {drift:.0f} s")
    return "agrees with the database"


async def _storage(machinery: Machinery) -> str:
    await machinery.storage.check()
    return "writes, reads and deletes"


async def _mail(settings: boot.Settings, machinery: Machinery) -> str:
    await machinery.mailer.check()
    if settings.mail.transport == "outbox":
        return "kept in the outbox folder; set PACELINE_MAIL_TRANSPORT=smtp to send"
    return f"{settings.mail.host}:{settings.mail.port} answers"
