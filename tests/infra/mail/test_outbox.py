"""The folder that stands in for a mail server."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paceline.infra.clock import FixedClock
from paceline.infra.mail import Mail, OutboxMailer, list_outbox, read_outbox
from paceline.kit.errors import NotFound

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_mails_are_kept_listed_newest_first_and_read_back(tmp_path: Path):
    clock, folder = FixedClock(NOW), tmp_path / "outbox"
    mailer = OutboxMailer(folder, "Coach <c@p.test>", clock)
    await mailer.check()
    await mailer.send(Mail("bob@example.com", "First", "one", kind="a.first"))
    clock.advance(timedelta(minutes=1))
    second = Mail(
        "zoë@example.com", "Zweite — ü", "line 1\nline 2\n", "<p>ü</p>\n", {"X-Note": "n"}, "a.second", "https://p/u"
    )
    await mailer.send(second)

    newest, oldest = list_outbox(folder)
    assert (newest.to, newest.subject, newest.kind) == ("zoë@example.com", "Zweite — ü", "a.second")
    assert (oldest.subject, oldest.at) == ("First", NOW)
    assert len(list_outbox(folder, limit=1)) == 1
    back = read_outbox(folder, newest.id)
    assert (back.to, back.subject, back.text, back.html) == (second.to, second.subject, second.text, second.html)
    assert (back.kind, back.unsubscribe, back.headers["X-Note"]) == ("a.second", "https://p/u", "n")


async def test_kept_mails_are_private_and_never_half_written(tmp_path: Path):
    folder = tmp_path / "outbox"
    await OutboxMailer(folder, "c@p.test", FixedClock(NOW)).send(Mail("a@b.test", "s", "t"))
    [file] = list(folder.iterdir())
    assert file.suffix == ".eml"
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("id", ["../secret", "x", "", "00000000-0000-7000-8000-000000000000", "../../etc/passwd"])
def test_only_mails_of_the_outbox_can_be_read(tmp_path: Path, id: str):
    (tmp_path / "secret.eml").write_text("Subject: secret\n\n")
    (tmp_path / "outbox").mkdir()
    with pytest.raises(NotFound):
        read_outbox(tmp_path / "outbox", id)


def test_an_outbox_nobody_has_used_is_empty(tmp_path: Path):
    assert list_outbox(tmp_path / "outbox") == []
