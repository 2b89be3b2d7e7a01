"""One supervisor per folder: a file lock the kernel releases when its holder dies, however it dies."""

import fcntl
import os
import weakref
from pathlib import Path


class FolderLock:
    """An exclusive lock that is never waited for; a forked child does not keep it alive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        return self._handle is not None

    def acquire(self) -> bool:
        """Take the lock if it is free; True when we hold it."""
        if self._handle is not None:
            return True
        # Not through a link: when root runs us the folder belongs to the server's account.
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        _held.add(self)
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
            _held.discard(self)


_held: weakref.WeakSet[FolderLock] = weakref.WeakSet()


def _drop_inherited() -> None:
    # Closing a copied handle does not unlock it for the parent, while keeping it open would outlive the parent.
    for lock in list(_held):
        lock.release()


os.register_at_fork(after_in_child=_drop_inherited)
