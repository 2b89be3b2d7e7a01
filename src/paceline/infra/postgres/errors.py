"""The two ways PostgreSQL can be out of reach, each carrying a sentence that says what to do."""


class PostgresUnavailable(Exception):
    """PostgreSQL cannot be used; the message tells the person running Paceline what to do about it."""


class MissingRight(PostgresUnavailable):
    """The login may not do what setting up needs; `sql` is what an administrator can run instead."""

    def __init__(self, reason: str, sql: str) -> None:
        super().__init__(f"{reason} Ask an administrator of the database server to run:\n{sql}")
        self.sql = sql
