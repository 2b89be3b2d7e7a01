"""What the long-running processes share: logging, the machinery, and ending together with their supervisor."""

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from paceline.app import boot
from paceline.app.commands import forking
from paceline.app.place import address_of, embedded, make_ready
from paceline.infra import logs
from paceline.infra.machinery import Machinery

# Seconds an orphan has to end in order; what it was at is in the database, or is lost with that anyway.
ORPHAN_GRACE = 10.0


def follow_supervisor() -> None:
    """Wait until the supervisor says that the database is ready; end this process when the supervisor is gone.

    Both come through standard input: a byte for the first, its end for the second. So a process is started, and loads
    its modules, while the database still starts.
    """
    if not os.read(sys.stdin.fileno(), 1):
        raise SystemExit(0)

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            continue
        os.kill(os.getpid(), signal.SIGTERM)
        # The database has most likely gone with the supervisor, and whatever still waits for it would keep this alive.
        time.sleep(ORPHAN_GRACE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="supervisor-watch").start()


@asynccontextmanager
async def whole_machinery(*, supervised: bool) -> AsyncGenerator[Machinery]:
    """Settings, log, database and the rest, for a process that lives long."""
    settings = boot.load_settings()
    instance = settings.instance
    chosen = "json" if instance.log_format == "auto" and instance.is_production else instance.log_format
    logs.configure(chosen, instance.log_level)
    cluster = embedded(instance, settings.database)
    try:
        if cluster is not None:
            cluster.start()
        address = address_of(settings.database, cluster)
        if not supervised:
            make_ready(address, apart=True)
        async with boot.machinery(settings, address) as machinery:
            yield machinery
    finally:
        if cluster is not None:
            cluster.stop()


def settle() -> None:
    """Once everything is loaded: what is there now stays for good, so the collector need not walk through it again.

    Requests and jobs leave few cycles behind; collecting after every 700 objects would look at each page several times.
    """
    forking.settle()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
