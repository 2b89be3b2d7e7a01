"""Keeps every mail as a file instead of sending it, for development and demonstrations."""

import asyncio
import os
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from pathlib import Path

from paceline.infra.clock import Clock
from paceline.infra.ids import new_id
from paceline.infra.mail.message import Mail, compose
from paceline.kit.errors import NotFound

NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class OutboxEntry:
    """One kept mail, as a list shows it."""

    id: str
    at: datetime
    to: str
    subject: str
    kind: str


class OutboxMailer:
    """Writes mails into a folder only the owner may read."""

    def __init__(self, folder: Path, sender: str, clock: Clock) -> None:
        self._folder, self._sender, self._clock = folder, sender, clock

    async def send(self, mail: Mail) -> None:
        message = compose(mail, self._sender, self._clock.now())
        await asyncio.to_thread(_write, self._folder, str(new_id(self._clock.now())), message.as_bytes())

    async def check(self) -> None:
        """The folder can be written to; raises OSError when it cannot."""
        await asyncio.to_thread(_prepare, self._folder)


def list_outbox(folder: Path, limit: int = 200) -> list[OutboxEntry]:
    """The latest mails, newest first."""
    if not folder.is_dir():
        return []
    names = sorted((path.stem for path in folder.glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    return [_entry(name, _load(folder, name)) for name in names[:limit]]


def read_outbox(folder: Path, id: str) -> Mail:
    """One kept mail as it was sent."""
    message = _load(folder, id)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text="" if text is None else text.get_content().replace("\r\n", "\n"),
        html="" if html is None else html.get_content().replace("\r\n", "\n"),
        headers={name: str(value) for name, value in message.items()},
        kind=str(message["X-Paceline-Kind"]),
        unsubscribe=str(message["List-Unsubscribe"] or "").strip("<>"),
    )


def _load(folder: Path, name: str) -> EmailMessage:
    path = folder / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound("This mail is no longer in the outbox.")
    return message_from_bytes(path.read_bytes(), policy=SMTP)


def _entry(name: str, message: EmailMessage) -> OutboxEntry:
    at = parsedate_to_datetime(str(message["Date"]))
    return OutboxEntry(name, at, str(message["To"]), str(message["Subject"]), str(message["X-Paceline-Kind"]))


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"The outbox folder {folder} cannot be written to.")


def _write(folder: Path, name: str, body: bytes) -> None:
    _prepare(folder)
    unfinished = folder / f".{name}.part"
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(body)
    unfinished.replace(folder / f"{name}.eml")
