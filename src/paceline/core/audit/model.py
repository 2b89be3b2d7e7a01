"""The ledger's table: append-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Entry(Table):
    """One thing that happened."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None]
    athlete_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]]
