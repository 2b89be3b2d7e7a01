"""Judges how much a plan holds: rises, lighter weeks, the long session, the way back after a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from paceline.endurance.plans.findings import broken, doubtful
from paceline.endurance.plans.rules_body import return_shares
from paceline.endurance.plans.rules_days import is_whole
from paceline.endurance.plans.rules_volume import (
    current_seconds,
    long_share,
    monday,
    pattern_length,
    usual_long,
    usual_week,
)
from paceline.endurance.plans.shapes import (
    SMALLEST_WEEK,
    shape_of,
)
from paceline.endurance.plans.types import Finding, PlanDraft, PlanWeek

SOFT_RISE = 1.10
HARD_RISE = 1.30
# Small weeks may rise by minutes: a tenth of an hour would be six minutes.
SMALL_RISE_SECONDS = 600.0
# What a loading week holds at least, against the fullest before it.
LEAST_OF_BEST = 0.85
LONGEST_LOADING = 3
# A week that starts so close to the race holds some of the last seven days.
LAST_WEEKS_DAYS = 13
CUTBACK_SHARES = (0.68, 0.85)
LONG_STEP = 1.10
LONG_STEP_SECONDS = 600.0
LONG_SHARE_TOLERANCE = 0.01
TUNE_UP_STEP = 1.5
SLACK = 60.0


def first_week(draft: PlanDraft) -> Iterator[Finding]:
    """The first week of loading starts from the usual one."""
    now = current_seconds(draft.request)
    week = next((one for one in draft.weeks if one.phase != "return"), None)
    if now is None or week is None:
        return
    planned = planned_seconds(draft, week)
    if planned > max(now * 1.10, SMALLEST_WEEK) + SLACK:
        sentence = f"The first week is more than a tenth above your {now / 3600:.1f} hours."
        yield broken("first-week", sentence, week.index, planned=planned, usual=now)


def return_kept(draft: PlanDraft) -> Iterator[Finding]:
    """Weeks of coming back hold their share of the usual one, all of it easy, and are as many as the gap asks for."""
    shares = return_shares(draft.request.health)
    usual = max(usual_week(draft.request), SMALLEST_WEEK)
    loading = sum(week.phase != "taper" for week in draft.weeks)
    for week in draft.weeks[: min(len(shares), loading)]:
        if week.phase != "return":
            yield broken("return", "This week still belongs to coming back.", week.index)
        planned, most = planned_seconds(draft, week), shares[week.index] * usual
        if planned > most * SOFT_RISE + SMALL_RISE_SECONDS:
            sentence = f"Coming back, this week holds {most / 3600:.1f} hours at most."
            yield broken("return", sentence, week.index, planned=planned, most=most)
        for workout in draft.training(week):
            if workout.is_hard:
                yield broken("return", f"{workout.title} is too hard while coming back.", week.index, workout.on)
    if any(week.phase == "return" for week in draft.weeks[len(shares) :]):
        yield broken("return", "A week is called coming back without a gap before it.")


def weekly_rise(draft: PlanDraft) -> Iterator[Finding]:
    """Against the last whole loading week, and against the median of the last four."""
    lately: list[float] = []
    for week in draft.weeks:
        if week.phase in ("taper", "return") or week.cutback or not whole(draft, week):
            continue
        planned = planned_seconds(draft, week)
        if not planned:
            continue
        best = lately[-1] if lately else None
        if best is not None and planned > max(best * SOFT_RISE, best + SMALL_RISE_SECONDS) + SLACK:
            make = broken if planned > max(best * HARD_RISE, best + SMALL_RISE_SECONDS) else doubtful
            sentence = f"This week is {(planned / best - 1) * 100:.0f} % above the last full one."
            yield make("rise", sentence, week.index, planned=planned, before=best)
        usual = median(lately[-4:]) if lately else None
        if usual is not None and planned > max(usual * HARD_RISE, usual + SMALL_RISE_SECONDS) + SLACK:
            sentence = f"This week is {(planned / usual - 1) * 100:.0f} % above the middle of the last four."
            yield broken("rise-month", sentence, week.index, planned=planned, median=usual)
        lately.append(planned)


def weekly_fall(draft: PlanDraft) -> Iterator[Finding]:
    """Only lighter weeks, the taper and the return from days off do less; else training got lost somewhere."""
    best = 0.0
    race = draft.request.race_date
    for week in draft.weeks:
        near = race is not None and (race - week.starts_on).days <= LAST_WEEKS_DAYS
        if week.phase == "taper" or near:
            return
        if week.phase == "return" or not whole(draft, week):
            best = 0.0
        elif not week.cutback:
            planned = planned_seconds(draft, week)
            if planned < best * LEAST_OF_BEST - SLACK:
                share = f"{planned / best * 100:.0f} %"
                sentence = f"This week holds {share} of the fullest one before."
                yield broken("fall", sentence, week.index, planned=planned, before=best)
            best = max(best, planned)


def cutbacks(draft: PlanDraft) -> Iterator[Finding]:
    """A lighter week after three at most; a fourth may lead straight into the taper, which is lighter anyway."""
    streak, before = 0, None
    for index, week in enumerate(draft.weeks):
        planned = planned_seconds(draft, week)
        full = whole(draft, week)
        if week.phase in ("taper", "return") or week.cutback:
            streak = 0
            low, high = CUTBACK_SHARES
            if week.cutback and full and before and not low <= planned / before <= high:
                sentence = "This lighter week is not 15–32 % lighter."
                yield broken("cutback", sentence, week.index, planned=planned, before=before)
            continue
        streak += 1
        before = planned if full else before
        last = index + 1 == len(draft.weeks) or draft.weeks[index + 1].phase == "taper"
        if streak > LONGEST_LOADING + last:
            sentence = f"More than {LONGEST_LOADING} weeks without a lighter one."
            yield broken("cutback", sentence, week.index, weeks=streak)


def long_share_kept(draft: PlanDraft) -> Iterator[Finding]:
    """The long session against its week; a big weekend of an ultra may take more, never two weeks running."""
    shape = shape_of(draft.request)
    big_before = False
    for week in draft.weeks:
        done = draft.training(week)
        planned = planned_seconds(draft, week)
        long = max((w.estimate.duration for w in done if w.workout_type == "long"), default=0.0)
        if not long or not planned:
            big_before = False
            continue
        days = len({w.on for w in done})
        usual = planned * (long_share(shape, days) + LONG_SHARE_TOLERANCE) + SLACK
        may = week.phase in ("build", "peak") and not week.cutback and not big_before
        most = planned * (long_share(shape, days, big=True) + LONG_SHARE_TOLERANCE) + SLACK if may else usual
        if long > max(usual, most if shape.big_share else usual):
            share = f"{long / planned * 100:.0f} %"
            yield doubtful(
                "long-share", f"The long session is {share} of the week.", week.index, long=long, total=planned
            )
        big_before = long > usual


def long_steps(draft: PlanDraft) -> Iterator[Finding]:
    """Each session against the longest of the thirty days before, those before the plan included.

    The single session is what goes with injuries, not the week (Frandsen 2025, 5,205 runners).
    """
    usual = usual_long(draft.request, pattern_length(draft.request))
    seen: list[tuple[date, float]] = [(draft.request.start - timedelta(days=1), usual)]
    for workout in sorted(draft.workouts, key=lambda w: w.on):
        if workout.is_race or draft.beside(workout):
            continue
        seconds = workout.estimate.duration
        longest = max((done for day, done in seen if (workout.on - day).days <= 30), default=None)
        if longest is not None and seconds > max(longest * LONG_STEP, longest + LONG_STEP_SECONDS) + SLACK:
            sentence = f"{workout.title} is more than a tenth longer than anything in the month before."
            yield broken(
                "long-step", sentence, week_of(draft, workout.on), workout.on, planned=seconds, longest=longest
            )
        seen.append((workout.on, seconds))


def tune_up_length(draft: PlanDraft) -> Iterator[Finding]:
    """A race on the way that is much longer than anything done before it is a race of its own."""
    for race in (w for w in draft.workouts if w.is_race and w.on != draft.request.race_date):
        before = [w.estimate.duration for w in draft.workouts if not w.is_race and 0 < (race.on - w.on).days <= 30]
        longest = max([*before, usual_long(draft.request, pattern_length(draft.request))])
        if race.estimate.duration > longest * TUNE_UP_STEP:
            share = f"{(race.estimate.duration / longest - 1) * 100:.0f} %"
            sentence = f"{race.title} is {share} longer than anything in the month before."
            yield doubtful("tune-up", sentence, week_of(draft, race.on), race.on, planned=race.estimate.duration)


def planned_seconds(draft: PlanDraft, week: PlanWeek) -> float:
    return sum(workout.estimate.duration for workout in draft.training(week))


def whole(draft: PlanDraft, week: PlanWeek) -> bool:
    """Whether all training days of a week are there, whatever the draft says of itself."""
    return is_whole(draft.request, week.starts_on, draft.end)


def week_of(draft: PlanDraft, day: date) -> int:
    return (monday(day) - monday(draft.request.start)).days // 7
