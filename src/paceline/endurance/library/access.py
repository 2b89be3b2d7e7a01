"""Loads people's own sessions and folders and authorises in one step."""

from uuid import UUID

from sqlalchemy import or_, select

from paceline.core.relationships import coaches_of
from paceline.endurance.library.model import Folder, Template
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound


async def template_for(tx: Tx, template_id: UUID) -> Template:
    """A session the actor wrote, or a coach of theirs shares; NotFound for everything else."""
    found = await tx.session.scalar(
        select(Template).where(Template.id == template_id, Template.deleted_at.is_(None), await visible(tx))
    )
    if found is None:
        raise NotFound()
    return found


async def own_template(tx: Tx, template_id: UUID, version: int | None = None, *, removed: bool = False) -> Template:
    """A session the actor wrote, held until the transaction ends."""
    query = select(Template).where(Template.id == template_id, Template.account_id == tx.person).with_for_update()
    found = await tx.session.scalar(query.execution_options(populate_existing=True))
    if found is None or (found.deleted_at is not None and not removed):
        raise NotFound()
    if version is not None and version != found.version:
        raise Conflict("You changed this session elsewhere in the meantime. Look at it as it is now.", code="version")
    return found


async def own_folder(tx: Tx, folder_id: UUID) -> Folder:
    """A folder of the actor's."""
    found = await tx.session.scalar(select(Folder).where(Folder.id == folder_id, Folder.account_id == tx.person))
    if found is None:
        raise NotFound()
    return found


async def visible(tx: Tx):
    """The condition row-level security holds as well: own, or shared by one's coach."""
    coaches = [coach.id for coach in await coaches_of(tx, tx.person)]
    shared = select(Folder.id).where(Folder.shared.is_(True))
    open_to = or_(Template.shared.is_(True), Template.folder_id.in_(shared))
    return or_(Template.account_id == tx.person, Template.account_id.in_(coaches) & open_to)
