"""Keeps one PostgreSQL server running on one folder, however the last one ended."""

import atexit
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from paceline.infra.postgres.account import Account, server_account, take_over
from paceline.infra.postgres.binaries import Binaries, find_binaries
from paceline.infra.postgres.configuration import PORT, settings, write_access_rules
from paceline.infra.postgres.errors import PostgresUnavailable
from paceline.infra.postgres.initialise import ensure_data, name_for
from paceline.infra.postgres.leftovers import clear_files, end_orphans, read_pid_file, tag
from paceline.infra.postgres.lock import FolderLock
from paceline.infra.postgres.probe import answering_pid
from paceline.infra.postgres.relocation import runnable_by
from paceline.infra.postgres.server import Server, open_log, rotate
from paceline.infra.postgres.sockets import make_socket_folder

PAUSE = 0.01


class Cluster:
    """A PostgreSQL server on a folder: the first process to start it owns it, the others join.

    When the owner dies, the kernel shuts the server down (Linux); elsewhere the next start ends what was left.
    """

    def __init__(
        self,
        folder: Path,
        *,
        binaries: Binaries | None = None,
        listen: tuple[str, int] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder.absolute()
        self._binaries = binaries
        self._listen = listen
        self._options = dict(options or {})
        self._lock = FolderLock(self._folder / "lock")
        self._starting = threading.Lock()
        self._server: Server | None = None
        self._owner = 0
        self._pid: int | None = None
        self._socket_folder: Path | None = None

    @property
    def data_folder(self) -> Path:
        return self._folder / "data"

    @property
    def log_file(self) -> Path:
        return self._folder / "log" / "postgres.log"

    @property
    def started_here(self) -> bool:
        """Whether the server is a child of this process, started by this object."""
        return self._server is not None and self._owner == os.getpid()

    @property
    def is_running(self) -> bool:
        if self._server is not None and self.started_here:
            return self._server.is_alive
        return self._pid is not None and answering_pid(self.data_folder) is not None

    @property
    def pid(self) -> int | None:
        """The process number of the postmaster, once started or joined."""
        return self._pid

    @property
    def socket_folder(self) -> Path:
        if self._socket_folder is None:
            raise PostgresUnavailable("The database server has not been started yet.")
        return self._socket_folder

    def address(self, user: str, database: str) -> str:
        """A connection URL over the socket, for psycopg and SQLAlchemy; no password is needed."""
        port = self._listen[1] if self._listen else PORT
        if found := read_pid_file(self.data_folder):
            port = found.port
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?host={host}&port={port}"

    def start(self, timeout: float = 60) -> None:
        """Return when the server answers queries: ours, or one another process already runs on this folder."""
        with self._starting:
            if self.is_running:
                return
            deadline = time.monotonic() + timeout
            account = self._claim_folder()
            while not self._take_lock(account):
                if self._join():
                    return
                if time.monotonic() > deadline:
                    raise PostgresUnavailable(
                        f"Another Paceline process holds {self._folder}, and its PostgreSQL did not answer within "
                        f"{timeout:g} seconds. Its log is {self.log_file}."
                    )
                time.sleep(PAUSE * 3)
            try:
                self._launch(account, deadline)
            except OSError as error:
                self._end()
                raise PostgresUnavailable(f"PostgreSQL could not be started in {self._folder}: {error}.") from error
            except BaseException:
                self._end()
                raise

    def stop(self) -> None:
        """Shut down the server if this object started it; one that was joined belongs to its owner."""
        with self._starting:
            if self.started_here:
                self._end()
            self._pid = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _claim_folder(self) -> Account:
        account = server_account(self._folder)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise PostgresUnavailable(
                f"The database folder {self._folder} cannot be made: {error.strerror}. Make it yourself and give it "
                f"to {account.name}, or choose another folder for Paceline's data."
            ) from error
        return account

    def _take_lock(self, account: Account) -> bool:
        try:
            return self._lock.acquire()
        except OSError as error:
            raise PostgresUnavailable(
                f"The database folder {self._folder} cannot be used by {account.name}: {error.strerror}. "
                f"Run `sudo chown -R {account.name} {self._folder}` and start Paceline again."
            ) from error

    def _join(self) -> bool:
        pid = answering_pid(self.data_folder)
        found = read_pid_file(self.data_folder)
        if pid is None or found is None or found.pid != pid:
            return False
        self._pid, self._socket_folder = pid, found.socket_folder
        return True

    def _launch(self, account: Account, deadline: float) -> None:
        binaries = runnable_by(account, self._binaries or find_binaries())
        (self._folder / "log").mkdir(mode=0o700, exist_ok=True)
        if self.data_folder.is_dir():
            end_orphans(self.data_folder)
        take_over(self._folder, account)
        ensure_data(self.data_folder, binaries, account)
        self._socket_folder = make_socket_folder(self._folder, account)
        clear_files(self.data_folder, self._socket_folder)
        write_access_rules(self.data_folder, account, self._listen)
        open_log(self.log_file).close()
        rotate(self.log_file)
        self._server = Server(self._command(binaries, account), self.data_folder, account, self.log_file)
        self._owner = os.getpid()
        self._server.start()
        atexit.register(self.stop)
        self._await_answer(self._server, deadline)

    def _command(self, binaries: Binaries, account: Account) -> list[str]:
        chosen = settings(binaries, self._listen, self._options) | {
            "unix_socket_directories": str(self._socket_folder),
            "cluster_name": tag(self.data_folder),
        }
        command = [str(binaries.postgres), "-D", name_for(self.data_folder, account)]
        return command + [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]

    def _await_answer(self, server: Server, deadline: float) -> None:
        while answering_pid(self.data_folder, self._socket_folder) != server.pid:
            if not server.is_alive:
                raise PostgresUnavailable(f"PostgreSQL ended while starting. Its last words:\n{server.last_words()}")
            if time.monotonic() > deadline:
                raise PostgresUnavailable(
                    f"PostgreSQL did not answer in time. After a crash with much to recover it may need longer; "
                    f"its last words:\n{server.last_words()}"
                )
            time.sleep(PAUSE)
        self._pid = server.pid

    def _end(self) -> None:
        atexit.unregister(self.stop)
        if self._server is not None and self._server.is_alive:
            self._server.stop()
        self._server = None
        self._pid = None
        if self._socket_folder is not None and self._socket_folder.parent != self._folder:
            with suppress(OSError):
                self._socket_folder.rmdir()
        self._lock.release()
