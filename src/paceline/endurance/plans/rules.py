"""Builds a training plan: from what the athlete does now to the race, one reasoned week at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import floor

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.rules_days import (
    WeekDays,
    long_day,
    open_in,
    pattern,
    week_days,
)
from paceline.endurance.plans.rules_notes import notes, week_reason
from paceline.endurance.plans.rules_sessions import Allowance, fill_easy, fit_hard
from paceline.endurance.plans.rules_volume import (
    Outline,
    WeekOutline,
    long_share,
    outline,
    speeds_of,
)
from paceline.endurance.plans.shapes import (
    CUTBACK,
    HARD_CAP,
    SESSION_CAP,
    SESSION_CAP_BIKE,
    SHORTEST_SESSION,
    ZONE_CAPS,
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
from paceline.science.endurance.structure import (
    End,
    Pace,
    Single,
    Step,
    Structure,
    Target,
    estimate,
)

LONGEST_PLAN_WEEKS = 60
LAST_WEEK_SESSION = 4500.0
# Of the fullest week, in the seven days before an A race, whichever weekday that falls on.
LAST_DAYS_SHARE = 0.60
# Against the last full week; the outline itself rises by 9 % at most.
MOST_RISE = 1.10
# A tenth of a short long session is next to nothing, so it may grow by ten minutes.
SMALL_STEP_SECONDS = 600.0
SHAKEOUT_SECONDS = 1200.0
# Largest main set by phase, as a share of the library's; limits on the week usually bind first.
MAIN_SHARE = {"base": 0.9, "build": 1.0, "peak": 1.1, "taper": 0.7, "recovery": 0.6}
_RACE_PACE: dict[str, Pace] = {"5K": "5K", "10K": "10K", "half": "HM", "marathon": "MP"}


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
        sentence = f"A {request.goal} plan is not for {request.sport}."
    elif request.weeks is not None and not 1 <= request.weeks <= LONGEST_PLAN_WEEKS:
        sentence = f"A plan has 1 to {LONGEST_PLAN_WEEKS} weeks."
    return None if sentence is None else Finding("request", "hard", None, sentence)


class _Builder:
    """Walks through the weeks and remembers the last hard day and the long sessions of the last month."""

    def __init__(self, request: PlanRequest, library: Sequence[SessionTemplate]) -> None:
        self.request = request
        self.shape: Shape = shape_of(request)
        self.by_id = {template.id: template for template in library}
        self.speeds = speeds_of(request)
        self.sessions = len(pattern(request))
        self.outline: Outline = outline(request, self.sessions)
        self.last_hard: date | None = None
        self.last_full: float | None = None
        self.best_full = 0.0
        self.longest: list[tuple[date, float]] = []
        self.turn = [0, 0, 0]
        self.workouts: list[PlannedWorkout] = []
        caps = SESSION_CAP_BIKE if request.sport == "cycling" else SESSION_CAP
        self.session_cap = caps[request.level]
        if request.longest_recent_seconds:
            known = request.longest_recent_seconds
        else:
            known = self.outline.first * long_share(self.shape, self.sessions)
        self.longest.append((request.start - timedelta(days=1), known))

    def draft(self) -> PlanDraft:
        weeks = [self._week(week) for week in self.outline.weeks]
        if self.request.race_date is not None:
            self.workouts.append(self._race(self.request.race_date))
        found = notes(
            self.request,
            self.shape,
            self.outline,
            long_day(self.request),
            self.sessions,
        )
        ordered = tuple(sorted(self.workouts, key=lambda workout: workout.on))
        return PlanDraft(self.request, self.outline.end, tuple(weeks), ordered, found)

    def _week(self, week: WeekOutline) -> PlanWeek:
        opened = open_in(self.request, week.starts_on, self.outline.end)
        target = self._whole_week(week) * len(opened) / self.sessions
        target = max(target, SHORTEST_SESSION) if opened else 0.0
        most = max(1, floor(target / SHORTEST_SESSION))
        days = week_days(
            self.request,
            week.starts_on,
            most,
            self._hard_days(week, target),
            self.last_hard,
            self.outline.end,
        )
        made = self._place(week, days, target) if opened else []
        self.workouts += made
        self.last_hard = max((w.on for w in made if w.is_hard), default=self.last_hard)
        planned = sum(w.estimate.duration for w in made)
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
            reason=week_reason(week, planned, target),
        )

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
        if week.cutback or week.race_week or beginner_base or few or self._masters:
            return 1
        return 2

    @property
    def _masters(self) -> bool:
        return self.request.age is not None and self.request.age >= 50

    def _place(self, week: WeekOutline, days: WeekDays, target: float) -> list[PlannedWorkout]:
        eve = [self._easy(days.eve, SHAKEOUT_SECONDS, "shakeout-20", week)] if days.eve else []
        left = max(0.0, target - sum(w.estimate.duration for w in eve))
        long_seconds = self._long_seconds(days, left)
        budgets = self._budgets(week, days, left - long_seconds, long_seconds or None)
        long_seconds = self._kept_share(long_seconds, sum(budgets.values()), len(days.all))
        total = long_seconds + sum(budgets.values())
        caps = ZONE_CAPS[self.request.sport]
        allowance = Allowance({zone: share * total for zone, share in caps.items()}, HARD_CAP * total)
        made = [self._hard(week, days, day, budgets[day], allowance) for day in (*days.quality, *days.openers)]
        if days.long is not None:
            made.append(self._long(week, days.long, long_seconds, allowance))
            self.longest.append((days.long, long_seconds))
        made += [self._easy(day, budgets[day], self._easy_id(week, days, day, target), week) for day in days.easy]
        return [*made, *eve]

    def _long_seconds(self, days: WeekDays, target: float) -> float:
        """The long session: its share of the week, its cap, and no more than a tenth above the last month's longest."""
        if days.long is None:
            return 0.0
        wanted = min(long_share(self.shape, len(days.all)) * target, self.shape.long_cap)
        if self.request.race_date is not None and (self.outline.end - days.long).days <= 7:
            wanted = min(wanted, LAST_WEEK_SESSION)
        month = [seconds for day, seconds in self.longest if (days.long - day).days <= 30]
        if month:
            wanted = min(wanted, max(1.10 * max(month), max(month) + SMALL_STEP_SECONDS))
        return floor(wanted / 60) * 60

    def _kept_share(self, long: float, others: float, sessions: int) -> float:
        """The long session, shortened when the other days cannot hold their part of the week."""
        share = long_share(self.shape, sessions)
        return long if share >= 1 or not others else min(long, floor(others * share / (1 - share) / 60) * 60)

    def _budgets(self, week: WeekOutline, days: WeekDays, rest: float, long: float | None) -> dict[date, float]:
        """Whole minutes for every other day: hard days a little more, none longer than the long session."""
        cap = min(self.session_cap, long or self.session_cap)
        weights: dict[date, float] = {}
        caps: dict[date, float] = {}
        for day in (*days.quality, *days.openers, *days.easy):
            near = self.request.race_date is not None and (self.outline.end - day).days <= 7
            caps[day] = min(cap, LAST_WEEK_SESSION) if near or week.phase == "taper" else cap
            if near and self.best_full and self.request.priority == "A":
                caps[day] = min(caps[day], max(900.0, LAST_DAYS_SHARE * self.best_full / (self.sessions + 1)))
            hard = day in days.quality or day in days.openers
            weights[day] = 1.0 if near else 1.15 if hard else 1.25 if self._second_day(week, days, day) else 1.0
        return _shared(weights, rest, caps)

    def _second_day(self, week: WeekOutline, days: WeekDays, day: date) -> bool:
        """Back-to-back long days belong to ultras, in the second half of the build-up."""
        follows = days.long is not None and (day - days.long).days == 1
        return self.shape.ultra and follows and not week.cutback and week.phase in ("build", "peak")

    def _hard(
        self,
        week: WeekOutline,
        days: WeekDays,
        day: date,
        seconds: float,
        allowance: Allowance,
    ) -> PlannedWorkout:
        bike = self.request.sport == "cycling"
        if day in days.openers:
            ids: tuple[str, ...] = ("bike-opener",) if bike else ("opener",)
            share = 1.0
        else:
            slot = days.quality.index(day)
            ids = self._rotated(self.shape.quality[week.phase][slot], slot)
            share = MAIN_SHARE[week.phase] * (0.8 if week.cutback else 1.0)
        found = fit_hard(self._suitable(ids), seconds, share, allowance, self.speeds)
        if found is None:
            return self._easy(day, seconds, "bike-endurance" if bike else "easy-strides", week)
        template, structure = found
        return self._workout(day, template, structure, is_key=True)

    def _long(self, week: WeekOutline, day: date, seconds: float, allowance: Allowance) -> PlannedWorkout:
        plain = "bike-long" if self.request.sport == "cycling" else "long-easy"
        options = ("long-easy",) if self.request.sport == "running" else (plain,)
        if not week.cutback:
            options = self._rotated(self.shape.long[week.phase], 2)
        first = next(iter(self._suitable(options)), self.by_id[plain])
        if len(first.structure.segments) > 1:
            found = fit_hard([first], seconds, 1.0, allowance, self.speeds)
            if found is not None:
                return self._workout(day, first, found[1], is_key=True)
            first = self.by_id[plain]
        return self._workout(day, first, fill_easy(first.structure, seconds, self.speeds), is_key=True)

    def _easy_id(self, week: WeekOutline, days: WeekDays, day: date, target: float) -> str:
        bike = self.request.sport == "cycling"
        yesterday = day - timedelta(days=1)
        after_hard = yesterday in (days.long, *days.quality) or yesterday == self.last_hard
        if self._second_day(week, days, day):
            return "ultra-second-day"
        if bike:
            return "bike-recovery" if after_hard else "bike-endurance"
        if self.request.level == "beginner" and week.index < 4 and target <= 2 * 3600:
            return "walk-run-30"
        return "easy-45" if after_hard or day.toordinal() % 2 else "easy-strides"

    def _easy(self, day: date, seconds: float, id: str, week: WeekOutline) -> PlannedWorkout:
        template = self.by_id[id]
        if id == "easy-strides" and seconds < 1500:
            template = self.by_id["easy-45"]
        return self._workout(
            day,
            template,
            fill_easy(template.structure, seconds, self.speeds),
            is_key=False,
        )

    def _rotated(self, ids: tuple[str, ...], slot: int) -> tuple[str, ...]:
        """Each slot takes its sessions in turn, so that no two weeks in a row are the same."""
        start = self.turn[slot] % len(ids)
        self.turn[slot] += 1
        return (*ids[start:], *ids[:start])

    def _suitable(self, ids: Sequence[str]) -> list[SessionTemplate]:
        return [self.by_id[id] for id in ids if id in self.by_id and self.request.level in self.by_id[id].levels]

    def _workout(
        self,
        day: date,
        template: SessionTemplate,
        structure: Structure,
        *,
        is_key: bool,
    ) -> PlannedWorkout:
        total = estimate(structure, self.speeds)
        title = template.name if is_key else f"{template.name.split(',')[0]}, {round(total.duration / 60)} min"
        return PlannedWorkout(day, title, template.workout_type, template.id, structure, total, is_key)

    def _race(self, day: date) -> PlannedWorkout:
        request = self.request
        distance = request.distance or self.shape.distance
        target = Target(pace=_RACE_PACE.get(request.goal, "E")) if request.sport == "running" else Target()
        step = Step(End("distance", distance) if distance else End("lap"), target)
        structure = Structure(request.sport, (Single("steady", step),))
        total = estimate(structure, self.speeds)
        return PlannedWorkout(day, f"Race: {request.goal}", "race", None, structure, total, True, True)


def _shared(weights: dict[date, float], seconds: float, caps: dict[date, float]) -> dict[date, float]:
    """Shares the seconds by weight in whole minutes; what one day cannot take goes to the others."""
    out = dict.fromkeys(weights, 0.0)
    open_days: dict[date, float] = dict(weights)
    left = seconds
    while open_days and left >= 60:
        unit = left / sum(open_days.values())
        full = [day for day, weight in open_days.items() if out[day] + unit * weight >= caps[day]]
        for day, weight in open_days.items():
            out[day] = min(caps[day], out[day] + unit * weight)
        left = seconds - sum(out.values())
        open_days = {day: weight for day, weight in open_days.items() if day not in full}
    return {day: floor(value / 60) * 60 for day, value in out.items()}
