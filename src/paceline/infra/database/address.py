"""Where the database is, as each of its three roles reaches it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

OWNER = "paceline_owner"
APP = "paceline_app"
SYSTEM_ROLE = "paceline_system"


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A libpq URL and how to become one of our roles on it.

    On the embedded server each role signs in by itself; on a server of the operator's own, the one login takes the role on connecting.
    """

    url: str
    signs_in_as_role: bool = False

    def as_role(self, role: str) -> str:
        """The URL for one of our roles."""
        parts = urlsplit(self.url)
        if self.signs_in_as_role:
            host = parts.netloc.rsplit("@", 1)[-1]
            return urlunsplit(("postgresql", f"{quote(role)}@{host}", parts.path, parts.query, ""))
        query = dict(parse_qsl(parts.query))
        query["options"] = f"{query.get('options', '')} -c role={role}".strip()
        return urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(query, quote_via=quote), ""))

    @property
    def admin(self) -> str:
        """The URL for provisioning: the login that may make roles and databases."""
        return self.as_role("postgres") if self.signs_in_as_role else self.url

    @property
    def database(self) -> str:
        """The database's name."""
        return urlsplit(self.url).path.lstrip("/")
