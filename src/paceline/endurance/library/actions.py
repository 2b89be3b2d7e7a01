"""Writing one's own sessions, their folders and versions, and marking favourites."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.library.access import own_folder, own_template
from paceline.endurance.library.events import TemplateRemoved, TemplateRestored, TemplateSaved
from paceline.endurance.library.model import Favourite, Folder, Template, Version
from paceline.endurance.library.queries import MOST_OWN, item_named
from paceline.endurance.library.schemas import ChangeTemplate, SaveFolder, SaveTemplate
from paceline.endurance.library.types import Category, WorkoutType
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.science.endurance.structure import (
    InvalidStructure,
    Sport,
    Structure,
    UnreadableText,
    describe,
    estimate,
    from_json,
    from_text,
    to_json,
)

MOST_FOLDERS = 50
KEPT_VERSIONS = 50
# What a version keeps; the rest of a row is about where it lies and who sees it.
KEPT = ("name", "category", "sport", "workout_type", "intent", "fuelling", "success_criteria", "tags", "structure")


def steps_of(text: str | None, structure: dict[str, Any] | None, sport: str) -> Structure:
    """The steps as they were sent, typed or as a structure; Invalid with where and what."""
    if (text is None) == (structure is None):
        raise Invalid("Give the steps once: typed, or as a structure.", fields={"text": "Write what to do."})
    try:
        return from_json(structure) if structure is not None else from_text(text or "", cast("Sport", sport))
    except UnreadableText as problem:
        raise Invalid(str(problem), fields={"text": str(problem)}) from problem
    except InvalidStructure as problem:
        first = problem.problems[0]
        fields = {one.path or "structure": one.sentence for one in problem.problems}
        raise Invalid(f"{first.path}: {first.sentence}".lstrip(": "), fields=fields) from problem


async def save_template(tx: Tx, command: SaveTemplate, *, origin: str | None = None) -> Template:
    """Put a session of one's own into the library."""
    structure = steps_of(command.text, command.structure, command.sport)
    if command.folder_id is not None:
        await own_folder(tx, command.folder_id)
    if await _count(tx, Template, Template.deleted_at.is_(None)) >= MOST_OWN:
        raise Invalid(f"Your library holds {MOST_OWN} sessions. Remove some first.", code="full")
    template = Template(
        id=new_id(),
        account_id=tx.person,
        **command.model_dump(exclude={"text", "structure", "sport"}),
        sport=structure.sport,
        structure={},
        search="",
        duration_s=0.0,
        load=0.0,
        origin=origin,
        version=1,
        created_at=tx.now,
        changed_at=tx.now,
        deleted_at=None,
    )
    template.tags = sorted(set(command.tags))
    _set_steps(template, structure)
    tx.session.add(template)
    await tx.session.flush()
    await _keep(tx, template)
    await tx.emit(TemplateSaved(template.account_id, template.id, template.version))
    return template


async def change_template(tx: Tx, template_id: UUID, command: ChangeTemplate) -> Template:
    """Change what the command names; other steps or words are a new version."""
    template = await own_template(tx, template_id, command.version)
    given = command.model_dump(exclude_unset=True, exclude={"version", "text", "structure"})
    if command.folder_id is not None:
        await own_folder(tx, command.folder_id)
    structure = from_json(template.structure)
    if command.text is not None or command.structure is not None:
        structure = steps_of(command.text, command.structure, command.sport or template.sport)
    elif command.sport is not None:
        structure = Structure(command.sport, structure.segments)
    return await _changed(tx, template, given, structure)


async def _changed(tx: Tx, template: Template, given: dict[str, Any], structure: Structure) -> Template:
    before = _facts(template)
    for name, value in given.items():
        if value is not None or name == "folder_id":
            setattr(template, name, value)
    template.tags = sorted(set(template.tags))
    _set_steps(template, structure)
    template.changed_at = tx.now
    if _facts(template) != before:
        template.version += 1
        await _keep(tx, template)
        await tx.emit(TemplateSaved(template.account_id, template.id, template.version))
    await tx.session.flush()
    return template


def _set_steps(template: Template, structure: Structure) -> None:
    total = estimate(structure)
    template.structure, template.sport = to_json(structure), structure.sport
    template.duration_s, template.load = total.duration, total.load
    words = (template.name, template.intent, template.category, describe(structure).title, *template.tags)
    template.search = " ".join(words).casefold()


