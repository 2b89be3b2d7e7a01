"""Where the master keys come from: a setting, or a file in the data folder that only the owner may read."""

import os
import re
from base64 import b64encode, urlsafe_b64decode
from pathlib import Path

from pydantic import Field, SecretStr

from paceline.infra.ids import new_id
from paceline.infra.secrets import KEY_BYTES, Key, Vault, new_key
from paceline.infra.settings import SettingsGroup, group

FILE = "keys"
LINE = re.compile(r"([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)")


class SecretsSettings(SettingsGroup):
    """The master keys of this instance."""

    model_config = group("SECRETS")

    keys: SecretStr = Field(
        SecretStr(""),
        description="Master keys as name:base64 of 32 bytes, newest first, separated by spaces or lines; "
        "empty to keep them in the file keys in the data folder.",
    )


class KeyRingProblem(Exception):
    """The master keys cannot be used; the message says what to do."""


def open_vault(settings: SecretsSettings, data: Path) -> Vault:
    """The vault with the configured keys; makes the first key when there is none yet."""
    if given := settings.keys.get_secret_value().strip():
        return Vault(parse_keys(given))
    return Vault(read_keys(data / FILE))


def read_keys(path: Path) -> list[Key]:
    """The keys in a file, which is made with one fresh key when it does not exist."""
    if not path.exists():
        _create(path)
    if path.stat().st_mode & 0o077:
        raise KeyRingProblem(f"The key file {path} can be read by others on this machine. Run: chmod 600 {path}")
    return parse_keys(path.read_text())


def add_key(path: Path) -> Key:
    """Put a fresh key in front: from the next start on it encrypts, and the older ones still read."""
    key = new_key()
    _replace(path, [key, *read_keys(path)])
    return key


def remove_key(path: Path, key_id: str) -> None:
    """Drop an old key once nothing is encrypted with it any more."""
    keys = read_keys(path)
    left = [key for key in keys if key.id != key_id]
    if len(left) == len(keys):
        raise KeyRingProblem(f"There is no key named {key_id}.")
    if keys[0].id == key_id:
        raise KeyRingProblem(f"{key_id} is the key in use. Add a new one first and re-encrypt.")
    _replace(path, left)


def parse_keys(text: str) -> list[Key]:
    """Keys written as name:base64, newest first."""
    keys: list[Key] = []
    for number, word in enumerate(text.split(), start=1):
        found = LINE.fullmatch(word)
        secret = urlsafe_b64decode(found[2].replace("+", "-").replace("/", "_").rstrip("=") + "=") if found else b""
        if found is None or len(secret) != KEY_BYTES:
            raise KeyRingProblem(f"Master key number {number} is not written as name:base64 of 32 bytes.")
        keys.append(Key(found[1], secret))
    if not keys or len({key.id for key in keys}) != len(keys):
        raise KeyRingProblem("The master keys are missing, or two have the same name.")
    return keys


def _create(path: Path) -> None:
    """Two processes may start at once: the first link wins, and the other reads what the first wrote."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = _written(path, [new_key()])
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _replace(path: Path, keys: list[Key]) -> None:
    _written(path, keys).replace(path)


def _written(path: Path, keys: list[Key]) -> Path:
    """A new file beside `path`, on disk before anything depends on it: a lost key is lost data."""
    fresh = path.with_name(f"{path.name}.{new_id()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{key.id}:{b64encode(key.secret).decode()}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    return fresh
