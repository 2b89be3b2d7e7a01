"""Forms: reading, keeping what was typed, and saying what to correct."""

from decimal import Decimal
from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, SecretStr, field_validator
from starlette.datastructures import FormData
from starlette.testclient import TestClient

from paceline.ui.forms import Form, filled, parse, reads


class CheckIn(BaseModel):
    """A made-up command."""

    mood: int = Field(ge=1, le=5, json_schema_extra={"messages": {"missing": "Say how you feel."}})
    weight: float | None = Field(None, ge=30, le=200, json_schema_extra={"unit": "kg", "guess": True})
    pains: list[str] = []
    agree: bool = False
    price: Decimal | None = None
    note: str | None = Field(None, max_length=20)
    password: SecretStr | None = None

    @field_validator("note")
    @classmethod
    def calm(cls, note: str | None) -> str | None:
        """Refuse shouting."""
        if note and note.isupper():
            raise ValueError("Please do not shout.")
        return note


def sent(*pairs: tuple[str, str]) -> Form[CheckIn]:
    return parse(CheckIn, FormData(list(pairs)))


def test_a_good_form_has_a_value() -> None:
    form = sent(
        ("mood", "4"), ("weight", "58,4"), ("pains", "calf"), ("pains", "knee"), ("agree", "true"), ("price", "1.50")
    )
    assert form.errors == {}
    assert form.value is not None
    assert form.value.weight == pytest.approx(58.4)
    assert form.value.pains == ["calf", "knee"]
    assert form.value.agree
    assert form.value.price == Decimal("1.50")


def test_an_empty_field_is_a_missing_one_and_a_bare_box_is_no() -> None:
    form = sent(("mood", "4"), ("weight", ""), ("pains", ""), ("note", "  "))
    assert form.value == CheckIn(mood=4)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("weight", "584"), "584 kg looks wrong. Did you mean 58.4?"),
        (("weight", "5.84"), "5.84 kg looks wrong. Did you mean 58.4?"),
        (("weight", "heavy"), "“heavy” is not a number. Write it like 58.4."),
        (("mood", "9"), "This can be 5 at most."),
        (("mood", "3.5"), "“3.5” is not a whole number. Write it like 42."),
        (("note", "x" * 21), "Please keep this to 20 characters."),
        (("note", "LOUD"), "Please do not shout."),
    ],
)
def test_mistakes_are_said_plainly_and_typing_is_kept(pair: tuple[str, str], said: str) -> None:
    pairs = [pair] if pair[0] == "mood" else [("mood", "4"), pair]
    form = sent(*pairs)
    assert form.value is None
    assert form.error(pair[0]) == said
    assert form.get(pair[0]) == pair[1]


def test_a_field_may_bring_its_own_words() -> None:
    assert sent().errors == {"mood": "Say how you feel."}


def test_passwords_keep_their_spaces() -> None:
    form = sent(("mood", "1"), ("password", " a b "))
    assert form.value is not None
    assert form.value.password is not None
    assert form.value.password.get_secret_value() == " a b "


def test_an_action_can_refuse_a_form_too() -> None:
    form = sent(("mood", "4")).with_errors(mood="You checked in already.")
    assert form.value is None
    assert form.error("mood") == "You checked in already."
    assert filled(CheckIn(mood=2), note="x").get("mood") == 2


@given(st.lists(st.tuples(st.sampled_from([*CheckIn.model_fields, "other"]), st.text(max_size=30)), max_size=12))
def test_any_input_gives_a_value_or_sentences(pairs: list[tuple[str, str]]) -> None:
    form = parse(CheckIn, FormData(pairs))
    assert (form.value is None) == bool(form.errors)
    assert all(message and "pydantic" not in message for message in form.errors.values())


def client() -> TestClient:
    app = FastAPI()

    @app.post("/")
    async def post(form: Annotated[Form[CheckIn], reads(CheckIn, 500)]) -> dict[str, Any]:
        return {"errors": dict(form.errors), "mood": form.value.mood if form.value else None}

    return TestClient(app)


def test_both_encodings_are_read() -> None:
    assert client().post("/", data={"mood": "4"}).json() == {"errors": {}, "mood": 4}
    boundary = '--b\r\nContent-Disposition: form-data; name="mood"\r\n\r\n3\r\n--b--\r\n'
    answer = client().post("/", content=boundary, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.json()["mood"] == 3


def test_a_form_that_is_too_large_is_refused() -> None:
    assert client().post("/", data={"note": "x" * 600}).status_code == 413

    def chunks() -> Any:
        yield b"note=" + b"x" * 400
        yield b"x" * 400

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client().post("/", content=chunks(), headers=headers).status_code == 413
