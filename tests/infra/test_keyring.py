"""The key file: made once, private, changed without losing what is encrypted."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from paceline.infra.keyring import (
    KeyRingProblem,
    SecretsSettings,
    add_key,
    open_vault,
    parse_keys,
    read_keys,
    remove_key,
)
from paceline.infra.secrets import Place, SecretUnreadable

HERE = Place("t", "c", "1")
ONE = "one:" + b64encode(b"1" * 32).decode()
TWO = "two:" + b64encode(bytes(range(224, 256))).decode()


def test_the_first_start_makes_a_private_file_and_later_starts_read_it(tmp_path: Path):
    data = tmp_path / "data"
    value = open_vault(SecretsSettings(), data).encrypt("secret", HERE)
    assert (data / "keys").stat().st_mode & 0o777 == 0o600
    assert open_vault(SecretsSettings(), data).decrypt(value, HERE) == "secret"
    assert [path.name for path in data.iterdir()] == ["keys"]


def test_processes_that_start_together_agree(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: read_keys(tmp_path / "keys")[0].secret, range(32)))
    assert len(set(rings)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_new_key_takes_over_and_the_old_one_can_go(tmp_path: Path):
    path = tmp_path / "keys"
    value = open_vault(SecretsSettings(), tmp_path).encrypt("secret", HERE)
    old = read_keys(path)[0].id
    new = add_key(path)
    assert [key.id for key in read_keys(path)] == [new.id, old]
    assert path.stat().st_mode & 0o777 == 0o600
    rotated = open_vault(SecretsSettings(), tmp_path).rotate(value, HERE)
    remove_key(path, old)
    vault = open_vault(SecretsSettings(), tmp_path)
    assert vault.decrypt(rotated, HERE) == "secret"
    with pytest.raises(SecretUnreadable):
        vault.decrypt(value, HERE)
    for refused in (new.id, "nobody"):
        with pytest.raises(KeyRingProblem):
            remove_key(path, refused)


def test_a_file_others_can_read_is_refused(tmp_path: Path):
    read_keys(tmp_path / "keys")
    (tmp_path / "keys").chmod(0o644)
    with pytest.raises(KeyRingProblem, match="chmod 600"):
        read_keys(tmp_path / "keys")


def test_keys_from_the_settings_win_and_need_no_file(tmp_path: Path):
    settings = SecretsSettings.model_validate({"keys": f"{ONE}\n{TWO}"})
    value = open_vault(settings, tmp_path).encrypt("secret", HERE)
    assert value.startswith("v1.one.")
    assert list(tmp_path.iterdir()) == []
    assert "MTEx" not in repr(settings)


@pytest.mark.parametrize(
    "text", ["", "one", "one:short", f"{ONE} {ONE}", f"{ONE} junk", "bad name:" + "A" * 43, ONE + "AAAA"]
)
def test_badly_written_keys_are_refused_without_repeating_them(text: str):
    with pytest.raises(KeyRingProblem) as refused:
        parse_keys(text)
    assert "MTEx" not in str(refused.value)


def test_both_base64_alphabets_are_read():
    standard = parse_keys(TWO)[0].secret
    assert (
        parse_keys(TWO.replace("+", "-").replace("/", "_").rstrip("="))[0].secret == standard == bytes(range(224, 256))
    )
