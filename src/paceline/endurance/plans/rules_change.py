"""Changes to more than one session: weeks change places, the rest shifts, a stretch is planned anew; days that are closed stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from paceline.endurance.library import SessionTemplate, session_named
from paceline.endurance.plans.readings import totals
from paceline.endurance.plans.rules import build
from paceline.endurance.plans.rules_edit import added_up
from paceline.endurance.plans.rules_sessions import fill_easy
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.endurance.plans.shapes import CUTBACK
from paceline.endurance.plans.types import Phase, PlanDraft, PlannedWorkout, PlanRequest, PlanWeek
from paceline.kit.days import monday
from paceline.kit.errors import Invalid
from paceline.science.endurance.structure import scale

MOST_SHIFT = 56
LOADING_WEEKS = 3
CUTBACK_SHARES = (0.68, 0.85)
# Everything that makes two sessions the same but their day: totals follow from these.
Key = tuple[object, ...]
Closed = Callable[[date], bool]


def key_of(workout: PlannedWorkout) -> Key:
    return (
        workout.title,
        workout.workout_type,
        workout.template,
        workout.structure,
        workout.is_key,
        workout.is_race,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """What is different on one day between two versions of a plan."""

    on: date
    before: str
    after: str
    moved_from: date | None = None


def lines_between(before: PlanDraft, after: PlanDraft) -> tuple[Line, ...]:
    """Day by day; a session that only changed its day is one line, with the day it comes from."""
    gone, come = _left_over(before.workouts, after.workouts), _left_over(after.workouts, before.workouts)
    lines: list[Line] = []
    for new in come:
        old = next((one for one in gone if key_of(one) == key_of(new)), None)
        if old is not None:
            gone.remove(old)
            lines.append(Line(new.on, "", new.title, old.on))
            continue
        there = next((one for one in gone if one.on == new.on), None)
        if there is not None:
            gone.remove(there)
        lines.append(Line(new.on, there.title if there else "", new.title))
    lines += [Line(one.on, one.title, "") for one in gone]
    return tuple(sorted(lines, key=lambda line: line.on))


def _left_over(these: Iterable[PlannedWorkout], those: Iterable[PlannedWorkout]) -> list[PlannedWorkout]:
    known: dict[tuple[date, Key], int] = {}
    for one in those:
        place = (one.on, key_of(one))
        known[place] = known.get(place, 0) + 1
    out: list[PlannedWorkout] = []
    for one in these:
        place = (one.on, key_of(one))
        if known.get(place, 0):
            known[place] -= 1
        else:
            out.append(one)
    return out


def sparing(before: PlanDraft, after: PlanDraft, closed: Closed) -> PlanDraft:
    """`after` on the days that are open, and on closed days exactly what was there before."""
    kept = [one for one in before.workouts if closed(one.on)]
    new = [one for one in after.workouts if not closed(one.on)]
    return added_up(after, [*kept, *new])


def swapped_weeks(draft: PlanDraft, first: int, second: int) -> PlanDraft:
    """Two weeks change places with everything in them, lighter weeks staying lighter; races keep their date."""
    one, two = week_at(draft, first), week_at(draft, second)
    if first == second:
        raise Invalid("Choose two different weeks.", fields={"other": "Choose another week."})
    apart = timedelta(days=(two.starts_on - one.starts_on).days)
    if any(w.is_race for week in (one, two) for w in draft.everything(week)):
        raise Invalid("A week with a race stays where it is.", code="race")
    out = [
        replace(w, on=w.on + apart)
        if monday(w.on) == one.starts_on
        else replace(w, on=w.on - apart)
        if monday(w.on) == two.starts_on
        else w
        for w in draft.workouts
    ]
    weeks = list(draft.weeks)
    weeks[first] = replace(one, cutback=two.cutback, reason=two.reason)
    weeks[second] = replace(two, cutback=one.cutback, reason=one.reason)
    return added_up(replace(draft, weeks=tuple(weeks)), out)


def shifted_rest(draft: PlanDraft, start: date, days: int) -> PlanDraft:
    """Everything from a day on, later or earlier. Races and the taper keep their dates; what finds no room falls out.

    A plan without a race ends so many days later or earlier too.
    """
    if not 1 <= abs(days) <= MOST_SHIFT:
        raise Invalid(f"Shift by 1 to {MOST_SHIFT} days.", fields={"days": "Give another number of days."})
    races = {w.on for w in draft.workouts if w.is_race}
    fence = taper_from(draft) if draft.request.race_date is not None else None
    out: list[PlannedWorkout] = []
    for one in draft.workouts:
        stays = one.is_race or (one.on < start and (days > 0 or one.on < start + timedelta(days=days)))
        if stays or (fence is not None and one.on >= fence):
            out.append(one)
            continue
        if fence is not None and days < 0 and one.on >= fence + timedelta(days=days):
            # What moves earlier leaves room before the taper: the last days are done once more.
            out.append(one)
        to = one.on + timedelta(days=days)
        if one.on >= start and to not in races and (fence is None or to < fence):
            out.append(replace(one, on=to))
    longer = draft if fence is not None else stretched(draft, draft.end + timedelta(days=days))
    named = _weeks_shifted(longer, draft, monday(start + timedelta(days=6)), round(days / 7))
    gap = _next_days(start, days) - {w.on for w in out} if days > 0 else frozenset[date]()
    return with_lighter_weeks(added_up(closed_on(named, gap), out), min(start, start + timedelta(days=days)))


def _next_days(start: date, number: int) -> frozenset[date]:
    return frozenset(start + timedelta(days=n) for n in range(number))


def closed_on(draft: PlanDraft, days: frozenset[date]) -> PlanDraft:
    """Days nobody trains on are said as such, so that the rules do not take them for lost training."""
    return replace(draft, request=replace(draft.request, blackout=draft.request.blackout | days))


def taper_from(draft: PlanDraft) -> date:
    """The first day that belongs to the race: the Monday of the taper, or the week before the race."""
    first = next((week.starts_on for week in draft.weeks if week.phase == "taper"), None)
    return first if first is not None else draft.end - timedelta(days=6)


def stretched(draft: PlanDraft, end: date) -> PlanDraft:
    """The plan with another end: weeks like the last one are added, or the last ones leave."""
    if end <= draft.request.start:
        raise Invalid("Nothing would be left of the plan.", code="too_short")
    first = draft.weeks[0].starts_on
    count = (monday(end) - first).days // 7 + 1
    weeks: list[PlanWeek] = list(draft.weeks[:count])
    while len(weeks) < count:
        index = len(weeks)
        weeks.append(replace(weeks[-1], index=index, starts_on=first + timedelta(weeks=index), cutback=False))
    weeks[-1] = replace(weeks[-1], full=end >= weeks[-1].starts_on + timedelta(days=6) and weeks[-1].full)
    weeks_asked = None if draft.request.weeks is None else count
    return replace(draft, request=replace(draft.request, weeks=weeks_asked), end=end, weeks=tuple(weeks))


def planned_anew(
    draft: PlanDraft, wish: PlanRequest, library: Sequence[SessionTemplate], start: date, *, fresh_start: bool
) -> PlanDraft:
    """From the Monday of `start` on as the builder would have it; with `fresh_start` from what is done now."""
    first = monday(start)
    if fresh_start:
        rest = build(replace(wish, start=max(first, wish.start), current_metres=None, current_load=None), library)
    else:
        rest = build(wish, library)
    if not rest.workouts:
        sentence = next((one.sentence for one in rest.findings), "There is no room for a plan between these dates.")
        raise Invalid(sentence, code="no_plan")
    before = [week for week in draft.weeks if week.starts_on < first]
    after = [week for week in rest.weeks if week.starts_on >= first]
    weeks = [replace(week, index=index) for index, week in enumerate([*before, *after])]
    kept = [w for w in draft.workouts if w.on < first]
    new = [w for w in rest.workouts if w.on >= first]
    whole = replace(rest, request=replace(rest.request, start=draft.request.start), weeks=tuple(weeks))
    return added_up(whole, [*kept, *new])


def with_session(draft: PlanDraft, on: date, template: SessionTemplate, seconds: float | None) -> PlanDraft:
    """One more session of the library on a day, as long as asked for where it can be filled."""
    own = template.structure.sport == draft.request.sport
    speeds = speeds_of(draft.request) if own else None
    structure = template.structure
    if seconds is not None and len(structure.segments) == 1:
        structure = fill_easy(structure, seconds, speeds)
    new = PlannedWorkout(
        on, template.name, template.workout_type, template.id, structure, totals(structure, speeds), is_key=False
    )
    return added_up(draft, [*draft.workouts, new])


def without_days(draft: PlanDraft, days: frozenset[date]) -> PlanDraft:
    """Nothing but races on these days; what a week loses is not made up for, and an empty week is a lighter one."""
    kept = [w for w in draft.workouts if w.is_race or w.on not in days]
    after = added_up(closed_on(draft, days - {w.on for w in kept}), kept)
    for week in draft.weeks:
        emptied = draft.training(week) and not after.training(week) and not week.race_week
        if emptied and week.phase not in ("taper", "return"):
            after = _named(after, week.index, cutback=True, reason="No training this week.")
    return after


def with_lighter_weeks(draft: PlanDraft, since: date) -> PlanDraft:
    """From a day on: an empty week counts as a lighter one, a lighter week has to be one, and one comes after three."""
    streak, before = 0, 0.0
    for index, week in enumerate(draft.weeks):
        if week.phase in ("taper", "return") or week.race_week:
            streak = 0
            continue
        if week.starts_on + timedelta(days=6) >= since:
            draft = _settled(draft, index, streak, before)
        planned = sum(w.estimate.duration for w in draft.training(draft.weeks[index]))
        streak = 0 if draft.weeks[index].cutback else streak + 1
        before = before if draft.weeks[index].cutback else planned
    return draft


def _settled(draft: PlanDraft, index: int, streak: int, before: float) -> PlanDraft:
    week = draft.weeks[index]
    planned = sum(w.estimate.duration for w in draft.training(week))
    if not planned:
        return _named(draft, index, cutback=True, reason="No training this week.")
    low, high = CUTBACK_SHARES
    if week.cutback and (not before or low <= planned / before <= high):
        return draft
    if streak < LOADING_WEEKS or not before:
        return _named(draft, index, cutback=False, reason="A loading week.") if week.cutback else draft
    days = frozenset(week.starts_on + timedelta(days=n) for n in range(7))
    lighter = eased(draft, days, min(1.0, CUTBACK * before / planned), only_easy=False)
    return _named(lighter, index, cutback=True, reason="A lighter week after three full ones.")


def _named(draft: PlanDraft, index: int, *, cutback: bool, reason: str) -> PlanDraft:
    weeks = list(draft.weeks)
    weeks[index] = replace(weeks[index], cutback=cutback, reason=reason)
    return replace(draft, weeks=tuple(weeks))


def eased(draft: PlanDraft, days: frozenset[date], share: float, only_easy: bool) -> PlanDraft:
    """Sessions on these days shortened to a share; with `only_easy` hard ones become easy ones of that length."""
    speeds = speeds_of(draft.request)
    out: list[PlannedWorkout] = []
    for one in draft.workouts:
        if one.on not in days or one.is_race or draft.beside(one):
            out.append(one)
            continue
        out.append(_eased(one, share, only_easy and one.is_hard, speeds))
    return added_up(draft, out)


def _eased(one: PlannedWorkout, share: float, becomes_easy: bool, speeds: Mapping[str, float] | None) -> PlannedWorkout:
    wanted = max(1200.0, one.estimate.duration * share)
    easy = session_named("bike-endurance" if one.structure.sport == "cycling" else "easy-45")
    if becomes_easy and easy is not None:
        structure = fill_easy(easy.structure, wanted, speeds)
        return replace(
            one, title=easy.name, workout_type=easy.workout_type, template=easy.id, structure=structure,
            estimate=totals(structure, speeds), is_key=False,
        )  # fmt: skip
    structure = (
        scale(one.structure, min(1.0, wanted / one.estimate.duration)) if one.estimate.duration else one.structure
    )
    return replace(one, structure=structure, estimate=totals(structure, speeds))


def repeated(draft: PlanDraft, first: date, weeks: int, phase: Phase) -> PlanDraft:
    """So many more weeks of a phase before `first`: its last full week again, and the rest shifted behind it."""
    pattern = [week for week in draft.weeks if week.phase == phase and week.starts_on < first and not week.cutback]
    if not pattern:
        raise Invalid("This phase has no week that could be repeated.", code="no_week")
    if draft.request.race_date is not None and first >= taper_from(draft):
        raise Invalid("The taper comes next, and the race does not wait.", code="taper")
    later = shifted_rest(draft, first, 7 * weeks)
    source = pattern[-1]
    copies: list[PlannedWorkout] = []
    for number in range(weeks):
        by = first + timedelta(weeks=number) - source.starts_on
        copies += [replace(w, on=w.on + by) for w in draft.everything(source) if not w.is_race]
    fence = taper_from(draft) if draft.request.race_date is not None else later.end + timedelta(days=1)
    taken = {w.on for w in later.workouts if w.is_race}
    goes_on = [
        replace(week, phase=phase, cutback=False, reason="This phase goes on.")
        if first <= week.starts_on < first + timedelta(weeks=weeks) and week.phase != "taper"
        else week
        for week in later.weeks
    ]
    # The weeks shifted out of the way are filled again: they are no days off.
    request = replace(later.request, blackout=draft.request.blackout)
    whole = added_up(
        replace(later, request=request, weeks=tuple(goes_on)),
        [*later.workouts, *(w for w in copies if w.on < fence and w.on not in taken)],
    )
    return with_lighter_weeks(_lighter_where_needed(whole, first, weeks), first)


def _lighter_where_needed(draft: PlanDraft, first: date, weeks: int) -> PlanDraft:
    """The last added week is the lighter one, where otherwise more than three full ones would follow each other."""
    at = next(week.index for week in draft.weeks if week.starts_on == first) + weeks - 1
    run, end = 0, at
    while end >= 0 and not draft.weeks[end].cutback and draft.weeks[end].phase not in ("taper", "return"):
        run, end = run + 1, end - 1
    later = at + 1
    while later < len(draft.weeks) and not draft.weeks[later].cutback and draft.weeks[later].phase != "taper":
        run, later = run + 1, later + 1
    if run <= LOADING_WEEKS or draft.weeks[at].cutback:
        return draft
    days = frozenset(draft.weeks[at].starts_on + timedelta(days=n) for n in range(7))
    lighter = eased(draft, days, CUTBACK, only_easy=False)
    return _named(lighter, at, cutback=True, reason="A lighter week before it goes on.")


def _weeks_shifted(later: PlanDraft, draft: PlanDraft, first: date, weeks: int) -> PlanDraft:
    """Weeks named as what they hold now: from `first` on, what was said of the week so many weeks before."""
    old = {week.starts_on: week for week in draft.weeks}
    out: list[PlanWeek] = []
    for week in later.weeks:
        was = old.get(week.starts_on - timedelta(weeks=weeks))
        behind = week.starts_on >= first + timedelta(weeks=max(weeks, 0))
        if not weeks or not behind or week.phase == "taper" or week.race_week or was is None or was.phase == "taper":
            out.append(week)
        else:
            out.append(replace(week, phase=was.phase, cutback=was.cutback, reason=was.reason))
    return replace(later, weeks=tuple(out))


def week_at(draft: PlanDraft, index: int) -> PlanWeek:
    """A week by its place."""
    if not 0 <= index < len(draft.weeks):
        raise Invalid(f"The plan has {len(draft.weeks)} weeks.", fields={"week": "There is no such week."})
    return draft.weeks[index]
