"""The database: where it is, who asks it, and the tables' common base."""

from paceline.infra.database.actor import ANONYMOUS, SYSTEM, Actor
from paceline.infra.database.address import DatabaseAddress
from paceline.infra.database.engine import Database
from paceline.infra.database.tables import Table

__all__ = ["ANONYMOUS", "SYSTEM", "Actor", "Database", "DatabaseAddress", "Table"]
