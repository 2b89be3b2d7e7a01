"""REST of the library."""

from collections.abc import Sequence
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.athletes import me
from paceline.endurance.library import actions
from paceline.endurance.library.access import own_template, template_for
from paceline.endurance.library.outcomes import calendar_of, summary, uses_of
from paceline.endurance.library.planning import plan_template
from paceline.endurance.library.queries import (
    Origin,
    Wanted,
    favourites_of,
    folders_of,
    item_named,
    items_matching,
    versions_of,
)
from paceline.endurance.library.schemas import (
    ChangeTemplate,
    FolderOut,
    FoldersOut,
    OutcomesOut,
    PlannedOut,
    PlanTemplate,
    ReadSteps,
    SaveFolder,
    SaveTemplate,
    SessionOut,
    SessionsOut,
    StepsOut,
    TemplateOut,
    VersionOut,
    VersionsOut,
    session_out,
)
from paceline.endurance.library.types import Category
from paceline.kit.paging import MOST, decode_cursor, encode_cursor
from paceline.science.endurance.structure import Sport, describe, estimate, to_json, to_text

router = APIRouter(tags=["library"])
T = TypeVar("T")
Size = Annotated[int, Query(ge=1, le=MOST)]
Minutes = Annotated[float | None, Query(ge=0, le=6000)]
Load = Annotated[float | None, Query(ge=0, le=10_000)]


@router.get("/library/sessions")
async def sessions(
    tx: RequestTx,
    q: Annotated[str, Query(max_length=100, description="Words that all have to be in it.")] = "",
    category: Category | None = None,
    sport: Sport | None = None,
    origin: Annotated[Origin, Query(description="Only Paceline's, one's own, shared ones or favourites.")] = "",
    tag: Annotated[str, Query(max_length=30)] = "",
    folder_id: UUID | None = None,
    shortest: Minutes = None,
    longest: Minutes = None,
    lightest: Load = None,
    heaviest: Load = None,
    cursor: str | None = None,
    limit: Size = 50,
) -> SessionsOut:
    """Sessions to plan with: one's own first, then the library's; `shortest` and `longest` in minutes."""
    spans = {"shortest": shortest and shortest * 60, "longest": longest and longest * 60}
    wanted = Wanted(
        q, category or "", sport or "", origin, tag, folder_id, **spans, lightest=lightest, heaviest=heaviest
    )
    found, marked = await items_matching(tx, wanted)
    shown, following = _page(found, cursor, limit)
    return SessionsOut(items=[session_out(item, favourite=item.ref in marked) for item in shown], next_cursor=following)


@router.get("/library/sessions/{session_id}")
async def session(tx: RequestTx, session_id: str) -> SessionOut:
    """One session with its steps, by its name in the library or the id of one's own."""
    item = await item_named(tx, session_id)
    return session_out(item, favourite=item.ref in await favourites_of(tx))


@router.get("/library/sessions/{session_id}/outcomes")
async def outcomes(tx: RequestTx, gear: Gear, session_id: str) -> OutcomesOut:
    """How it went whenever it was planned for oneself or those one coaches."""
    item = await item_named(tx, session_id)
    return summary(await uses_of(tx, gear, item.ref))


@router.post("/library/sessions/{session_id}/copies", status_code=201)
async def copy(tx: RequestTx, session_id: str) -> TemplateOut:
    """A copy of one's own, to change."""
    return TemplateOut.model_validate(await actions.copy_session(tx, session_id))


@router.post("/library/sessions/{session_id}/workouts", status_code=201)
async def plan(tx: RequestTx, gear: Gear, session_id: str, command: PlanTemplate) -> PlannedOut:
    """Put it into somebody's calendar."""
    return PlannedOut(workout_id=await plan_template(tx, gear, session_id, command))


@router.put("/library/favourites/{session_id}", status_code=204)
async def mark(tx: RequestTx, session_id: str) -> Response:
    """Mark a session to find it again."""
    await actions.mark_favourite(tx, session_id, on=True)
    return Response(status_code=204)


@router.delete("/library/favourites/{session_id}", status_code=204)
async def unmark(tx: RequestTx, session_id: str) -> Response:
    """Take the mark away."""
    await actions.mark_favourite(tx, session_id, on=False)
    return Response(status_code=204)


