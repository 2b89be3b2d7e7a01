"""Takes secrets out of whatever is about to be logged."""

import re
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from typing import Any, cast

HIDDEN = "[hidden]"
DEPTH = 8
# Written by the log itself on every line, from values that cannot hold a secret; skipping them halves the cost.
OURS = frozenset({"timestamp", "level", "request_id", "job_id"})
# Whole words of a key, after splitting at anything that is not a letter or digit: "access_token" has the word "token".
WORDS = frozenset(
    {"password", "passwd", "passphrase", "pwd", "token", "tokens", "secret", "secrets", "authorization", "cookie"}
    | {"cookies", "apikey", "bearer", "credential", "credentials", "otp", "totp", "pepper", "signature", "jwt", "sid"}
)
PAIRS = (
    "api_key",
    "private_key",
    "signing_key",
    "master_key",
    "access_key",
    "secret_key",
    "recovery_code",
    "invite_code",
)

SCHEMES = re.compile(r"\b(Bearer|Basic|Token|DPoP)\s+[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE)
JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*")
PREFIXED = re.compile(
    r"\b(whsec_|sk_live_|sk_test_|rk_live_|sk-ant-|sk-|ghp_|xox[abp]-|pl_[a-z]{1,4}_)[A-Za-z0-9_+/=-]{8,}"
)
USERINFO = re.compile(r"(://[^/\s:@]*):[^/\s@]+@")
ASSIGNED = re.compile(
    r"\b([A-Za-z0-9_-]*(?:password|passwd|token|secret|api_?key|access_?key|signature|session|authorization|otp)"
    r"|code|state|sig|key|cookie|set-cookie)(=|\"?'?:\s*\"?'?)(?!\[hidden\])[^&\s\"',;)}\]]+",
    re.IGNORECASE,
)
EMAIL = re.compile(r"([A-Za-z0-9!#$%&'*/?^_`{|}~])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the same event without its secrets."""
    for key, value in event.items():
        if key not in OURS:
            event[key] = clean(key, value)
    return event


def clean(key: str, value: Any, depth: int = 0) -> Any:
    """One value without its secrets; `key` is the name it goes by."""
    if value is None or isinstance(value, bool | int | float):
        return HIDDEN if isinstance(value, int) and not isinstance(value, bool) and _is_code(key) else value
    if is_secret(key):
        return HIDDEN
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bytes | bytearray):
        return f"[{len(value)} bytes]"
    if depth >= DEPTH:
        return "[too deep]"
    if isinstance(value, Mapping):
        inside = cast(Mapping[Any, Any], value)
        return {clean_text(str(name)): clean(str(name), one, depth + 1) for name, one in inside.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean("", one, depth + 1) for one in cast(list[Any], value)]
    return clean_text(str(value))


def clean_text(text: str) -> str:
    """A text without tokens, passwords in addresses, and whole e-mail addresses."""
    if "@" in text:
        text = USERINFO.sub(rf"\1:{HIDDEN}@", text)
        text = EMAIL.sub(r"\1***@\2", text)
    if " " in text:
        text = SCHEMES.sub(rf"\1 {HIDDEN}", text)
    if "=" in text or ":" in text:
        text = ASSIGNED.sub(rf"\1\2{HIDDEN}", text)
    if "_" in text or "-" in text:
        text = PREFIXED.sub(rf"\1{HIDDEN}", text)
    return JWT.sub(HIDDEN, text) if "eyJ" in text else text


@lru_cache(maxsize=1024)
def is_secret(key: str) -> bool:
    """Whether a key's name says that its value is a secret."""
    low = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", key).lower().replace("-", "_")
    return not WORDS.isdisjoint(re.split(r"[^a-z0-9]+|_", low)) or any(pair in low for pair in PAIRS)


@lru_cache(maxsize=1024)
def _is_code(key: str) -> bool:
    """Numbers are secrets under a few names only: "input_tokens" is a count, "otp" is not."""
    return is_secret(key) and not key.lower().endswith("tokens")
