"""The history of a plan: every change makes a version, and any version can be gone back to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.plans.codec import draft_to_json, finding_to_json, request_to_json
from paceline.endurance.plans.model import PhaseRow, Plan, Version
from paceline.endurance.plans.phase_rows import phases_from_json, phases_of, phases_to_json
from paceline.endurance.plans.types import Finding, PlanDraft
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

KEPT_AS_MADE = "As it was made"


async def keep_first(tx: Tx, plan: Plan) -> None:
    """The plan as it is now becomes its first kept version, unless it is kept already."""
    if await tx.session.get(Version, (plan.id, plan.version)) is None:
        rows = await phases_of(tx, plan.id)
        _add(tx, plan, rows, kind="made", words=KEPT_AS_MADE, why="", by_id=plan.made_by)
        await tx.session.flush()


async def keep(
    tx: Tx, plan: Plan, draft: PlanDraft, findings: Sequence[Finding], *, kind: str, words: str, why: str = ""
) -> Version:
    """Write a changed draft into the plan as its next version; phases are what stands in their table now."""
    await keep_first(tx, plan)
    plan.request = request_to_json(draft.request)
    plan.draft = draft_to_json(draft)
    plan.findings = [finding_to_json(one) for one in findings]
    plan.starts_on, plan.ends_on = draft.request.start, draft.end
    plan.race_on, plan.goal = draft.request.race_date, draft.request.goal
    plan.version += 1
    rows = await phases_of(tx, plan.id)
    version = _add(tx, plan, rows, kind=kind, words=words, why=why, by_id=tx.actor.account_id)
    await tx.session.flush()
    return version


def _add(
    tx: Tx, plan: Plan, rows: Sequence[PhaseRow], *, kind: str, words: str, why: str, by_id: UUID | None
) -> Version:
    version = Version(
        plan_id=plan.id,
        number=plan.version,
        athlete_id=plan.athlete_id,
        kind=kind,
        words=words,
        why=why,
        by_id=by_id,
        at=tx.now,
        request=plan.request,
        draft=plan.draft,
        findings=plan.findings,
        phases=phases_to_json(rows),
    )
    tx.session.add(version)
    return version


async def version_of(tx: Tx, plan: Plan, number: int) -> Version:
    """One version of a plan."""
    found = await tx.session.get(Version, (plan.id, number))
    if found is None:
        raise NotFound()
    return found


async def versions_page(tx: Tx, plan_id: UUID, size: int, cursor: str | None) -> Page[Version]:
    """Versions, the latest first."""
    query = select(Version).where(Version.plan_id == plan_id).order_by(Version.number.desc()).limit(size + 1)
    if cursor:
        query = query.where(Version.number < decode_cursor(cursor, int)[0])
    return page_of((await tx.session.scalars(query)).all(), size, lambda one: encode_cursor(one.number))


async def phases_back(tx: Tx, plan: Plan, version: Version) -> None:
    """The phases as they were with a version."""
    for row in await phases_of(tx, plan.id):
        await tx.session.delete(row)
    await tx.session.flush()
    tx.session.add_all(phases_from_json(plan.id, plan.athlete_id, version.phases))
    await tx.session.flush()
