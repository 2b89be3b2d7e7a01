"""Mail: what a message is, and the two ways it leaves: over SMTP, or into a folder to look at while developing."""

from paceline.infra.mail.message import Mail, MailRefused, compose
from paceline.infra.mail.outbox import OutboxEntry, OutboxMailer, list_outbox, read_outbox
from paceline.infra.mail.sending import Mailer, open_mailer
from paceline.infra.mail.settings import MailSettings
from paceline.infra.mail.smtp import SmtpMailer

__all__ = [
    "Mail",
    "MailRefused",
    "MailSettings",
    "Mailer",
    "OutboxEntry",
    "OutboxMailer",
    "SmtpMailer",
    "compose",
    "list_outbox",
    "open_mailer",
    "read_outbox",
]