@router.post("/library/readings")
async def read_steps(tx: RequestTx, gear: Gear, command: ReadSteps) -> StepsOut:
    """Read typed steps, or write a structure as text; totals are at one's own speeds."""
    structure = actions.steps_of(command.text, command.structure, command.sport)
    calendar = calendar_of(gear)
    speeds = calendar.speeds_of(await me(tx), structure.sport) if calendar is not None else None
    total = estimate(structure, speeds)
    return StepsOut(
        text=to_text(structure),
        structure=to_json(structure),
        words=describe(structure).title,
        duration_s=total.duration,
        distance_m=total.distance,
        load=total.load,
    )


@router.post("/library/templates", status_code=201)
async def save(tx: RequestTx, command: SaveTemplate) -> TemplateOut:
    """Put a session of one's own into the library."""
    return TemplateOut.model_validate(await actions.save_template(tx, command))


@router.get("/library/templates/{template_id}")
async def template(tx: RequestTx, template_id: UUID) -> TemplateOut:
    """A session somebody wrote: oneself, or a coach who shares it."""
    return TemplateOut.model_validate(await template_for(tx, template_id))


@router.patch("/library/templates/{template_id}")
async def change(tx: RequestTx, template_id: UUID, command: ChangeTemplate) -> TemplateOut:
    """Change a session of one's own; other steps or words are a new version."""
    return TemplateOut.model_validate(await actions.change_template(tx, template_id, command))


@router.delete("/library/templates/{template_id}", status_code=204)
async def remove(tx: RequestTx, template_id: UUID) -> Response:
    """Take a session of one's own out of the library."""
    await actions.remove_template(tx, template_id)
    return Response(status_code=204)


@router.post("/library/templates/{template_id}/restoration")
async def bring_back(tx: RequestTx, template_id: UUID) -> TemplateOut:
    """Undo the removal."""
    return TemplateOut.model_validate(await actions.bring_back_template(tx, template_id))


@router.get("/library/templates/{template_id}/versions")
async def versions(tx: RequestTx, template_id: UUID, cursor: str | None = None, limit: Size = 50) -> VersionsOut:
    """A session of one's own as it was, the latest first."""
    await own_template(tx, template_id)
    shown, following = _page(await versions_of(tx, template_id), cursor, limit)
    return VersionsOut(items=[VersionOut.model_validate(one) for one in shown], next_cursor=following)


@router.post("/library/templates/{template_id}/versions/{number}/restoration")
async def restore(tx: RequestTx, template_id: UUID, number: int) -> TemplateOut:
    """Make it what it was, as a new version."""
    return TemplateOut.model_validate(await actions.restore_version(tx, template_id, number))


@router.get("/library/folders")
async def folders(tx: RequestTx, cursor: str | None = None, limit: Size = 50) -> FoldersOut:
    """One's own folders and those a coach shares."""
    shown, following = _page(await folders_of(tx), cursor, limit)
    return FoldersOut(items=[FolderOut.model_validate(one) for one in shown], next_cursor=following)


@router.post("/library/folders", status_code=201)
async def add_folder(tx: RequestTx, command: SaveFolder) -> FolderOut:
    """Make a folder."""
    return FolderOut.model_validate(await actions.save_folder(tx, command))


@router.patch("/library/folders/{folder_id}")
async def change_folder(tx: RequestTx, folder_id: UUID, command: SaveFolder) -> FolderOut:
    """Another name, or another audience."""
    return FolderOut.model_validate(await actions.save_folder(tx, command, folder_id))


@router.delete("/library/folders/{folder_id}", status_code=204)
async def remove_folder(tx: RequestTx, folder_id: UUID) -> Response:
    """Take it away; the sessions in it stay."""
    await actions.remove_folder(tx, folder_id)
    return Response(status_code=204)


def _page(found: Sequence[T], cursor: str | None, limit: int) -> tuple[Sequence[T], str | None]:
    """So many from where the cursor says, and the cursor of the next."""
    start = decode_cursor(cursor, int)[0] if cursor else 0
    if not 0 <= start <= len(found):
        start = len(found)
    rest = start + limit < len(found)
    return found[start : start + limit], encode_cursor(start + limit) if rest else None
