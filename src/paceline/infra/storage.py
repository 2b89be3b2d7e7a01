"""Files people give us: kept in a local folder, or in S3, under the same keys and the same calls."""

import os
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store
from pydantic import Field, SecretStr

from paceline.infra.ids import new_id
from paceline.infra.settings import SettingsGroup, group
from paceline.kit.errors import Invalid, NotFound, Unavailable

# One to eight parts. A part never starts with a dot, so neither "..", hidden files nor empty parts exist.
# "#" is left out because the local store names its unfinished files "<name>#<number>".
KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,127}){0,7}")
CHUNK = 1024 * 1024


class StorageSettings(SettingsGroup):
    """Where uploaded files are kept."""

    model_config = group("STORAGE")

    url: str = Field(
        "", description="Where files are kept: empty for a folder beside the database, or s3://bucket/prefix."
    )
    endpoint: str = Field("", description="Address of an S3-compatible server, when it is not Amazon's own.")
    region: str = Field("us-east-1", description="Region of the bucket.")
    access_key_id: str = Field("", description="Access key of the bucket; empty to use the machine's own role.")
    secret_access_key: SecretStr = Field(SecretStr(""), description="Secret that belongs to the access key.")
    retry_seconds: float = Field(15.0, ge=0, description="Seconds during which a failing S3 server is asked again.")
    allow_http: bool = Field(False, description="Whether the S3 server may be spoken to without encryption.")


class Storage:
    """Puts, gets, lists and deletes files by key."""

    def __init__(self, store: LocalStore | S3Store, *, keeps_content_type: bool) -> None:
        self._store = store
        self._keeps_content_type = keeps_content_type

    async def put(
        self, key: str, data: bytes | AsyncIterator[bytes], content_type: str = "application/octet-stream"
    ) -> None:
        """Write a whole file; readers see the old one or the new one, never a part."""
        attributes: Any = {"Content-Type": content_type} if self._keeps_content_type else None
        try:
            await obstore.put_async(self._store, checked(key), data, attributes=attributes)
        except (BaseError, OSError) as error:
            raise _unavailable("written") from error

    async def get(self, key: str) -> bytes:
        try:
            found = await obstore.get_async(self._store, checked(key))
            return bytes(await found.bytes_async())
        except FileNotFoundError as error:
            raise NotFound("This file is no longer here.") from error
        except (BaseError, OSError) as error:
            raise _unavailable("read") from error

    async def stream(self, key: str, chunk: int = CHUNK) -> AsyncIterator[bytes]:
        """Yield a file in pieces; a missing file is refused when the first piece is asked for."""
        try:
            found = await obstore.get_async(self._store, checked(key))
            async for part in found.stream(min_chunk_size=chunk):
                yield bytes(part)
        except FileNotFoundError as error:
            raise NotFound("This file is no longer here.") from error
        except (BaseError, OSError) as error:
            raise _unavailable("read") from error

    async def size(self, key: str) -> int:
        """How many bytes a file has."""
        try:
            return int((await obstore.head_async(self._store, checked(key)))["size"])
        except FileNotFoundError as error:
            raise NotFound("This file is no longer here.") from error
        except (BaseError, OSError) as error:
            raise _unavailable("read") from error

    def piece(self, key: str, start: int, length: int) -> bytes:
        """Some bytes of a file; blocks, for readers that work in a thread."""
        try:
            return bytes(obstore.get_range(self._store, checked(key), start=start, length=length))
        except FileNotFoundError as error:
            raise NotFound("This file is no longer here.") from error
        except (BaseError, OSError) as error:
            raise _unavailable("read") from error

    async def delete(self, key: str) -> None:
        """Delete a file; deleting what is already gone is fine, so that erasure can be repeated."""
        try:
            await obstore.delete_async(self._store, checked(key))
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise _unavailable("deleted") from error

    async def exists(self, key: str) -> bool:
        try:
            await obstore.head_async(self._store, checked(key))
        except FileNotFoundError:
            return False
        except (BaseError, OSError) as error:
            raise _unavailable("read") from error
        return True

    async def list(self, prefix: str = "") -> list[str]:
        """Every key under a folder such as "u/<account>", in order."""
        under = checked(prefix.rstrip("/")) if prefix else None
        try:
            # The library's own types name an optional package here, so they cannot be checked.
            batches = cast(Any, obstore).list(self._store, prefix=under)
            return sorted([item["path"] async for batch in batches for item in batch])
        except (BaseError, OSError) as error:
            raise _unavailable("listed") from error

    async def check(self) -> None:
        """Write, read and delete a probe; raises Unavailable when any of the three fails."""
        key, body = f"probe/{new_id()}", b"paceline"
        await self.put(key, body)
        back = await self.get(key)
        await self.delete(key)
        if back != body:
            raise Unavailable("The file store gave back something else than was written to it.")


def open_storage(settings: StorageSettings, data: Path) -> Storage:
    """The store the settings ask for; `data` is the folder that holds `files/` when there is no S3."""
    if not settings.url:
        return Storage(_local(data / "files"), keeps_content_type=False)
    if not settings.url.startswith("s3://"):
        raise Invalid("STORAGE_URL must be empty or start with s3://, for example s3://paceline/files.")
    return Storage(_s3(settings), keeps_content_type=True)


def checked(key: str) -> str:
    """The key itself, when it cannot point outside the store."""
    if not KEY.fullmatch(key):
        raise Invalid(
            "This file name cannot be used: only letters, digits, dot, dash and underscore, in up to 8 parts."
        )
    return key


def _local(folder: Path) -> LocalStore:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(folder, 0o700)
    return LocalStore(prefix=folder)


def _s3(settings: StorageSettings) -> S3Store:
    options: dict[str, Any] = {"region": settings.region}
    if settings.endpoint:
        options["endpoint"] = settings.endpoint
    if settings.access_key_id:
        options["access_key_id"] = settings.access_key_id
        options["secret_access_key"] = settings.secret_access_key.get_secret_value()
    return S3Store.from_url(
        settings.url,
        client_options={"allow_http": settings.allow_http, "connect_timeout": "5s", "timeout": "60s"},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=settings.retry_seconds)},
        **options,
    )


def _unavailable(done: str) -> Unavailable:
    return Unavailable(f"The file could not be {done} just now. Please try again in a minute.")
