"""Password hashes: argon2id, made and checked beside the event loop."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    # Checked when there is no account, so that an unknown address takes as long as a wrong password.
    return _hasher.hash("nobody has this password")


async def hash_password(password: str) -> str:
    """An argon2id hash with its parameters and salt."""
    return await asyncio.to_thread(_hasher.hash, password)


async def password_fits(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash; takes the same time when there is none."""
    return await asyncio.to_thread(_fits, password, stored) and stored is not None


def _fits(password: str, stored: str | None) -> bool:
    try:
        return _hasher.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)
