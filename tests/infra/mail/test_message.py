"""What a mail looks like, and what it may not smuggle in."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.infra.mail import Mail, MailRefused, compose

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
SENDER = "Paceline <coach@paceline.test>"


def test_a_mail_has_both_versions_a_date_and_an_id():
    mail = Mail("bob@example.com", "Grüße — your week", "Hello", "<p>Hello</p>", kind="plans.week")
    message = compose(mail, SENDER, NOW)
    assert message["Date"] == "Sun, 01 Mar 2026 12:30:00 +0000"
    assert message["Message-ID"].endswith("@paceline.test>")
    assert (message["Subject"], message["X-Paceline-Kind"]) == ("Grüße — your week", "plans.week")
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Message-ID"] != compose(mail, SENDER, NOW)["Message-ID"]


def test_a_mail_without_a_rich_version_is_plain_text():
    assert compose(Mail("a@b.test", "s", "t"), SENDER, NOW).get_content_type() == "text/plain"


def test_unsubscribing_takes_one_click():
    message = compose(Mail("a@b.test", "s", "t", unsubscribe="https://p.test/u/1"), SENDER, NOW)
    assert message["List-Unsubscribe"] == "<https://p.test/u/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert compose(Mail("a@b.test", "s", "t"), SENDER, NOW)["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "mail",
    [
        Mail("a@b.test\r\nBcc: c@d.test", "s", "t"),
        Mail("a@b.test, c@d.test", "s", "t"),
        Mail("Bob <a@b.test>", "s", "t"),
        Mail("", "s", "t"),
        Mail("nobody", "s", "t"),
        Mail("a@b.test", "s\r\nBcc: c@d.test", "t"),
        Mail("a@b.test", "s\nX: y", "t"),
        Mail("a@b.test", "s\u2028X: y", "t"),
        Mail("a@b.test", "s", "t", headers={"X-A": "1\r\nBcc: c@d.test"}),
        Mail("a@b.test", "s", "t", headers={"X-A: 1\r\nBcc": "c@d.test"}),
        Mail("a@b.test", "s", "t", headers={"Bcc": "c@d.test"}),
        Mail("a@b.test", "s", "t", headers={"Content-Type": "text/html"}),
        Mail("a@b.test", "s", "t", kind="a\r\nBcc: c@d.test"),
        Mail("a@b.test", "s", "t", unsubscribe="https://p.test\r\nBcc: c@d.test"),
        Mail("a@b.test", "s", "t", unsubscribe="javascript:alert(1)"),
        Mail("a@b.test", "\udcff", "t"),
    ],
)
def test_what_could_become_a_header_is_refused(mail: Mail):
    with pytest.raises(MailRefused) as refused:
        compose(mail, SENDER, NOW)
    assert refused.value.permanent
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("sender", ["", "nobody", "a@b.test\r\nBcc: c@d.test"])
def test_a_bad_sender_is_refused(sender: str):
    with pytest.raises(MailRefused):
        compose(Mail("a@b.test", "s", "t"), sender, NOW)


@given(st.text(), st.text(), st.text())
def test_no_text_ever_adds_a_header(subject: str, text: str, value: str):
    try:
        message = compose(Mail("a@b.test", subject, text, headers={"X-Note": value}), SENDER, NOW)
        head = message.as_bytes().partition(b"\r\n\r\n")[0]
    except MailRefused:
        return
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"}
    assert names <= {
        *(b"from", b"to", b"subject", b"date", b"message-id", b"x-note", b"x-paceline-kind", b"auto-submitted"),
        *(b"content-type", b"content-transfer-encoding", b"mime-version"),
    }
