"""Judges a plan by independent rules: each one reads the draft alone and says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from paceline.endurance.plans.rules_volume import (
    current_seconds,
    long_share,
    monday,
    speeds_of,
)
from paceline.endurance.plans.shapes import SMALLEST_WEEK, ZONE_CAPS, shape_of
from paceline.endurance.plans.types import MASTERS_AGE, Finding, PlanDraft, PlanWeek
from paceline.science.endurance.structure import estimate, flatten, problems

SOFT_RISE = 1.12
HARD_RISE = 1.30
# Small weeks may rise by minutes: a tenth of an hour would be six minutes.
SMALL_RISE_SECONDS = 900.0
LONGEST_LOADING = 4
CUTBACK_SHARES = (0.60, 0.88)
LONG_STEP = 1.10
LONG_STEP_SECONDS = 900.0
EASY_SHARE = 0.75
VOLUME_TOLERANCE = 0.06
LAST_DAYS_SHARE = 0.65
LAST_LONG_SECONDS = 5400.0
MASTERS_GAP = 3

Validator = Callable[[PlanDraft], Iterator[Finding]]


def validate(draft: PlanDraft) -> tuple[Finding, ...]:
    """Everything the rules find; a good plan has nothing."""
    return tuple(finding for rule in VALIDATORS for finding in rule(draft))


def inside_dates(draft: PlanDraft) -> Iterator[Finding]:
    for workout in draft.workouts:
        if not draft.request.start <= workout.on <= draft.end:
            yield Finding(
                "dates",
                "hard",
                None,
                f"{workout.title} on {workout.on} is outside the plan.",
            )
    for index, week in enumerate(draft.weeks):
        if week.starts_on != monday(draft.request.start) + timedelta(weeks=index) or week.index != index:
            yield Finding(
                "dates",
                "hard",
                index,
                f"Week {index + 1} does not start on its Monday.",
            )


def race_in_place(draft: PlanDraft) -> Iterator[Finding]:
    races = [workout for workout in draft.workouts if workout.is_race]
    when = draft.request.race_date
    if when is None:
        if races:
            yield Finding("race", "hard", None, "There is a race in a plan without one.")
        return
    if [race.on for race in races] != [when]:
        yield Finding("race", "hard", None, f"The race belongs on {when}, once.")
        return
    distance = draft.request.distance or shape_of(draft.request).distance
    if distance is not None and races[0].estimate.distance != distance:
        yield Finding("race", "hard", None, f"The race is {distance:g} m long.")
    for workout in draft.workouts:
        if workout.on == when and not workout.is_race:
            yield Finding("race", "hard", None, "Race day holds nothing but the race.")
        if workout.on == when - timedelta(days=1) and (workout.is_hard or workout.estimate.duration > 2400):
            yield Finding("race", "hard", None, "The day before the race is easy or off.")


def first_week(draft: PlanDraft) -> Iterator[Finding]:
    now = current_seconds(draft.request)
    if now is None or not draft.weeks:
        return
    allowed = max(now * 1.10, SMALLEST_WEEK)
    if planned_seconds(draft, draft.weeks[0]) > allowed + 60:
        yield Finding(
            "first-week",
            "hard",
            0,
            f"The first week is more than a tenth above your {now / 3600:.1f} hours.",
        )


def weekly_rise(draft: PlanDraft) -> Iterator[Finding]:
    best: float | None = None
    for week in draft.weeks:
        if week.phase == "taper" or week.cutback or not week.full:
            continue
        planned = planned_seconds(draft, week)
        if best is not None and planned > max(best * SOFT_RISE, best + SMALL_RISE_SECONDS):
            severity = "hard" if planned > best * HARD_RISE else "soft"
            rise = f"{(planned / best - 1) * 100:.0f} %"
            yield Finding(
                "rise",
                severity,
                week.index,
                f"This week is {rise} above the last full one.",
            )
        best = planned


def cutbacks(draft: PlanDraft) -> Iterator[Finding]:
    streak, before = 0, None
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        if week.phase == "taper" or week.cutback:
            streak = 0
            low, high = CUTBACK_SHARES
            if week.cutback and week.full and before and not low <= planned / before <= high:
                yield Finding(
                    "cutback",
                    "hard",
                    week.index,
                    "This lighter week is not 12–40 % lighter.",
                )
            continue
        streak += 1
        before = planned if week.full else before
        if streak > LONGEST_LOADING:
            yield Finding(
                "cutback",
                "hard",
                week.index,
                f"More than {LONGEST_LOADING} weeks without a lighter one.",
            )


def hard_days_apart(draft: PlanDraft) -> Iterator[Finding]:
    hard = sorted(workout.on for workout in draft.workouts if workout.is_hard)
    age = draft.request.age
    for before, after in pairwise(hard):
        days = (after - before).days
        if days < 2:
            yield Finding(
                "spacing",
                "hard",
                _week_of(draft, after),
                f"Hard days on {before} and {after} touch.",
            )
        elif age is not None and age >= MASTERS_AGE and days < MASTERS_GAP and not _is_race(draft, after):
            yield Finding(
                "spacing-masters",
                "soft",
                _week_of(draft, after),
                "From 50 on, hard days need two easy ones.",
            )


def long_share_kept(draft: PlanDraft) -> Iterator[Finding]:
    shape = shape_of(draft.request)
    for week in draft.weeks:
        done = draft.training(week)
        planned = planned_seconds(draft, week)
        if week.long_seconds is None or not planned or not done:
            continue
        allowed = long_share(shape, len(done)) + (0.05 if len(done) <= 3 else 0.02)
        if week.long_seconds > planned * allowed:
            share = f"{week.long_seconds / planned * 100:.0f} %"
            yield Finding(
                "long-share",
                "soft",
                week.index,
                f"The long session is {share} of the week.",
            )


def long_steps(draft: PlanDraft) -> Iterator[Finding]:
    """Against the month before; a week cut short by the start says nothing about what the athlete can do."""
    cut_short = bool(draft.weeks) and not draft.weeks[0].full
    whole = draft.weeks[0].starts_on + timedelta(weeks=1) if cut_short else draft.request.start
    usual = max((_usual_long(draft, seconds, count) for seconds, count in _known_weeks(draft)), default=0.0)
    recent = draft.request.longest_recent_seconds or usual
    seen: list[tuple[date, float]] = [(draft.request.start - timedelta(days=1), recent)] if recent else []
    for workout in draft.workouts:
        if workout.is_race:
            continue
        seconds = workout.estimate.duration
        month = [done for day, done in seen if (workout.on - day).days <= 30]
        if workout.workout_type == "long" and month:
            longest = max(month)
            if seconds > max(longest * LONG_STEP, longest + LONG_STEP_SECONDS) + 60:
                sentence = f"{workout.title} is more than a tenth longer than anything in the month before."
                yield Finding("long-step", "hard", _week_of(draft, workout.on), sentence)
        if workout.workout_type == "long" and workout.on >= whole:
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
        if workout.estimate.duration > LAST_LONG_SECONDS:
            yield Finding(
                "taper",
                "hard",
                None,
                f"{workout.title} is too long for the last seven days.",
            )
        if workout.workout_type == "vo2" and (race - workout.on).days <= 4:
            yield Finding(
                "taper",
                "hard",
                None,
                f"{workout.title} is too hard for the last four days.",
            )
    peak = max(
        (planned_seconds(draft, w) for w in draft.weeks if w.phase != "taper"),
        default=0.0,
    )
    if (
        peak
        and draft.request.priority == "A"
        and sum(w.estimate.duration for w in last) > max(peak * LAST_DAYS_SHARE, 1.25 * SMALLEST_WEEK)
    ):
        yield Finding(
            "taper",
            "hard",
            None,
            "The last seven days hold more than two thirds of the peak week.",
        )


def available_days(draft: PlanDraft) -> Iterator[Finding]:
    request = draft.request
    seen: set[date] = set()
    for workout in draft.workouts:
        if workout.on in seen:
            yield Finding(
                "days",
                "hard",
                _week_of(draft, workout.on),
                f"Two workouts on {workout.on}.",
            )
        seen.add(workout.on)
        off = workout.on.weekday() not in request.weekdays or workout.on in request.blackout
        if off and not workout.is_race:
            yield Finding(
                "days",
                "hard",
                _week_of(draft, workout.on),
                f"{workout.on} is not a training day.",
            )
    for week in draft.weeks:
        if len(draft.training(week)) > request.days_per_week:
            yield Finding(
                "days",
                "hard",
                week.index,
                f"More than {request.days_per_week} training days.",
            )


def week_balance(draft: PlanDraft) -> Iterator[Finding]:
    """Every full loading week has a long session that is its longest, and at least one easy day."""
    for week in draft.weeks:
        done = draft.training(week)
        race = draft.request.race_date
        near = race is not None and (race - week.starts_on).days <= 13
        if not week.full or week.phase == "taper" or near or not done:
            continue
        longest = max(done, key=lambda w: w.estimate.duration)
        long = [w for w in done if w.workout_type == "long"]
        if not long:
            yield Finding("no-long", "hard", week.index, "There is no long session in this week.")
        elif long[0].estimate.duration + 60 < longest.estimate.duration:
            yield Finding(
                "no-long",
                "hard",
                week.index,
                "The long session is not the longest of the week.",
            )
        if len(done) > 1 and all(w.is_hard for w in done):
            yield Finding("all-hard", "hard", week.index, "Every day of this week is hard.")


def sums(draft: PlanDraft) -> Iterator[Finding]:
    speeds = speeds_of(draft.request)
    for workout in draft.workouts:
        wrong = problems(workout.structure)
        if wrong:
            yield Finding(
                "structure",
                "hard",
                _week_of(draft, workout.on),
                f"{workout.title}: {wrong[0].sentence}",
            )
        elif estimate(workout.structure, speeds) != workout.estimate:
            yield Finding(
                "sums",
                "hard",
                _week_of(draft, workout.on),
                f"{workout.title}: its totals are not its own.",
            )
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        if abs(planned - week.target_seconds) > max(week.target_seconds * VOLUME_TOLERANCE, 300):
            yield Finding(
                "sums",
                "hard",
                week.index,
                "The workouts do not add up to the week's volume.",
            )
        if abs(sum(w.estimate.load for w in draft.training(week)) - week.target_load) > 1:
            yield Finding(
                "sums",
                "hard",
                week.index,
                "The workouts do not add up to the week's load.",
            )


def planned_seconds(draft: PlanDraft, week: PlanWeek) -> float:
    return sum(workout.estimate.duration for workout in draft.training(week))


VALIDATORS: tuple[Validator, ...] = (
    inside_dates,
    race_in_place,
    first_week,
    weekly_rise,
    cutbacks,
    hard_days_apart,
    long_share_kept,
    long_steps,
    easy_share,
    zone_caps,
    taper,
    available_days,
    week_balance,
    sums,
)


def _week_of(draft: PlanDraft, day: date) -> int:
    return (monday(day) - monday(draft.request.start)).days // 7


def _is_race(draft: PlanDraft, day: date) -> bool:
    return any(workout.is_race and workout.on == day for workout in draft.workouts)


def _known_weeks(draft: PlanDraft) -> Iterator[tuple[float, int]]:
    """Weeks that say how long a long session the athlete is used to: the present one and those of the first month."""
    now = current_seconds(draft.request)
    if now is not None:
        yield now, min(draft.request.days_per_week, len(draft.request.weekdays))
    days = min(draft.request.days_per_week, len(draft.request.weekdays))
    for week in draft.weeks[:5]:
        done = len(draft.training(week))
        if done:
            yield (
                planned_seconds(draft, week) * max(1.0, 1.0 if week.full else days / done),
                done if week.full else days,
            )


def _usual_long(draft: PlanDraft, seconds: float, sessions: int) -> float:
    return seconds * long_share(shape_of(draft.request), sessions)
