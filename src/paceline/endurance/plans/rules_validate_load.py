"""Judges how much a plan holds: rises, lighter weeks, the long session, the share of hard work and the taper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from paceline.endurance.plans.rules_volume import (
    current_seconds,
    long_share,
    monday,
    most_seconds,
    pattern_length,
    speeds_of,
    usual_long,
    usual_week,
)
from paceline.endurance.plans.shapes import (
    ADULT_GOALS,
    PLAN_TAPERS,
    SMALLEST_WEEK,
    TAPER_DAYS,
    ZONE_CAPS,
    minor,
    shape_of,
)
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout, PlanWeek
from paceline.science.endurance.structure import flatten

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
EASY_SHARE = 0.78
LAST_DAYS_SHARES = {"A": 0.60, "B": 0.80}
LAST_DAYS_LEAST = 1.25 * SMALLEST_WEEK
LAST_LONG_SECONDS = 5400.0
MOST_TAPER_DAYS = 28
SLACK = 60.0


def first_week(draft: PlanDraft) -> Iterator[Finding]:
    now = current_seconds(draft.request)
    if now is None or not draft.weeks:
        return
    if planned_seconds(draft, draft.weeks[0]) > max(now * 1.10, SMALLEST_WEEK) + SLACK:
        sentence = f"The first week is more than a tenth above your {now / 3600:.1f} hours."
        yield Finding("first-week", "hard", 0, sentence)


def weekly_rise(draft: PlanDraft) -> Iterator[Finding]:
    best: float | None = None
    for week in draft.weeks:
        if week.phase == "taper" or week.cutback or not week.full:
            continue
        planned = planned_seconds(draft, week)
        if best is not None and planned > max(best * SOFT_RISE, best + SMALL_RISE_SECONDS) + SLACK:
            severity = "hard" if planned > best * HARD_RISE else "soft"
            sentence = f"This week is {(planned / best - 1) * 100:.0f} % above the last full one."
            yield Finding("rise", severity, week.index, sentence)
        best = planned


def weekly_fall(draft: PlanDraft) -> Iterator[Finding]:
    """Only lighter weeks, the taper and the return from days off do less; else training got lost somewhere."""
    best = 0.0
    race = draft.request.race_date
    for week in draft.weeks:
        near = race is not None and (race - week.starts_on).days <= LAST_WEEKS_DAYS
        if week.phase == "taper" or near:
            return
        if not week.full:
            best = 0.0
        elif not week.cutback:
            planned = planned_seconds(draft, week)
            if planned < best * LEAST_OF_BEST - SLACK:
                share = f"{planned / best * 100:.0f} %"
                yield Finding("fall", "hard", week.index, f"This week holds {share} of the fullest one before.")
            best = max(best, planned)


def cutbacks(draft: PlanDraft) -> Iterator[Finding]:
    """A lighter week after three at most; a fourth may lead straight into the taper, which is lighter anyway."""
    streak, before = 0, None
    for index, week in enumerate(draft.weeks):
        planned = planned_seconds(draft, week)
        if week.phase == "taper" or week.cutback:
            streak = 0
            low, high = CUTBACK_SHARES
            if week.cutback and week.full and before and not low <= planned / before <= high:
                yield Finding("cutback", "hard", week.index, "This lighter week is not 15–32 % lighter.")
            continue
        streak += 1
        before = planned if week.full else before
        last = index + 1 == len(draft.weeks) or draft.weeks[index + 1].phase == "taper"
        if streak > LONGEST_LOADING + last:
            sentence = f"More than {LONGEST_LOADING} weeks without a lighter one."
            yield Finding("cutback", "hard", week.index, sentence)


def long_share_kept(draft: PlanDraft) -> Iterator[Finding]:
    shape = shape_of(draft.request)
    for week in draft.weeks:
        done = draft.training(week)
        planned = planned_seconds(draft, week)
        if week.long_seconds is None or not planned:
            continue
        if week.long_seconds > planned * (long_share(shape, len(done)) + LONG_SHARE_TOLERANCE) + SLACK:
            share = f"{week.long_seconds / planned * 100:.0f} %"
            yield Finding("long-share", "soft", week.index, f"The long session is {share} of the week.")


def long_steps(draft: PlanDraft) -> Iterator[Finding]:
    """Each long session against the longest of the thirty days before, those before the plan included."""
    usual = usual_long(draft.request, pattern_length(draft.request))
    seen: list[tuple[date, float]] = [(draft.request.start - timedelta(days=1), usual)]
    for workout in draft.workouts:
        if workout.is_race or workout.workout_type != "long":
            continue
        seconds = workout.estimate.duration
        longest = max((done for day, done in seen if (workout.on - day).days <= 30), default=None)
        if longest is not None and seconds > max(longest * LONG_STEP, longest + LONG_STEP_SECONDS) + SLACK:
            sentence = f"{workout.title} is more than a tenth longer than anything in the month before."
            yield Finding("long-step", "hard", week_of(draft, workout.on), sentence)
        seen.append((workout.on, seconds))


def easy_share(draft: PlanDraft) -> Iterator[Finding]:
    for week in draft.weeks:
        done = draft.training(week)
        planned = planned_seconds(draft, week)
        if week.full and planned and sum(w.estimate.easy_seconds for w in done) < planned * EASY_SHARE:
            yield Finding(
                "easy-share",
                "soft",
                week.index,
                "Less than three quarters of the week is easy.",
            )


def zone_caps(draft: PlanDraft) -> Iterator[Finding]:
    caps = ZONE_CAPS[draft.request.sport]
    words = {
        3: "marathon effort",
        4: "threshold",
        5: "interval pace",
        6: "repetition pace",
    }
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        use = dict.fromkeys(caps, 0.0)
        for workout in draft.training(week):
            for flat in flatten(workout.structure, speeds_of(draft.request)):
                if flat.zone >= 3 and flat.role not in ("strides", "drills"):
                    use[min(flat.zone, 6)] += flat.seconds
        for zone, cap in caps.items():
            if use[zone] > planned * cap + 60:
                share = f"{use[zone] / planned * 100:.0f} %"
                yield Finding(
                    "zone-cap",
                    "hard",
                    week.index,
                    f"{share} of the week at {words[zone]}; {cap:.0%} is the most.",
                )


def taper(draft: PlanDraft) -> Iterator[Finding]:
    race = draft.request.race_date
    if race is None or not draft.weeks:
        return
    if draft.weeks[-1].phase != "taper":
        yield Finding("taper", "hard", draft.weeks[-1].index, "The race week is not a taper week.")
    last = [w for w in draft.workouts if not w.is_race and 0 < (race - w.on).days <= 7]
    for workout in last:
        yield from _too_late(workout, (race - workout.on).days)
    share = LAST_DAYS_SHARES.get(draft.request.priority)
    held = sum(workout.estimate.duration for workout in last)
    if share is not None and held > max(_reference(draft) * share, LAST_DAYS_LEAST) + SLACK:
        sentence = f"The last seven days hold more than {share:.0%} of the peak week."
        yield Finding("taper", "hard", None, sentence)


def _too_late(workout: PlannedWorkout, days: int) -> Iterator[Finding]:
    if workout.estimate.duration > LAST_LONG_SECONDS or (workout.workout_type == "long" and days < 7):
        yield Finding("taper", "hard", None, f"{workout.title} is too long for the last seven days.")
    if workout.workout_type == "vo2" and days <= 4:
        yield Finding("taper", "hard", None, f"{workout.title} is too hard for the last four days.")


def _reference(draft: PlanDraft) -> float:
    """The fullest week before the taper; the usual one when the plan holds no whole week."""
    whole = [planned_seconds(draft, w) for w in draft.weeks if w.phase != "taper" and not w.cutback and w.full]
    return max(whole, default=usual_week(draft.request))


def taper_length(draft: PlanDraft) -> Iterator[Finding]:
    """For an A race, long enough for its distance once the plan is long enough to have one."""
    race, request = draft.request.race_date, draft.request
    tapering = [week.starts_on for week in draft.weeks if week.phase == "taper"]
    if race is None or request.priority != "A" or not tapering:
        return
    least = TAPER_DAYS.get(request.goal, 7)
    days = (race - tapering[0]).days
    if (race - request.start).days >= PLAN_TAPERS * least and days < least:
        yield Finding("taper-length", "hard", None, f"The taper has {days} days; {least} is the least.")
    if days > MOST_TAPER_DAYS:
        yield Finding("taper-length", "soft", None, f"A taper of {days} days loses more than it rests.")


def minors(draft: PlanDraft) -> Iterator[Finding]:
    """Below 18: no marathon or longer, and no more than half an hour a week per year of age."""
    request = draft.request
    if not minor(request) or not draft.weeks:
        return
    if request.goal in ADULT_GOALS:
        yield Finding("minor", "hard", None, "This race is for adults.")
    for week in draft.weeks:
        if planned_seconds(draft, week) > most_seconds(request) + SLACK:
            sentence = f"More than {most_seconds(request) / 3600:g} hours in a week at the age of {request.age}."
            yield Finding("minor", "hard", week.index, sentence)


def planned_seconds(draft: PlanDraft, week: PlanWeek) -> float:
    return sum(workout.estimate.duration for workout in draft.training(week))


def week_of(draft: PlanDraft, day: date) -> int:
    return (monday(day) - monday(draft.request.start)).days // 7
