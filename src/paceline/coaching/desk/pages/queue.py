"""The command centre: the queue with a case beside it, the case as a page of its own, and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from paceline.coaching.desk.access import intervention_for_coach
from paceline.coaching.desk.actions.batch import BatchDone, decide_many, take_back_many
from paceline.coaching.desk.actions.deciding import decide, take_back
from paceline.coaching.desk.cases import Case
from paceline.coaching.desk.jobs import wake
from paceline.coaching.desk.model import DecisionRow
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.queries import Counts, cases, counts, decisions_about, last_decisions, queue_page
from paceline.coaching.desk.schemas import Decide, DecideForm, DecideManyForm
from paceline.coaching.desk.types import DEFERRALS, MOST_TOGETHER, Tab, Trend, TrendLine
from paceline.coaching.recommendations import Figure, RosterFigure
from paceline.core.identity import Gear, RequestTx, require_role
from paceline.core.relationships import athletes_of
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, reads
from paceline.ui.page import page, see, toast, wants_fragment

router = APIRouter(include_in_schema=False)
ROWS = MOST_TOGETHER
DISMISSALS = ("Known and fine", "We talked about it", "Not worth acting on", "Wrong signal")
HANDLED = ("Called", "Wrote a message", "Changed the plan myself")


@dataclass(frozen=True, slots=True)
class Queue:
    """The command centre page."""

    tab: Tab
    cursor: str
    found: Sequence[Case]
    next_cursor: str | None
    counts: Counts
    roster: int
    figures: Sequence[Figure]
    trends: Mapping[UUID, TrendLine]
    case: Case | None
    trend: TrendLine | None
    history: Sequence[DecisionRow]
    beside: bool = True
    dismissals: Sequence[str] = DISMISSALS
    handled: Sequence[str] = HANDLED

    @property
    def badges(self) -> Mapping[str, int]:
        """The count beside the command centre in the navigation, which a decision changes."""
        return {"queue": self.counts.needs}


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case as a page of its own."""

    case: Case
    trend: TrendLine | None
    history: Sequence[DecisionRow]
    beside: bool = False
    dismissals: Sequence[str] = DISMISSALS
    handled: Sequence[str] = HANDLED


@router.get("/queue")
async def queue(tx: RequestTx, gear: Gear, tab: Tab = "open", cursor: str = "", case: UUID | None = None) -> Response:
    """Who needs the coach, in what order, and why; with `case`, that one beside the list."""
    require_role(tx, "coach")
    shown = await _queue(tx, gear, tab, cursor, case)
    return page("desk/queue.html", shown, block="region", badges=shown.badges)


@router.get("/queue/{intervention_id}")
async def case_page(tx: RequestTx, gear: Gear, intervention_id: UUID) -> Response:
    """One case."""
    require_role(tx, "coach")
    row = await intervention_for_coach(tx, intervention_id)
    found = await cases(tx, [row], await last_decisions(tx, [row.id]))
    if not found:
        raise NotFound()
    trends = await _trends(tx, gear, [row.athlete_id])
    history = await decisions_about(tx, row.athlete_id)
    return page("desk/case.html", CasePage(found[0], trends.get(row.athlete_id), history))


@router.post("/queue/decisions")
async def decisions(
    request: Request, tx: RequestTx, gear: Gear, form: Annotated[Form[DecideManyForm], reads(DecideManyForm)]
) -> Response:
    """The same decision for everybody who is ticked."""
    require_role(tx, "coach")
    if form.value is None:
        return see("/queue", Flash(next(iter(form.errors.values())), "critical"))
    done = await decide_many(tx, Plugged.into(gear), form.value.command(), wake)
    said = _said_together(done)
    if not wants_fragment(request):
        return see("/queue", said)
    shown = await open_queue(tx, gear)
    return page("desk/queue.html", shown, block="region", toasts=[said], badges=shown.badges)


@router.post("/queue/reopenings")
async def reopenings(
    tx: RequestTx, one: Annotated[list[UUID], Query(min_length=1, max_length=MOST_TOGETHER)]
) -> Response:
    """Take back a decision for several."""
    require_role(tx, "coach")
    back = await take_back_many(tx, one)
    if not back:
        return see("/queue", Flash("This can no longer be undone.", "critical"))
    return see("/queue", f"{_people(back)} back in the queue.")


@router.post("/queue/{intervention_id}/decision")
async def decision(
    request: Request,
    tx: RequestTx,
    gear: Gear,
    intervention_id: UUID,
    form: Annotated[Form[DecideForm], reads(DecideForm)],
) -> Response:
    """Decide; beside the list the whole region comes back with the next person on top."""
    require_role(tx, "coach")
    row = await intervention_for_coach(tx, intervention_id)
    if form.value is None:
        return see(f"/queue/{intervention_id}", Flash(next(iter(form.errors.values())), "critical"))
    try:
        command = _command(row.suggestion, form.value)
        # What a remedy had begun before it was refused goes back with the savepoint.
        async with tx.session.begin_nested():
            done = await decide(tx, Plugged.into(gear), intervention_id, command, wake)
    except (Conflict, Invalid) as refusal:
        return see(f"/queue/{intervention_id}", Flash(refusal.message, "critical"))
    said = _said(done, intervention_id)
    if not wants_fragment(request):
        return see("/queue", said)
    shown = await open_queue(tx, gear)
    return page("desk/queue.html", shown, block="region", toasts=[said], badges=shown.badges)


