"""One mail, and how it becomes the bytes a mail server takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from paceline.infra.ids import new_id

HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")
# Written by us alone; a caller that could set them could add recipients or change how the mail is read.
OURS = frozenset(
    {"to", "from", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version", "content-type"}
    | {"content-transfer-encoding", "content-disposition", "return-path", "resent-to", "resent-cc", "resent-bcc"}
)


class MailRefused(Exception):
    """A mail was not sent; `permanent` says whether trying the same mail again is pointless."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent


@dataclass(frozen=True)
class Mail:
    """One mail to one person; `kind` names the notice it carries ("identity.verify_email").

    `unsubscribe` is the https address that ends this kind of mail with one click.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    kind: str = "notice"
    unsubscribe: str = ""


def compose(mail: Mail, sender: str, now: datetime) -> EmailMessage:
    """The mail as a message with its own id and date; anything that could smuggle in a header is refused."""
    check(mail)
    _, address = parseaddr(sender)
    if CONTROL.search(sender) or not ADDRESS.fullmatch(address):
        raise _refused("The sender address in the mail settings is not a mail address.")
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{new_id()}@{address.rpartition('@')[2]}>"
        for name, value in _extra_headers(mail).items():
            message[name] = value
        message.set_content(mail.text)
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
    except (ValueError, MessageError, UnicodeError) as error:
        raise _refused(
            "This mail cannot be written down: a name, an address or a header in it is not valid."
        ) from error
    return message


def check(mail: Mail) -> None:
    """Refuse a mail whose lines could become headers, or that goes to anything but one address."""
    if not ADDRESS.fullmatch(mail.to):
        raise _refused("The mail has no valid address to go to.")
    if CONTROL.search(mail.subject):
        raise _refused("The subject of a mail must be a single line.")
    if CONTROL.search(mail.unsubscribe) or not (mail.unsubscribe == "" or mail.unsubscribe.startswith("https://")):
        raise _refused("The address to unsubscribe must be a single https address.")
    for name, value in (*mail.headers.items(), ("X-Kind", mail.kind)):
        if not HEADER_NAME.fullmatch(name) or name.lower() in OURS:
            raise _refused("A mail may not set this header itself.")
        if CONTROL.search(value):
            raise _refused("A mail header must be a single line.")


def _extra_headers(mail: Mail) -> dict[str, str]:
    extra = dict(mail.headers) | {"X-Paceline-Kind": mail.kind, "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:  # RFC 2369 and RFC 8058: the mail program's own button works with one POST
        extra |= {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return extra


def _refused(sentence: str) -> MailRefused:
    return MailRefused(sentence, permanent=True)
