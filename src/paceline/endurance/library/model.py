"""The tables of the library: people's own sessions with their versions, folders and favourites."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Folder(Table):
    """A folder of somebody's own sessions; a shared one is open to everybody they coach."""

    __tablename__ = "library_folder"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    created_at: Mapped[datetime]


class Template(Table):
    """A session somebody wrote; time and load are at its own intensities, for whoever does it."""

    __tablename__ = "library_template"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    folder_id: Mapped[UUID | None] = mapped_column(ForeignKey("library_folder.id", ondelete="SET NULL"))
    shared: Mapped[bool]
    name: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    sport: Mapped[str] = mapped_column(Text)
    workout_type: Mapped[str] = mapped_column(Text)
    intent: Mapped[str] = mapped_column(Text)
    fuelling: Mapped[str] = mapped_column(Text)
    success_criteria: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    structure: Mapped[dict[str, Any]]
    duration_s: Mapped[float]
    load: Mapped[float]
    search: Mapped[str] = mapped_column(Text)
    origin: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Version(Table):
    """A session as it was: everything its writer had set, by name."""

    __tablename__ = "library_version"

    template_id: Mapped[UUID] = mapped_column(ForeignKey("library_template.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    facts: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class Favourite(Table):
    """A session somebody wants to find again: one of the library's by its name, or somebody's own by its id."""

    __tablename__ = "library_favourite"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"), primary_key=True)
    session_ref: Mapped[str] = mapped_column(Text, primary_key=True)
    marked_at: Mapped[datetime]