async def copy_session(tx: Tx, ref: str) -> Template:
    """One's own copy of any session that can be seen, to change at will."""
    item = await item_named(tx, ref)
    mine = item.template is not None and item.template.account_id == tx.person
    command = SaveTemplate(
        name=f"{item.name[:110]} (copy)" if mine else item.name,
        category=cast("Category", item.category),
        workout_type=cast("WorkoutType", item.workout_type),
        sport=item.structure.sport,
        text=None,
        shared=False,
        structure=to_json(item.structure),
        intent=item.intent,
        fuelling=item.fuelling,
        success_criteria=item.success_criteria,
        tags=list(item.tags),
        folder_id=item.template.folder_id if mine and item.template is not None else None,
    )
    return await save_template(tx, command, origin=item.ref)


async def remove_template(tx: Tx, template_id: UUID) -> Template:
    """Take a session out of the library; it can be brought back."""
    template = await own_template(tx, template_id)
    template.deleted_at = tx.now
    await tx.session.flush()
    await tx.emit(TemplateRemoved(template.account_id, template.id))
    return template


async def bring_back_template(tx: Tx, template_id: UUID) -> Template:
    """Undo a removal; bringing back what is there changes nothing."""
    template = await own_template(tx, template_id, removed=True)
    if template.deleted_at is not None:
        template.deleted_at = None
        await tx.session.flush()
        await tx.emit(TemplateRestored(template.account_id, template.id))
    return template


async def restore_version(tx: Tx, template_id: UUID, number: int) -> Template:
    """Make a session what it was, as a new version."""
    template = await own_template(tx, template_id)
    version = await tx.session.get(Version, (template.id, number))
    if version is None:
        raise NotFound("That version is no longer kept.")
    facts = dict(version.facts)
    structure = from_json(facts.pop("structure"))
    return await _changed(tx, template, facts, structure)


async def _keep(tx: Tx, template: Template) -> None:
    made = Version(
        template_id=template.id,
        number=template.version,
        account_id=template.account_id,
        facts=_facts(template),
        made_at=tx.now,
    )
    tx.session.add(made)
    oldest = template.version - KEPT_VERSIONS
    if oldest > 0:
        await tx.session.execute(delete(Version).where(Version.template_id == template.id, Version.number <= oldest))
    await tx.session.flush()


def _facts(template: Template) -> dict[str, Any]:
    return {name: getattr(template, name) for name in KEPT}


async def save_folder(tx: Tx, command: SaveFolder, folder_id: UUID | None = None) -> Folder:
    """Make a folder, or give one another name or audience."""
    same = select(Folder.id).where(Folder.account_id == tx.person, func.lower(Folder.name) == command.name.lower())
    other = await tx.session.scalar(same)
    if other is not None and other != folder_id:
        raise Conflict("You have a folder of that name.", code="same_name", fields={"name": "Choose another name."})
    if folder_id is not None:
        folder = await own_folder(tx, folder_id)
        folder.name, folder.shared = command.name, command.shared
    else:
        if await _count(tx, Folder) >= MOST_FOLDERS:
            raise Invalid(f"You have {MOST_FOLDERS} folders. Remove one first.", code="full")
        folder = Folder(id=new_id(), account_id=tx.person, name=command.name, shared=command.shared, created_at=tx.now)
        tx.session.add(folder)
    await tx.session.flush()
    return folder


async def remove_folder(tx: Tx, folder_id: UUID) -> None:
    """Take a folder away; what was in it stays, outside of any folder."""
    folder = await own_folder(tx, folder_id)
    await tx.session.delete(folder)
    await tx.session.flush()


async def mark_favourite(tx: Tx, ref: str, *, on: bool) -> None:
    """Mark a session to find it again, or take the mark away."""
    item = await item_named(tx, ref)
    if on:
        row = insert(Favourite).values(account_id=tx.person, session_ref=item.ref, marked_at=tx.now)
        await tx.session.execute(row.on_conflict_do_nothing())
        return
    mine = (Favourite.account_id == tx.person, Favourite.session_ref == item.ref)
    await tx.session.execute(delete(Favourite).where(*mine))


async def _count(tx: Tx, kind: type[Template] | type[Folder], *more: Any) -> int:
    query = select(func.count()).select_from(kind).where(kind.account_id == tx.person, *more)
    return await tx.session.scalar(query) or 0
