"""Builds a training plan: from what the athlete does now to the race, one reasoned week at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import floor

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.rules_beside import Beside, beside
from paceline.endurance.plans.rules_body import gap, return_shares, returning_from_injury
from paceline.endurance.plans.rules_days import (
    WeekDays,
    is_whole,
    long_day,
    open_in,
    pattern,
    week_days,
)
from paceline.endurance.plans.rules_notes import notes, week_reason
from paceline.endurance.plans.rules_refuse import refusal
from paceline.endurance.plans.rules_sessions import Allowance, handy, shared
from paceline.endurance.plans.rules_volume import (
    Outline,
    WeekOutline,
    is_big,
    long_share,
    longest_allowed,
    monday,
    outline,
    speeds_of,
    usual_long,
    usual_week,
)
from paceline.endurance.plans.rules_workouts import PACED_LONG_SHARE, Workshop, is_paced
from paceline.endurance.plans.shapes import (
    CUTBACK,
    HARD_CAP,
    LEVEL_SPEED,
    SESSION_CAP,
    SESSION_CAP_BIKE,
    SHORTEST_SESSION,
    ZONE_CAPS,
    ZONE_METRES,
    Shape,
    shape_of,
)
from paceline.endurance.plans.types import (
    Finding,
    PlanDraft,
    PlannedWorkout,
    PlanRequest,
    PlanWeek,
)

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
# A day this long may become two; the second run takes two fifths.
FROM_DOUBLE, SECOND_RUN = 3300.0, 0.4
# Back-to-back weekends: the second day against the first, and against all other training of the week.
SECOND_DAY_SHARES = (0.65, 0.60)
FEWEST_FOR_TWO_LONG = 4
# Night runs for a hundred miles: weeks before the race, and how long (the common coaching range of 2–4 h).
NIGHT_WEEKS = (5, 8)
LONGEST_NIGHT = 4 * 3600.0
# A longest session this long ago says nothing about the coming weeks.
GAP_FORGETS_LONG = 28
INTENSITY_OF_ZONE = {3: 0.94, 5: 1.085, 6: 1.17}
EASY_WEIGHT, TIRED_WEIGHT, HARD_WEIGHT = 1.0, 0.85, 1.1


def build(request: PlanRequest, library: Sequence[SessionTemplate]) -> PlanDraft:
    """A plan for the request, or an empty one whose findings say why there is none."""
    request = anchored(request)
    refused = refusal(request)
    if refused is not None:
        return PlanDraft(request, request.race_date or request.start, (), (), (refused,))
    return _Builder(request, library).draft()


def anchored(request: PlanRequest) -> PlanRequest:
    """A goal with a length and no date is tried on the last Sunday."""
    if request.race_date is not None or request.weeks is None or request.goal == "fitness":
        return request
    return replace(request, race_date=monday(request.start) + timedelta(weeks=request.weeks, days=-1))


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
        self.missing: list[Finding] = []
        self.longest = [(request.start - timedelta(days=1), _known_long(request, self.sessions))]

    def draft(self) -> PlanDraft:
        weeks = [self._week(week) for week in self.outline.weeks]
        if self.request.race_date is not None:
            self.workouts.append(self.shop.race(self.request.race_date))
        self.workouts += [self.shop.tune_up(one) for one in self.request.tune_ups if one.on < self.outline.end]
        found = (*notes(self.request, self.shape, self.outline, long_day(self.request), self.sessions), *self.missing)
        ordered = tuple(sorted(self.workouts, key=lambda workout: workout.on))
        return PlanDraft(self.request, self.outline.end, tuple(weeks), ordered, found)

    def _week(self, week: WeekOutline) -> PlanWeek:
        opened = open_in(self.request, week.starts_on, self.outline.end)
        target = self._whole_week(week) * len(opened) / self.sessions
        target = max(target, SHORTEST_SESSION) if opened else 0.0
        days = self._days(week, target)
        made = self._place(week, days, target) if opened else []
        self.workouts += made
        self.workouts += self._beside(week, days, made)
        raced = [one.on for one in self.request.tune_ups if 0 <= (one.on - week.starts_on).days < 7]
        self.last_hard = max((*(w.on for w in made if w.is_hard), *raced), default=self.last_hard)
        planned = sum(w.estimate.duration for w in made)
        before = self.last_full
        full = is_whole(self.request, week.starts_on, self.outline.end)
        if full and not week.cutback and week.phase not in ("taper", "return"):
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
        if self.last_full is None or week.phase == "return":
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
        if week.cutback or week.race_week or beginner_base or few or gap(self.request) > 2:
            return 1
        return 2

    def _place(self, week: WeekOutline, days: WeekDays, target: float) -> list[PlannedWorkout]:
        shop = self.shop
        roomy = 2 * self._last_day_cap() >= SHAKEOUT_SECONDS + LEAST_DAY
        eve = [shop.shakeout(days.eve, SHAKEOUT_SECONDS)] if days.eve and roomy else []
        left = max(0.0, target - sum(w.estimate.duration for w in eve))
        big = is_big(self.shape, week)
        chosen = shop.long_template(week, big=big, night=self._is_night(week)) if days.long else None
        long = self._long_seconds(days, left, chosen, big=big)
        budgets = self._budgets(week, days, left - long, long or None)
        long = self._kept_share(long, sum(budgets.values()), len(days.all), big=big)
        allowance = self._allowance(long + sum(budgets.values()))
        made: list[PlannedWorkout] = []
        if days.long is not None and chosen is not None:
            made.append(shop.long(chosen, days.long, long, allowance))
        for slot, day in enumerate(days.quality):
            last = slot + 1 == len(days.quality)
            made.append(shop.quality(week, slot, day, budgets[day], allowance, last=last))
        made += [shop.opener(day, budgets[day], allowance) for day in days.openers]
        made += [self._easy(week, days, day, budgets[day], target) for day in days.easy]
        made = self._doubled(made)
        self.longest += [(workout.on, workout.estimate.duration) for workout in made]
        return [*made, *eve]

    def _doubled(self, made: list[PlannedWorkout]) -> list[PlannedWorkout]:
        """Long easy days as two runs, where somebody wants to run twice a day; the week's volume stays."""
        easy = [w for w in made if not w.is_hard and not w.is_key and w.estimate.duration >= FROM_DOUBLE]
        easy = [w for w in easy if w.template in ("easy-45", "easy-strides", "bike-endurance")]
        chosen = sorted(easy, key=lambda w: -w.estimate.duration)[: self.request.doubles]
        out: list[PlannedWorkout] = []
        for workout in made:
            if workout not in chosen:
                out.append(workout)
                continue
            second = handy(workout.estimate.duration * SECOND_RUN)
            first = self.shop.easy(workout.on, workout.estimate.duration - second, tired=False, walk=False)
            out += [first, self.shop.second(workout, second)]
        return out

    def _allowance(self, total: float) -> Allowance:
        """The week's shares of pace, held to what the event asks for and, for runners, to metres."""
        caps = {zone: share * total for zone, share in ZONE_CAPS[self.request.sport].items()}
        speeds = speeds_of(self.request)
        if speeds is not None:
            threshold = speeds.get("T") or LEVEL_SPEED[self.request.level]
            for zone, metres in ZONE_METRES.items():
                caps[zone] = min(caps[zone], metres / (threshold * INTENSITY_OF_ZONE[zone]))
        return Allowance(caps, min(HARD_CAP, 1 - self.shape.easy) * total)

    def _is_night(self, week: WeekOutline) -> bool:
        before = (self.outline.end - week.starts_on).days // 7
        return self.request.goal == "100M" and before in NIGHT_WEEKS and not week.cutback and week.phase != "taper"

    def _long_seconds(
        self, days: WeekDays, target: float, template: SessionTemplate | None, *, big: bool = False
    ) -> float:
        """The long session: its share of the week, its cap, and no more than a tenth above the last month's longest."""
        if days.long is None or template is None:
            return 0.0
        most = min(longest_allowed(self.request, self.shape), self.request.most_on(days.long.weekday()))
        if template.id == "ultra-night":
            most = min(most, LONGEST_NIGHT)
        wanted = min(long_share(self.shape, len(days.all), big=big) * target, most)
        if is_paced(template):
            wanted *= self._paced_share(wanted, target, len(days.all) - 1)
        if self._near(days.long):
            wanted = min(wanted, LAST_WEEK_SESSION, 2 * self._last_day_cap())
        return handy(min(wanted, self._most_after(days.long)))

    def _most_after(self, day: date) -> float:
        """A tenth more than the longest session of the month before."""
        month = [seconds for done, seconds in self.longest if 0 <= (day - done).days <= 30]
        return max(1.10 * max(month), max(month) + SMALL_STEP_SECONDS) if month else float("inf")

    def _paced_share(self, wanted: float, target: float, others: int) -> float:
        """Shorter with pace in it, provided the other days, none longer than it, can take the rest."""
        shorter = PACED_LONG_SHARE * wanted
        return PACED_LONG_SHARE if target - shorter <= others * min(self.session_cap, shorter) * 0.9 else 1.0

    def _kept_share(self, long: float, others: float, sessions: int, *, big: bool = False) -> float:
        """The long session, shortened when the other days cannot hold their part of the week."""
        share = long_share(self.shape, sessions, big=big)
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
                second[day] = handy(min(of_long * long, of_rest * rest, self.request.most_on(day.weekday())))
                continue
            near = self._near(day)
            room = min(cap, self.request.most_on(day.weekday()), self._most_after(day))
            caps[day] = min(room, LAST_WEEK_SESSION) if near or week.phase == "taper" else room
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
            and is_big(self.shape, week)
        )

    def _easy(self, week: WeekOutline, days: WeekDays, day: date, seconds: float, target: float) -> PlannedWorkout:
        if self._second_day(week, days, day):
            return self.shop.second_day(day, seconds)
        walk = self.request.level == "beginner" and week.index < WALKING_WEEKS and target <= 2 * 3600
        walk = walk or (week.phase == "return" and returning_from_injury(self.request))
        return self.shop.easy(day, seconds, tired=self._tired(days, day), walk=walk)

    def _beside(self, week: WeekOutline, days: WeekDays, made: list[PlannedWorkout]) -> list[PlannedWorkout]:
        """Strength and cross-training of a week; what found no room is said once."""
        placed = beside(Beside(self.request, self.shop.by_id, self.outline.end), week, made)
        if placed.short and not self.missing:
            sentence = "Some weeks have no free room for all the strength and cross-training you asked for."
            self.missing.append(Finding("beside", "note", None, sentence))
        return list(placed.workouts)


def _known_long(request: PlanRequest, sessions: int) -> float:
    """The longest session of the month before: after a longer gap only what the first week of return holds."""
    usual = usual_long(request, sessions)
    shares = return_shares(request.health)
    return usual * shares[0] if shares and request.health.days_off > GAP_FORGETS_LONG else usual
