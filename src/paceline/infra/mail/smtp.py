"""Sends mail through a server, with TLS that is checked."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parseaddr

from paceline.infra.clock import Clock
from paceline.infra.mail.message import Mail, MailRefused, compose
from paceline.infra.mail.settings import MailSettings


class SmtpMailer:
    """One connection per mail, in a thread: mails are few, and a kept connection goes stale."""

    def __init__(self, settings: MailSettings, clock: Clock, *, context: ssl.SSLContext | None = None) -> None:
        self._settings, self._clock = settings, clock
        self._context = context or ssl.create_default_context()

    async def send(self, mail: Mail) -> None:
        message = compose(mail, self._settings.sender, self._clock.now())
        await asyncio.to_thread(self._deliver, message, mail.to)

    async def check(self) -> None:
        """Connect, encrypt and sign in without sending; raises MailRefused with the reason."""
        await asyncio.to_thread(self._deliver, None, "")

    def _deliver(self, message: EmailMessage | None, to: str) -> None:
        try:
            with self._connect() as server:
                if self._settings.user:
                    server.login(self._settings.user, self._settings.password.get_secret_value())
                if message is None:
                    server.noop()
                else:
                    server.send_message(message, parseaddr(self._settings.sender)[1], [to])
        except (smtplib.SMTPException, OSError) as error:
            raise _explained(error) from error

    def _connect(self) -> smtplib.SMTP:
        at, settings = (self._settings.host, self._settings.port), self._settings
        if settings.tls == "tls":
            return smtplib.SMTP_SSL(*at, timeout=settings.timeout_seconds, context=self._context)
        server = smtplib.SMTP(*at, timeout=settings.timeout_seconds)
        if settings.tls == "starttls":
            try:
                server.starttls(context=self._context)
            except BaseException:
                server.close()
                raise
        return server


def _explained(error: Exception) -> MailRefused:
    """The reason in a sentence. RFC 5321, 4.2.1: a 5xx reply is final, a 4xx one is not."""
    match error:
        case smtplib.SMTPAuthenticationError():
            # The mail itself is fine: it can go out once the password in the settings is right.
            return MailRefused("The mail server did not accept our name and password.", permanent=False)
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _ in error.recipients.values()]
            return _by_code(max(codes, default=450), "The mail server does not take mail for this address")
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, "The mail server did not take the mail")
        case smtplib.SMTPNotSupportedError():
            return MailRefused("The mail server cannot do what the mail settings ask for.", permanent=False)
        case ssl.SSLError():
            return MailRefused("The mail server's certificate could not be checked.", permanent=False)
        case _:
            return MailRefused("The mail server could not be reached.", permanent=False)


def _by_code(code: int, sentence: str) -> MailRefused:
    permanent = 500 <= code < 600
    return MailRefused(f"{sentence}{'.' if permanent else ' just now.'} (It answered {code}.)", permanent=permanent)
