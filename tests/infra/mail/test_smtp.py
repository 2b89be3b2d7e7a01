"""Sending over a real socket: encryption, signing in, and what each refusal means."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from paceline.infra.clock import FixedClock
from paceline.infra.mail import Mail, MailRefused, MailSettings, SmtpMailer, open_mailer
from tests.fakes.certificates import make_certificate
from tests.fakes.smtp_server import FakeMailServer

CLOCK = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
MAIL = Mail("bob@example.com", "Your week", "Hello Bob,\nall good.", "<p>Hello Bob</p>", kind="plans.week")


def settings(port: int, **more: object) -> MailSettings:
    given: dict[str, object] = {"host": "127.0.0.1", "port": port, "tls": "none", "sender": "Coach <c@paceline.test>"}
    return MailSettings.model_validate({**given, "timeout_seconds": 2.0, **more})


async def test_a_mail_arrives_as_it_was_written():
    async with FakeMailServer() as server:
        await SmtpMailer(settings(server.port), CLOCK).send(MAIL)
    [mail] = server.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == ("bob@example.com", "Coach <c@paceline.test>", "Your week")
    assert mail.get_body(("plain",)).get_content().split() == ["Hello", "Bob,", "all", "good."]  # type: ignore[union-attr]
    assert server.envelopes == [("c@paceline.test", ["bob@example.com"], False)]


@pytest.mark.parametrize("mode", ["starttls", "tls"])
async def test_encryption_is_used_and_the_certificate_is_checked(mode: str, tmp_path: Path):
    server_side, client_side = make_certificate(tmp_path, "127.0.0.1")
    async with FakeMailServer(**{mode: server_side}) as server:  # type: ignore[arg-type]
        await SmtpMailer(settings(server.port, tls=mode), CLOCK, context=client_side).send(MAIL)
        with pytest.raises(MailRefused, match="certificate") as refused:
            await SmtpMailer(settings(server.port, tls=mode), CLOCK).send(MAIL)
    assert [encrypted for *_, encrypted in server.envelopes] == [True]
    assert not refused.value.permanent


async def test_a_server_without_encryption_gets_no_mail_when_encryption_is_asked_for():
    async with FakeMailServer() as server:
        with pytest.raises(MailRefused) as refused:
            await SmtpMailer(settings(server.port, tls="starttls"), CLOCK).send(MAIL)
    assert (server.mails, refused.value.permanent) == ([], False)


async def test_signing_in():
    async with FakeMailServer(login=("coach", "right")) as server:
        good = SmtpMailer(settings(server.port, user="coach", password="right"), CLOCK)
        await good.check()
        await good.send(MAIL)
        bad = SmtpMailer(settings(server.port, user="coach", password="wrong"), CLOCK)
        for attempt in (bad.check, lambda: bad.send(MAIL)):
            with pytest.raises(MailRefused, match="name and password") as refused:
                await attempt()
            assert not refused.value.permanent
            assert "wrong" not in str(refused.value)
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    ("code", "permanent"), [("451 later", False), ("421 busy", False), ("550 no", True), ("554 spam", True)]
)
async def test_refusals_of_the_mail_say_whether_to_try_again(code: str, permanent: bool):
    async with FakeMailServer(reply=code) as server:
        with pytest.raises(MailRefused) as refused:
            await SmtpMailer(settings(server.port), CLOCK).send(MAIL)
    assert refused.value.permanent is permanent


@pytest.mark.parametrize(("code", "permanent"), [("450 greylisted", False), ("550 no such person", True)])
async def test_refusals_of_the_address_say_whether_to_try_again(code: str, permanent: bool):
    async with FakeMailServer(recipient_reply=code) as server:
        with pytest.raises(MailRefused, match="for this address") as refused:
            await SmtpMailer(settings(server.port), CLOCK).send(MAIL)
    assert refused.value.permanent is permanent


async def test_a_server_that_is_not_there():
    async with FakeMailServer() as server:
        port = server.port
    mailer = SmtpMailer(settings(port), CLOCK)
    with pytest.raises(MailRefused, match="could not be reached") as refused:
        await mailer.check()
    assert not refused.value.permanent


async def test_a_smuggled_header_never_reaches_the_server():
    async with FakeMailServer() as server:
        with pytest.raises(MailRefused):
            await SmtpMailer(settings(server.port), CLOCK).send(Mail("a@b.test", "s\r\nBcc: x@y.test", "t"))
    assert server.mails == []


def test_the_settings_choose_the_mailer(tmp_path: Path):
    assert isinstance(open_mailer(MailSettings(transport="smtp"), tmp_path, CLOCK), SmtpMailer)
    assert not isinstance(open_mailer(MailSettings(transport="outbox"), tmp_path, CLOCK), SmtpMailer)
