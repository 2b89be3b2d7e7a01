"""Settings are typed and checked, from variables, a .env file or a file per secret; a wrong one is named."""

from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from paceline.infra.settings import InstanceSettings, SettingsError, SettingsGroup, group, load, variable_of


class SampleSettings(SettingsGroup):
    """A group of its own."""

    model_config = group("SAMPLE")

    count: int = Field(3, ge=1, le=9, description="How many, 1 to 9.")
    secret: SecretStr = Field(SecretStr(""), description="A secret.")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing() -> None:
    assert load(SampleSettings).count == 3


@pytest.mark.parametrize("wrong", ["ten", "0", "99"])
def test_a_wrong_value_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("PACELINE_SAMPLE_COUNT", wrong)
    with pytest.raises(SettingsError, match="PACELINE_SAMPLE_COUNT") as refused:
        load(SampleSettings)
    assert wrong in str(refused.value)
    assert "How many, 1 to 9." in str(refused.value)


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACELINE_SAMPLE_COUNT", "")
    assert load(SampleSettings).count == 3


def test_a_secret_comes_from_a_file_and_stays_out_of_sight(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("hush hush\n")
    monkeypatch.setenv("PACELINE_SAMPLE_SECRET_FILE", str(tmp_path / "word"))
    loaded = load(SampleSettings)
    assert loaded.secret.get_secret_value() == "hush hush"
    assert "hush" not in repr(loaded)


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PACELINE_SAMPLE_SECRET_FILE", str(tmp_path / "missing"))
    with pytest.raises(SettingsError, match="PACELINE_SAMPLE_SECRET_FILE"):
        load(SampleSettings)


def test_the_environment_outranks_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PACELINE_SAMPLE_COUNT=7\n")
    assert load(SampleSettings).count == 7
    monkeypatch.setenv("PACELINE_SAMPLE_COUNT", "8")
    assert load(SampleSettings).count == 8


def test_links_use_the_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(InstanceSettings, port=8080).public_url == "http://127.0.0.1:8080"
    monkeypatch.setenv("PACELINE_URL", "https://coach.example/")
    assert load(InstanceSettings).public_url == "https://coach.example"
    assert variable_of(InstanceSettings, "redis_url") == "REDIS_URL"
