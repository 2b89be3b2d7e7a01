"""Decisions of identity that need no database: what a good password, e-mail address, name and next page are."""

import re
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from paceline.kit.errors import Invalid

SHORTEST = 12
LONGEST = 128
_EMAIL = re.compile(r"[^@\s,;<>\"'\\]{1,64}@[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?\.[a-z0-9-]{2,24}")
# Long enough and still the first things tried; the short common ones fail on length.
COMMON = frozenset(
    """123456789012 1234567890123 password1234 password12345 passwordpassword qwertyuiop12 qwertyuiopas qwerty123456
    iloveyou1234 111111111111 000000000000 aaaaaaaaaaaa abcdefghijkl abc123abc123 letmeinletmein welcome12345
    administrator adminadmin123 changeme1234 football1234 baseball1234 sunshine1234 princess1234 qwertyqwerty
    asdfghjkl123 zxcvbnm12345 1q2w3e4r5t6y 1qaz2wsx3edc trustno1trustno1 monkeymonkey dragondragon pacelinepaceline""".split()
)


def clean_email(text: str) -> str:
    """The address in the form it is kept; raises Invalid with a sentence."""
    email = text.strip().lower()
    if not _EMAIL.fullmatch(email) or ".." in email:
        raise Invalid(
            "That does not look like an e-mail address. It should be like ida@example.org.",
            fields={"email": "This does not look like an e-mail address."},
        )
    return email


def check_password(password: str, *, email: str = "", name: str = "") -> None:
    """Refuse passwords that fall to the first guesses; any characters are welcome, and long is better than odd."""
    sentence = _weakness(password, email, name)
    if sentence:
        raise Invalid(sentence, fields={"password": sentence})


def _weakness(password: str, email: str, name: str) -> str | None:
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few unrelated words make a good one."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    plain = password.casefold()
    if plain in COMMON or len(set(plain)) < 4:
        return "That password is among the first an attacker tries. A few unrelated words make a good one."
    for own in (email.split("@")[0].casefold(), name.casefold().replace(" ", "")):
        if len(own) >= 5 and plain.startswith(own) and len(plain) - len(own) <= 4:
            return "That is your name or address with a few characters added. Choose something nobody could guess from you."
    return None


def check_time_zone(name: str) -> str:
    """A zone of the IANA database; raises Invalid."""
    if name not in available_timezones():
        raise Invalid(
            "That time zone is not known. Choose one such as Europe/Oslo.",
            fields={"time_zone": "Choose a zone from the list."},
        )
    return name


def safe_next(path: str | None) -> str | None:
    """A path on this site to go on to after signing in; None for anything that could lead elsewhere or back to the door."""
    if (
        not path
        or not path.startswith("/")
        or path.startswith(("//", "/\\"))
        or "\\" in path
        or any(ord(c) < 32 for c in path)
    ):
        return None
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or parts.path.startswith(("/sign-", "/register", "/static/", "/api/")):
        return None
    return path


def landing(roles: frozenset[str], workspace: str) -> str:
    """The first page of a workspace the person really has."""
    homes = {"coach": "/queue", "athlete": "/today", "admin": "/operations"}
    if workspace in roles and workspace in homes:
        return homes[workspace]
    return next((homes[role] for role in ("coach", "athlete", "admin") if role in roles), "/settings/profile")
