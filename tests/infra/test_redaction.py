"""No secret reaches the log, whatever shape it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.infra.redaction import clean, clean_text, is_secret, redact

CANARY = "c4n4ryS3cr3tV4lu3"
RECURSIVE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "Password",
        "new_password",
        "access_token",
        "refreshToken",
        "X-CSRF-Token",
        "client_secret",
        "Authorization",
        "cookie",
        "Set-Cookie",
        "api_key",
        "apiKey",
        "X-Api-Key",
        "smtp.password",
        "otp",
        "webhook_secret",
        "private_key",
        "sid",
    ],
)
def test_values_under_secret_names_are_hidden(key: str):
    assert clean(key, CANARY) == "[hidden]"
    assert clean(key, [CANARY]) == clean(key, {"a": CANARY}) == clean(key, CANARY.encode()) == "[hidden]"


@pytest.mark.parametrize(
    "key", ["method", "route", "athlete_id", "tokenizer", "secretary", "event", "passed", "kind", "side"]
)
def test_ordinary_names_are_left_alone(key: str):
    assert not is_secret(key)
    assert clean(key, "value") == "value"


def test_counts_of_tokens_stay_and_one_time_codes_go():
    assert clean("input_tokens", 1200) == 1200
    assert clean("otp", 123456) == "[hidden]"
    assert clean("token", None) is None


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {CANARY}",
        f"sent bearer {CANARY} along",
        f"Basic {CANARY}==",
        f"GET /callback?code={CANARY}&state={CANARY}",
        f"https://p.test/reset?token={CANARY}#x",
        f"https://p.test/?a=1&access_token={CANARY}&b=2",
        f"postgresql://owner:{CANARY}@db/paceline",
        f"redis://:{CANARY}@cache:6379",
        f"password={CANARY}",
        f"connection failed: host=db password={CANARY} user=me",
        f"{{'password': '{CANARY}'}}",
        f'{{"client_secret":"{CANARY}"}}',
        f"whsec_{CANARY}",
        f"sk-ant-{CANARY}",
        f"eyJhbGciOi.{CANARY}.{CANARY}",
        f"Cookie: {CANARY}",
        f"api_key: {CANARY}",
        f"apikey={CANARY}",
    ],
)
def test_secrets_inside_texts_are_hidden(text: str):
    assert CANARY not in clean_text(text)
    assert CANARY not in str(clean("event", {"deep": [{"list": (text,)}]}))
    assert CANARY not in str(clean("error", RuntimeError(text)))


def test_addresses_are_shortened_and_sentences_kept():
    assert clean_text("mail to bob.miller@example.com failed") == "mail to b***@example.com failed"
    assert clean("email", "bob@example.com") == "b***@example.com"
    sentence = "plan 17 built for athlete 3: 4 weeks, 12:30 h, peak at 85 %"
    assert clean_text(sentence) == sentence


def test_names_inside_a_mapping_are_cleaned_too():
    assert "bob@example.com" not in str(clean("rows", {"bob@example.com": 1}))


def test_very_deep_and_circular_values_end():
    circle: list[object] = [CANARY]
    circle.append(circle)
    assert "[too deep]" in str(clean("x", circle))


def test_bytes_are_counted_not_shown():
    assert clean("body", CANARY.encode()) == "[17 bytes]"


@given(st.dictionaries(st.text(), RECURSIVE), st.sampled_from(["password", "token", "cookie"]))
def test_any_event_can_be_cleaned_and_the_secret_is_gone(event: dict[str, object], key: str):
    cleaned = redact(None, "info", {**event, key: CANARY, "inner": {**event, key: CANARY}})
    assert CANARY not in str(cleaned)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str):
    once = clean_text(text)
    assert clean_text(once) == once
