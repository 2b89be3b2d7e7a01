"""Builds a training plan: from what the athlete does now to the race, one reasoned week at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import floor

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.rules_days import (
    WeekDays,
    long_day,
    masters,
    open_in,
    pattern,
    week_days,
)
from paceline.endurance.plans.rules_notes import notes, week_reason
from paceline.endurance.plans.rules_sessions import Allowance, handy, shared
from paceline.endurance.plans.rules_volume import (
    Outline,
    WeekOutline,
    long_share,
    outline,
    usual_long,
    usual_week,
)
from paceline.endurance.plans.rules_workouts import PACED_LONG_SHARE, Workshop, is_paced
from paceline.endurance.plans.shapes import (
    ADULT_AGE,
    ADULT_GOALS,
    CUTBACK,
    HARD_CAP,
    SESSION_CAP,
    SESSION_CAP_BIKE,
    SHORTEST_SESSION,
    ZONE_CAPS,
    Shape,
    minor,
    shape_of,
    words_for,
)
from paceline.endurance.plans.types import (
    Finding,
    PlanDraft,
    PlannedWorkout,
    PlanRequest,
    PlanWeek,
)

LONGEST_PLAN_WEEKS = 60
LAST_WEEK_SESSION = 4500.0
# Of the fullest week, in the seven days before a race, whichever weekday that falls on.
LAST_DAYS_SHARE = {"A": 0.60, "B": 0.80, "C": 1.0}
# Against the last full week; the outline itself rises by 9 % at most.
MOST_RISE = 1.09
# A tenth of a short long session is next to nothing, so it may grow by ten minutes.
SMALL_STEP_SECONDS = 600.0
# However little the usual week is, the last days may hold this much, and each of them ten minutes.
LEAST_LAST_DAYS = 4500.0
LEAST_DAY = 600.0
SHAKEOUT_SECONDS = 1200.0
WALKING_WEEKS = 4
# Back-to-back weekends: the second day against the first, and against all other training of the week.
SECOND_DAY_SHARES = (0.55, 0.40)
FEWEST_FOR_TWO_LONG = 4
EASY_WEIGHT, TIRED_WEIGHT, HARD_WEIGHT = 1.0, 0.85, 1.1


def build(request: PlanRequest, library: Sequence[SessionTemplate]) -> PlanDraft:
    """A plan for the request, or an empty one whose findings say why there is none."""
    refused = _refusal(request)
    if refused is not None:
        return PlanDraft(request, request.race_date or request.start, (), (), (refused,))
    return _Builder(request, library).draft()


def _refusal(request: PlanRequest) -> Finding | None:
    sentence = None
    if request.race_date is not None and request.race_date < request.start:
        sentence = "The race is over before the plan starts. Give a later race date."
    elif request.race_date is None and request.goal != "fitness":
        sentence = "A race plan needs the date of the race."
    elif request.race_date is not None and (request.race_date - request.start).days > LONGEST_PLAN_WEEKS * 7:
        sentence = f"The race is more than {LONGEST_PLAN_WEEKS} weeks away. Start with a fitness plan."
    elif not 3 <= request.days_per_week <= 7:
        sentence = "Give 3 to 7 training days a week."
    elif not request.weekdays or not request.weekdays <= set(range(7)):
        sentence = "Give at least one weekday to train on."
    elif (request.goal in ("century", "gravel")) != (request.sport == "cycling") and request.goal != "fitness":
        sentence = f"A {words_for(request.goal)} plan is not for {request.sport}."
    elif request.weeks is not None and not 1 <= request.weeks <= LONGEST_PLAN_WEEKS:
        sentence = f"A plan has 1 to {LONGEST_PLAN_WEEKS} weeks."
    elif minor(request) and request.goal in ADULT_GOALS:
        sentence = f"Below {ADULT_AGE} we plan no {words_for(request.goal)}: a half marathon is the longest race."
    return None if sentence is None else Finding("request", "hard", None, sentence)


class _Builder:
    """Walks through the weeks and remembers the last hard day and the long sessions of the last month."""

    def __init__(self, request: PlanRequest, library: Sequence[SessionTemplate]) -> None:
        self.request = request
        self.shape: Shape = shape_of(request)
        self.shop = Workshop(request, {template.id: template for template in library})
        self.sessions = len(pattern(request))
        self.outline: Outline = outline(request, self.sessions)
        self.last_hard: date | None = None
        self.last_full: float | None = None
        self.best_full = 0.0
        self.workouts: list[PlannedWorkout] = []
        caps = SESSION_CAP_BIKE if request.sport == "cycling" else SESSION_CAP
        self.session_cap = caps[request.level]
        self.longest = [(request.start - timedelta(days=1), usual_long(request, self.sessions))]

    def draft(self) -> PlanDraft:
        weeks = [self._week(week) for week in self.outline.weeks]
        if self.request.race_date is not None:
            self.workouts.append(self.shop.race(self.request.race_date))
        found = notes(self.request, self.shape, self.outline, long_day(self.request), self.sessions)
        ordered = tuple(sorted(self.workouts, key=lambda workout: workout.on))
        return PlanDraft(self.request, self.outline.end, tuple(weeks), ordered, found)

    def _week(self, week: WeekOutline) -> PlanWeek:
        opened = open_in(self.request, week.starts_on, self.outline.end)
        target = self._whole_week(week) * len(opened) / self.sessions
        target = max(target, SHORTEST_SESSION) if opened else 0.0
        days = self._days(week, target)
        made = self._place(week, days, target) if opened else []
        self.workouts += made
        self.last_hard = max((w.on for w in made if w.is_hard), default=self.last_hard)
        planned = sum(w.estimate.duration for w in made)
        before = self.last_full
        full = len(opened) == self.sessions
        if full and not week.cutback and week.phase != "taper":
            self.last_full, self.best_full = planned, max(planned, self.best_full)
        metres = [w.estimate.distance for w in made]
        long = next((w for w in made if w.on == days.long), None)
        return PlanWeek(
            index=week.index,
            starts_on=week.starts_on,
            phase=week.phase,
            cutback=week.cutback,
            race_week=week.race_week,
            full=full,
            target_seconds=target if abs(planned - target) <= target * 0.05 else planned,
            target_metres=None if any(m is None for m in metres) else sum(m for m in metres if m is not None),
            target_load=sum(w.estimate.load for w in made),
            long_seconds=long.estimate.duration if long else None,
            reason=week_reason(self.request, week, planned, target, before if full else None),
        )

    def _days(self, week: WeekOutline, target: float) -> WeekDays:
        most = max(1, floor(target / SHORTEST_SESSION))
        hard = self._hard_days(week, target)
        return week_days(self.request, week.starts_on, most, hard, self.last_hard, self.outline.end)

    def _whole_week(self, week: WeekOutline) -> float:
        """The outline's volume, held to what the weeks before really contained (days off, short sessions)."""
        if self.last_full is None:
            return week.seconds
        if week.cutback:
            return min(week.seconds, self.last_full * CUTBACK)
        if week.phase == "taper":
            return week.seconds / self.outline.peak * self.best_full
        return min(week.seconds, self.last_full * MOST_RISE)

    def _hard_days(self, week: WeekOutline, target: float) -> int:
        """Hard days besides the long one: never more than two, one where time or experience is short."""
        if self.sessions <= 2:
            return 0
        beginner_base = self.request.level == "beginner" and week.phase == "base"
        few = self.sessions <= 3 or target < 3 * 3600
        if week.cutback or week.race_week or beginner_base or few or masters(self.request):
            return 1
        return 2

    def _place(self, week: WeekOutline, days: WeekDays, target: float) -> list[PlannedWorkout]:
        shop = self.shop
        roomy = 2 * self._last_day_cap() >= SHAKEOUT_SECONDS + LEAST_DAY
        eve = [shop.shakeout(days.eve, SHAKEOUT_SECONDS)] if days.eve and roomy else []
        left = max(0.0, target - sum(w.estimate.duration for w in eve))
        chosen = shop.long_template(week) if days.long else None
        long = self._long_seconds(days, left, chosen)
        budgets = self._budgets(week, days, left - long, long or None)
        long = self._kept_share(long, sum(budgets.values()), len(days.all))
        allowance = self._allowance(long + sum(budgets.values()))
        made: list[PlannedWorkout] = []
        if days.long is not None and chosen is not None:
            made.append(shop.long(chosen, days.long, long, allowance))
            self.longest.append((days.long, long))
        for slot, day in enumerate(days.quality):
            last = slot + 1 == len(days.quality)
            made.append(shop.quality(week, slot, day, budgets[day], allowance, last=last))
        made += [shop.opener(day, budgets[day], allowance) for day in days.openers]
        made += [self._easy(week, days, day, budgets[day], target) for day in days.easy]
        return [*made, *eve]

    def _allowance(self, total: float) -> Allowance:
        caps = ZONE_CAPS[self.request.sport]
        return Allowance({zone: share * total for zone, share in caps.items()}, HARD_CAP * total)

    def _long_seconds(self, days: WeekDays, target: float, template: SessionTemplate | None) -> float:
        """The long session: its share of the week, its cap, and no more than a tenth above the last month's longest."""
        if days.long is None or template is None:
            return 0.0
        wanted = min(long_share(self.shape, len(days.all)) * target, self.shape.long_cap)
        if is_paced(template):
            wanted *= self._paced_share(wanted, target, len(days.all) - 1)
        if self._near(days.long):
            wanted = min(wanted, LAST_WEEK_SESSION, 2 * self._last_day_cap())
        month = [seconds for day, seconds in self.longest if (days.long - day).days <= 30]
        if month:
            wanted = min(wanted, max(1.10 * max(month), max(month) + SMALL_STEP_SECONDS))
        return handy(wanted)

    def _paced_share(self, wanted: float, target: float, others: int) -> float:
        """Shorter with pace in it, provided the other days, none longer than it, can take the rest."""
        shorter = PACED_LONG_SHARE * wanted
        return PACED_LONG_SHARE if target - shorter <= others * min(self.session_cap, shorter) * 0.9 else 1.0

    def _kept_share(self, long: float, others: float, sessions: int) -> float:
        """The long session, shortened when the other days cannot hold their part of the week."""
        share = long_share(self.shape, sessions)
        if share >= 1 or not others:
            return long
        most = others * share / (1 - share)
        return min(long, handy(most) if sessions > 2 else floor(most / 60) * 60)

    def _near(self, day: date) -> bool:
        return self.request.race_date is not None and (self.outline.end - day).days <= 7

    def _last_day_cap(self) -> float:
        """What one of the last seven days may hold, the long one counting twice; known or usual weeks set it."""
        reference = self.best_full or min(self.outline.first, usual_week(self.request))
        share = LAST_DAYS_SHARE[self.request.priority] * reference / (self.sessions + 1)
        return max(LEAST_DAY, LEAST_LAST_DAYS / (self.sessions + 1), share)

    def _budgets(self, week: WeekOutline, days: WeekDays, rest: float, long: float | None) -> dict[date, float]:
        """Handy minutes for every other day: hard days a little more, none longer than the long session."""
        cap = min(self.session_cap, long or self.session_cap)
        weights: dict[date, float] = {}
        caps: dict[date, float] = {}
        second: dict[date, float] = {}
        for day in (*days.quality, *days.openers, *days.easy):
            if long and self._second_day(week, days, day):
                of_long, of_rest = SECOND_DAY_SHARES
                second[day] = handy(min(of_long * long, of_rest * rest))
                continue
            near = self._near(day)
            caps[day] = min(cap, LAST_WEEK_SESSION) if near or week.phase == "taper" else cap
            if near:
                caps[day] = min(caps[day], self._last_day_cap())
            weights[day] = self._weight(days, day, near=near)
        return {**second, **shared(weights, rest - sum(second.values()), caps)}

    def _weight(self, days: WeekDays, day: date, *, near: bool) -> float:
        if near:
            return EASY_WEIGHT
        if day in days.quality or day in days.openers:
            return HARD_WEIGHT
        return TIRED_WEIGHT if self._tired(days, day) else EASY_WEIGHT

    def _tired(self, days: WeekDays, day: date) -> bool:
        yesterday = day - timedelta(days=1)
        return yesterday in (days.long, *days.quality) or yesterday == self.last_hard

    def _second_day(self, week: WeekOutline, days: WeekDays, day: date) -> bool:
        """Back-to-back long days belong to ultras: every other week in the second half of the build-up."""
        follows = days.long is not None and (day - days.long).days == 1
        return (
            self.shape.ultra
            and follows
            and day in days.easy
            and not self._near(day)
            and len(days.all) >= FEWEST_FOR_TWO_LONG
            and not week.cutback
            and week.phase in ("build", "peak")
            and week.index % 2 == 0
        )

    def _easy(self, week: WeekOutline, days: WeekDays, day: date, seconds: float, target: float) -> PlannedWorkout:
        if self._second_day(week, days, day):
            return self.shop.second_day(day, seconds)
        walk = self.request.level == "beginner" and week.index < WALKING_WEEKS and target <= 2 * 3600
        return self.shop.easy(day, seconds, tired=self._tired(days, day), walk=walk)
