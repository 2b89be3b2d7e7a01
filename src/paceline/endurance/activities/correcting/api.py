"""REST of corrections: what was changed of a recording, trying a change, making it, taking it back, splitting and joining."""

from typing import Annotated
from uuid import UUID

import numpy as np
from fastapi import APIRouter, Path, Query, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import activity_for, own_activity
from paceline.endurance.activities.actions.recomputing import corrections_of
from paceline.endurance.activities.correcting.actions.correcting import (
    add_correction,
    ask_again,
    history_of,
    remove_correction,
    return_correction,
    shown_of,
)
from paceline.endurance.activities.correcting.actions.splitting import join_activity, split_activity
from paceline.endurance.activities.correcting.follow_up import (
    FIGURES,
    changed_samples,
    follow,
    outcome_of,
    with_proposals,
)
from paceline.endurance.activities.correcting.previewing import channel_of
from paceline.endurance.activities.correcting.rules import values_of, words_of
from paceline.endurance.activities.correcting.schemas import (
    AddCorrection,
    CorrectedOut,
    CorrectionOut,
    CorrectionsOut,
    FigureOut,
    JoinActivity,
    PreviewOut,
    RecomputationOut,
    SplitActivity,
)
from paceline.endurance.activities.jobs import recompute_everything
from paceline.endurance.activities.model import Activity, Correction
from paceline.endurance.activities.recomputing_all import begin_recomputation, recomputation_of
from paceline.endurance.activities.recorded import samples_of
from paceline.endurance.activities.schemas import ActivityFacts
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.science.endurance.corrections import lead

router = APIRouter(tags=["activities"])
Number = Annotated[int, Path(ge=1)]


@router.get("/activities/recomputation")
async def recomputation(tx: RequestTx) -> RecomputationOut:
    """How far measuring everything again is."""
    found = await recomputation_of(tx)
    if found is None:
        raise NotFound("Nothing was asked to be measured again yet.")
    return RecomputationOut.model_validate(found)


@router.post("/activities/recomputation", status_code=202)
async def recompute_all(tx: RequestTx) -> RecomputationOut:
    """Measure every activity again from its original, in the background."""
    begun = await begin_recomputation(tx)
    await tx.defer(recompute_everything, athlete_id=tx.person)
    return RecomputationOut.model_validate(begun)


@router.get("/activities/{activity_id}/corrections")
async def corrections(
    tx: RequestTx,
    activity_id: UUID,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> CorrectionsOut:
    """What was changed of an activity, the latest first; what was taken back stays in the list."""
    activity = await activity_for(tx, activity_id)
    found, begins = await history_of(tx, activity, limit, cursor), await _lead(tx, activity)
    return CorrectionsOut(
        items=[_out(one, begins) for one in found.items],
        next_cursor=found.next_cursor,
        version=activity.version,
        lead=begins,
        stale_since=activity.stale_since,
        stale_reason=activity.stale_reason,
    )


@router.post("/activities/{activity_id}/corrections", status_code=201)
async def add(tx: RequestTx, gear: Gear, activity_id: UUID, command: AddCorrection) -> CorrectedOut:
    """Correct the recording. The original file stays as it is; figures follow at once or within moments."""
    command = await with_proposals(tx, gear, await own_activity(tx, activity_id), command)
    activity, made = await add_correction(tx, activity_id, command)
    await follow(tx, gear, activity)
    return await _corrected(tx, activity, made)


@router.post("/activities/{activity_id}/corrections/preview")
async def preview(tx: RequestTx, gear: Gear, activity_id: UUID, command: AddCorrection) -> PreviewOut:
    """What a correction would come to; nothing is stored."""
    activity = await own_activity(tx, activity_id)
    command = await with_proposals(tx, gear, activity, command)
    values = values_of(command, await shown_of(tx, activity))
    found = (await outcome_of(tx, gear, activity, command.kind, values)).session
    after = {**found.totals, "load": found.load["value"]}
    samples = await samples_of(tx, activity)
    channel = channel_of(command.kind, values, samples.channels)
    none = np.zeros(0)
    changed = changed_samples(
        samples.channels.get(channel or "", none), found.channels.get(channel or "", np.full(samples.time.size, np.nan))
    )
    figures = [FigureOut(name=name, before=getattr(activity, name), after=after[name]) for name in FIGURES]
    return PreviewOut(changed=changed, channel=channel, figures=figures)


@router.delete("/activities/{activity_id}/corrections/{number}")
async def remove(tx: RequestTx, gear: Gear, activity_id: UUID, number: Number) -> CorrectedOut:
    """Take a correction back; it stays in the list and can be made again."""
    activity, made = await remove_correction(tx, activity_id, number)
    await follow(tx, gear, activity)
    return await _corrected(tx, activity, made)


@router.post("/activities/{activity_id}/corrections/{number}/restoration")
async def make_again(tx: RequestTx, gear: Gear, activity_id: UUID, number: Number) -> CorrectedOut:
    """Make a correction again that was taken back."""
    activity, made = await return_correction(tx, activity_id, number)
    await follow(tx, gear, activity)
    return await _corrected(tx, activity, made)


@router.post("/activities/{activity_id}/split", status_code=201)
async def split(tx: RequestTx, gear: Gear, activity_id: UUID, command: SplitActivity) -> list[ActivityFacts]:
    """Make two sessions of one; taking the correction of the first back joins them again."""
    first, second, _ = await split_activity(tx, activity_id, command)
    await follow(tx, gear, first, second)
    return [ActivityFacts.model_validate(one) for one in (first, second)]


@router.post("/activities/{activity_id}/union", status_code=201)
async def join(tx: RequestTx, gear: Gear, activity_id: UUID, command: JoinActivity) -> ActivityFacts:
    """Make one session of two neighbours; taking the correction back makes them two again."""
    activity, _ = await join_activity(tx, activity_id, command)
    await follow(tx, gear, activity)
    return ActivityFacts.model_validate(activity)


@router.post("/activities/{activity_id}/recomputation", status_code=202)
async def recompute(tx: RequestTx, gear: Gear, activity_id: UUID) -> Response:
    """Measure an activity again from its original; 202 whether it is done already or within moments."""
    await follow(tx, gear, await ask_again(tx, activity_id))
    return Response(status_code=202)


async def _lead(tx: Tx, activity: Activity) -> float:
    return lead([(one.kind, one.values) for one in await corrections_of(tx, activity)])


def _out(one: Correction, begins: float) -> CorrectionOut:
    return CorrectionOut(
        number=one.number,
        kind=one.kind,
        values=one.values,
        words=words_of(one.kind, one.values, begins),
        made_by=one.made_by,
        made_at=one.made_at,
        removed_at=one.removed_at,
    )


async def _corrected(tx: Tx, activity: Activity, made: Correction) -> CorrectedOut:
    return CorrectedOut(
        correction=_out(made, await _lead(tx, activity)),
        version=activity.version,
        stale_since=activity.stale_since,
        stale_reason=activity.stale_reason,
    )
