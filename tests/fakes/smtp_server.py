"""A mail server that takes, refuses or postpones mail as told, over a real socket."""

import asyncio
import ssl
import warnings
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class FakeMailServer:
    """Collects mails in `mails`; `reply` is what it says to a mail, `recipient_reply` to an address."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        reply: str = "250 OK",
        recipient_reply: str = "250 OK",
    ) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str | None, list[str], bool]] = []
        self._login, self._reply, self._recipient_reply = login, reply, recipient_reply
        self._tls, self._starttls = tls, starttls
        self.port = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def _protocol(self) -> SMTP:
        with warnings.catch_warnings():
            # It warns that names and passwords may travel without encryption, which is what some tests are about.
            warnings.simplefilter("ignore")
            return SMTP(
                self,
                hostname="mail.test",
                tls_context=self._starttls,
                authenticator=self._check if self._login else None,
                auth_required=bool(self._login),
                auth_require_tls=False,
                timeout=5,
            )

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._recipient_reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._recipient_reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._reply.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, _encrypted(server)))
        return self._reply

    def _check(self, _server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login.decode(), data.password.decode()) == self._login, handled=False)


def _encrypted(server: SMTP) -> bool:
    return server.transport is not None and server.transport.get_extra_info("ssl_object") is not None
