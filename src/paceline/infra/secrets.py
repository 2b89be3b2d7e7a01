"""Keys and what is made with them: encrypted columns, token hashes, signing keys."""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "v1"
NONCE = 12
KEY_BYTES = 32


class SecretUnreadable(Exception):
    """An encrypted value cannot be read: its key is gone, it was changed, or it belongs to another row."""


@dataclass(frozen=True)
class Key:
    """One master key and its short public name."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id!r})"


@dataclass(frozen=True)
class Place:
    """Where an encrypted value lives. It is sealed with the value, so that it cannot be moved to another row."""

    table: str
    column: str
    row_id: str

    def sealed_with(self, key_id: str) -> bytes:
        """The additional data; each part carries its length, so that no two places spell the same."""
        parts = (self.table, self.column, self.row_id, key_id)
        return "|".join(f"{len(part)}:{part}" for part in parts).encode()


class Vault:
    """Encrypts with the first key of the ring and reads with any of them.

    AES-256-GCM with random 96-bit nonces: NIST SP 800-38D, 8.3, allows 2^32 values per key, far more than rows we hold.
    """

    def __init__(self, ring: Sequence[Key]) -> None:
        if not ring:
            raise ValueError("The key ring is empty.")
        if len({key.id for key in ring}) != len(ring):
            raise ValueError("Two keys of the ring have the same name.")
        self._ring = {key.id: key for key in ring}
        self._current = ring[0]
        self._ciphers = {key.id: AESGCM(_expand(key, "vault")) for key in ring}

    def encrypt(self, plain: str, place: Place) -> str:
        """The value as text for a column: version, key name, then nonce and ciphertext."""
        key_id, nonce = self._current.id, token_bytes(NONCE)
        sealed = self._ciphers[key_id].encrypt(nonce, plain.encode(), place.sealed_with(key_id))
        return f"{VERSION}.{key_id}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def decrypt(self, value: str, place: Place) -> str:
        key_id, body = _parts(value)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise SecretUnreadable(f"The key {key_id} that this value was encrypted with is not in the key ring.")
        try:
            return cipher.decrypt(body[:NONCE], body[NONCE:], place.sealed_with(key_id)).decode()
        except InvalidTag as error:
            raise SecretUnreadable("This encrypted value was changed, or belongs to another row.") from error

    def is_current(self, value: str) -> bool:
        """Whether a value is already encrypted with the newest key."""
        return _parts(value)[0] == self._current.id

    def rotate(self, value: str, place: Place) -> str:
        """The same secret under the newest key; a value that is current already comes back as it is."""
        return value if self.is_current(value) else self.encrypt(self.decrypt(value, place), place)

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, from the newest master key; sign with this one."""
        return _expand(self._current, f"derive/{purpose}")

    def derive_all(self, purpose: str) -> list[bytes]:
        """The same from every key of the ring, newest first; verify with these, so that a new key signs nobody out."""
        return [_expand(key, f"derive/{purpose}") for key in self._ring.values()]

    def hmac_token(self, token: str, purpose: str) -> str:
        """What is stored instead of a token: useless to whoever reads the database without the key."""
        return _hmac(self.derive(purpose), token)

    def hmac_candidates(self, token: str, purpose: str) -> list[str]:
        """Every hash the token may be stored under, newest key first; look up with these."""
        return [_hmac(key, token) for key in self.derive_all(purpose)]

    def hmac_matches(self, token: str, stored: str, purpose: str) -> bool:
        """Whether a stored hash belongs to the token, compared in constant time."""
        return any([hmac.compare_digest(one, stored) for one in self.hmac_candidates(token, purpose)])


def new_key() -> Key:
    """A fresh master key with a random name."""
    return Key(token_bytes(4).hex(), os.urandom(KEY_BYTES))


@lru_cache(maxsize=256)
def _expand(key: Key, purpose: str) -> bytes:
    """HKDF-SHA256 (RFC 5869): independent keys from one master key, told apart by purpose.

    Every request needs one; it is as secret as the master key, which this process holds as well.
    """
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"paceline/{VERSION}/{purpose}".encode()).derive(key.secret)


def _hmac(key: bytes, token: str) -> str:
    return hmac.new(key, token.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _parts(value: str) -> tuple[str, bytes]:
    version, _, rest = value.partition(".")
    key_id, _, body = rest.partition(".")
    try:
        raw = urlsafe_b64decode(body)
    except ValueError as error:
        raise SecretUnreadable("This value is not an encrypted secret.") from error
    if version != VERSION or not key_id or len(raw) < NONCE + 16:
        raise SecretUnreadable("This value is not an encrypted secret.")
    return key_id, raw