@router.post("/queue/{intervention_id}/reopening")
async def reopening(tx: RequestTx, intervention_id: UUID) -> Response:
    """Take a slip back."""
    require_role(tx, "coach")
    try:
        async with tx.session.begin_nested():
            await take_back(tx, intervention_id)
    except Conflict as refusal:
        return see("/queue", Flash(refusal.message, "critical"))
    return see(f"/queue?case={intervention_id}", "Back in the queue.")


def _command(suggestion: Mapping[str, Any] | None, form: DecideForm) -> Decide:
    arguments: dict[str, Any] = {}
    if form.decision in ("modified", "moved") and form.choice is not None:
        alternatives: list[Any] = (suggestion or {}).get("alternatives", [])
        if form.choice >= len(alternatives):
            raise Conflict("These choices have changed. Read them again.", code="changed")
        chosen = alternatives[form.choice]
        arguments = {**chosen["arguments"], **({"remedy": chosen["remedy"]} if chosen.get("remedy") else {})}
    if form.decision == "excused" and form.days is not None:
        arguments = {"days": form.days}
    return Decide(decision=form.decision, version=form.version, reason=form.reason, arguments=arguments)


def _said(done: DecisionRow, intervention_id: UUID) -> Flash:
    undo = f"/queue/{intervention_id}/reopening"
    if done.decision in DEFERRALS:
        hours = round(DEFERRALS[done.decision].total_seconds() / 3600)
        return toast(f"Put off. Comes back in {hours} h, or sooner if something new happens.", undo=undo)
    if done.decision == "excused":
        return toast(f"{done.result} Pain, illness and load still count.", undo=undo)
    if done.decision == "dismissed":
        return toast("Dismissed. It stays away until something new happens.", undo=undo)
    return toast(done.result or "Noted. It stays away until something new happens.")


def _said_together(done: BatchDone) -> Flash:
    left = f" {_people(len(done.refused))} changed in the meantime and stayed." if done.refused else ""
    if not done.decided:
        return Flash(left.strip() or "Nobody was decided about.", "critical")
    words = "dismissed" if done.decided[0].decision == "dismissed" else "put off"
    undo = "/queue/reopenings?" + "&".join(f"one={row.intervention_id}" for row in done.decided)
    return toast(f"{_people(len(done.decided))} {words}.{left}", undo=undo)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


async def open_queue(tx: Tx, gear: Machinery) -> Queue:
    """The first page of who waits, as the page shows it."""
    return await _queue(tx, gear, "open", "", None)


async def _queue(tx: Tx, gear: Machinery, tab: Tab, cursor: str, chosen: UUID | None) -> Queue:
    clients = await athletes_of(tx)
    listed = await queue_page(tx, tab, size=ROWS, cursor=cursor or None, clients=clients)
    case = next((one for one in listed.items if one.id == chosen), None)
    if case is None and chosen is not None:
        case = await _elsewhere(tx, chosen)
    if case is None and tab == "open":
        case = listed.items[0] if listed.items else None
    roster = [client.id for client in clients]
    shown = {one.athlete_id for one in (*listed.items, *([case] if case else []))}
    trends = await _trends(tx, gear, sorted(shown))
    figures = [await source.figure(tx, roster, tx.now) for source in gear.plugged(RosterFigure)] if roster else []
    return Queue(
        tab=tab,
        cursor=cursor,
        found=listed.items,
        next_cursor=listed.next_cursor,
        counts=await counts(tx),
        roster=len(roster),
        figures=[figure for figure in figures if figure is not None],
        trends=trends,
        case=case,
        trend=trends.get(case.athlete_id) if case else None,
        history=await decisions_about(tx, case.athlete_id, most=5) if case else (),
    )


async def _elsewhere(tx: Tx, intervention_id: UUID) -> Case | None:
    try:
        row = await intervention_for_coach(tx, intervention_id)
    except NotFound:
        return None
    found = await cases(tx, [row], await last_decisions(tx, [row.id]))
    return found[0] if found else None


async def _trends(tx: Tx, gear: Machinery, athlete_ids: Sequence[UUID]) -> dict[UUID, TrendLine]:
    found: dict[UUID, TrendLine] = {}
    for source in gear.plugged(Trend) if athlete_ids else []:
        found.update(await source.trends(tx, athlete_ids, tx.now))
    return found
