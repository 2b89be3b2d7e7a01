"""Tokens: random ones kept only as keyed hashes, and signed access tokens for the API."""

import secrets
from datetime import datetime
from uuid import UUID

import jwt
from jwt.types import Options

from paceline.core.identity.types import ACCESS_LIFE, SignedIn
from paceline.infra.secrets import Vault

AUDIENCE = "paceline-api"
TYPE = "at+jwt"


def new_token() -> str:
    """256 random bits, safe in links and cookies."""
    return secrets.token_urlsafe(32)


def token_hash(vault: Vault, token: str, purpose: str) -> bytes:
    """What is stored of a token."""
    return bytes.fromhex(vault.hmac_token(token, purpose))


def token_hashes(vault: Vault, token: str, purpose: str) -> list[bytes]:
    """Every hash the token may be stored under, newest key first."""
    return [bytes.fromhex(candidate) for candidate in vault.hmac_candidates(token, purpose)]


def access_token(vault: Vault, who: SignedIn, now: datetime) -> str:
    """A signed token good for ten minutes."""
    claims = {
        "sub": str(who.account_id),
        "sid": str(who.session_id),
        "roles": sorted(who.roles),
        "aud": AUDIENCE,
        "iat": int(now.timestamp()),
        "exp": int((now + ACCESS_LIFE).timestamp()),
    }
    return jwt.encode(claims, vault.derive("access"), algorithm="HS256", headers={"typ": TYPE})


def read_access_token(vault: Vault, token: str, now: datetime) -> SignedIn | None:
    """Who a token speaks for; None for anything forged, foreign or run out."""
    for key in vault.derive_all("access"):
        try:
            if jwt.get_unverified_header(token).get("typ") != TYPE:
                return None
            options: Options = {
                "require": ["exp", "iat", "aud", "sub", "sid"],
                "verify_exp": False,
                "verify_iat": False,
            }
            claims = jwt.decode(token, key, algorithms=["HS256"], audience=AUDIENCE, options=options)
            if claims["exp"] <= now.timestamp():
                return None
            return SignedIn(UUID(claims["sub"]), UUID(claims["sid"]), frozenset(claims.get("roles", ())))
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
            continue
    return None
