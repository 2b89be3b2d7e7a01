"""Starting: settings become the machinery a process works with."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from paceline.app.registry import slices as all_slices
from paceline.infra import schedule
from paceline.infra.clock import Clock, SystemClock
from paceline.infra.database import Database, DatabaseAddress
from paceline.infra.events import Reactions
from paceline.infra.http import Outbound, OutboundSettings
from paceline.infra.jobs import JobDefinition
from paceline.infra.keyring import SecretsSettings, open_vault
from paceline.infra.limits import open_limiter
from paceline.infra.machinery import Machinery
from paceline.infra.mail import MailSettings, open_mailer
from paceline.infra.sandbox import Sandbox
from paceline.infra.settings import DatabaseSettings, InstanceSettings, load
from paceline.infra.slices import Slice
from paceline.infra.storage import StorageSettings, open_storage
from paceline.infra.tx import Transactions

# What a sandboxed process loads when it starts: the readers of files.
READERS = ("paceline.science.endurance.reading",)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every group of the machinery, loaded and checked."""

    instance: InstanceSettings
    database: DatabaseSettings
    secrets: SecretsSettings
    storage: StorageSettings
    mail: MailSettings
    outbound: OutboundSettings


GROUPS = (
    InstanceSettings,
    DatabaseSettings,
    SecretsSettings,
    StorageSettings,
    MailSettings,
    OutboundSettings,
)


def load_settings() -> Settings:
    """All settings; raises SettingsError with a sentence per wrong variable."""
    return Settings(*(load(kind) for kind in GROUPS))  # type: ignore[arg-type]


def prepare_data_folder(folder: Path) -> Path:
    """The data folder, made private when it is new."""
    folder = folder.resolve()
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    return folder


@asynccontextmanager
async def machinery(
    settings: Settings, address: DatabaseAddress, *, clock: Clock | None = None, slices: Sequence[Slice] | None = None
) -> AsyncGenerator[Machinery]:
    """The machinery, closed when left."""
    clock = clock or SystemClock()
    slices = all_slices() if slices is None else slices
    data = prepare_data_folder(settings.instance.data)
    database = Database(address, pool_size=settings.database.pool_size)
    outbound = Outbound(settings.outbound, clock)
    sandbox = Sandbox(preload=READERS)
    try:
        yield Machinery(
            settings=settings.instance,
            clock=clock,
            database=database,
            transactions=Transactions(database, clock, Reactions(h for s in slices for h in s.handlers)),
            storage=open_storage(settings.storage, data),
            mailer=open_mailer(settings.mail, data, clock),
            outbound=outbound,
            vault=open_vault(settings.secrets, data),
            limiter=open_limiter(clock, settings.instance.redis_url),
            dailies={daily.kind: daily.job for s in slices for daily in s.plugged(schedule.Daily)},
            plugs=[plug for s in slices for plug in s.plugs],
            sandbox=sandbox,
        )
    finally:
        sandbox.close()
        await outbound.aclose()
        await database.close()


def jobs_of(slices: Sequence[Slice]) -> list[JobDefinition]:
    """Every job there is."""
    groups = [schedule.jobs, *(s.jobs for s in slices if s.jobs)]
    return [job for group in groups for job in group.definitions]
