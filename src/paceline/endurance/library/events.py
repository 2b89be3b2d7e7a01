"""What happens in the library."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class TemplateSaved(Event):
    """Somebody wrote a session, or a new version of one."""

    name: ClassVar[str] = "library.saved"
    account_id: UUID
    template_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class TemplateRemoved(Event):
    name: ClassVar[str] = "library.removed"
    account_id: UUID
    template_id: UUID


@dataclass(frozen=True, slots=True)
class TemplateRestored(Event):
    name: ClassVar[str] = "library.restored"
    account_id: UUID
    template_id: UUID
