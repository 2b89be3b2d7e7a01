"""Makes the workouts of a plan from the library and remembers how far each session has grown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.readings import hard_use, totals
from paceline.endurance.plans.rules_sessions import (
    Allowance,
    Ask,
    fill_easy,
    fit_hard,
    main_kilometres,
    repetitions,
)
from paceline.endurance.plans.rules_volume import WeekOutline, speeds_of
from paceline.endurance.plans.shapes import SHAPES, shape_of, words_for
from paceline.endurance.plans.types import Goal, PlannedWorkout, PlanRequest, TuneUp
from paceline.science.endurance.structure import (
    End,
    Pace,
    Single,
    Step,
    Structure,
    Target,
    describe,
)

# The main set of the first time by phase, as a share of the library's; the week's limits often bind first.
MAIN_SHARE = {"base": 0.8, "build": 0.9, "peak": 1.0, "taper": 0.7, "cutback": 0.8}
# A long session with pace in it is shorter than a plain one.
PACED_LONG_SHARE = 0.88
# What a long session with pace, and the first of two hard days, may take of the week's limits (by zone, altogether).
LONG_PART = (0.6, 0.5)
FIRST_PART = (1.0, 0.7)
# The slot of the long session in the turns, after the two hard days.
LONG_SLOT = 2
NIGHT = "ultra-night"
# Main sets grow with the week: the library's are written for about six hours, and nobody does twice as much.
USUAL_WEEK_HOURS = 6.0
MOST_MAIN = 1.75
_RACE_PACE: dict[str, Pace] = {"5K": "5K", "10K": "10K", "half": "HM", "marathon": "MP"}
# Two minutes of strides are a large part of a shorter run.
STRIDES_FROM = 1800.0
RECOVERY_TOP = 2400.0
RECOVERY_TOP_BIKE = 3600.0


@dataclass
class Workshop:
    """`turns` says which session of a list comes next, `grown` how often each one has come round."""

    request: PlanRequest
    by_id: dict[str, SessionTemplate]
    turns: Counter[tuple[str, int]] = field(default_factory=Counter[tuple[str, int]])
    grown: Counter[str] = field(default_factory=Counter[str])
    used: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])

    def __post_init__(self) -> None:
        self.shape = shape_of(self.request)
        self.speeds = speeds_of(self.request)
        self.bike = self.request.sport == "cycling"

    def opener(self, day: date, seconds: float, allowance: Allowance) -> PlannedWorkout:
        ids = ("bike-opener",) if self.bike else ("opener",)
        return self._fitted(day, self._suitable(ids), seconds, 1.0, allowance, grows=False)

    def quality(
        self,
        week: WeekOutline,
        slot: int,
        day: date,
        seconds: float,
        allowance: Allowance,
        *,
        last: bool,
    ) -> PlannedWorkout:
        """The next session of the phase, a repetition larger than the last time it came round."""
        key = "cutback" if week.cutback else week.phase
        turned = self._rotated(key, self.shape.quality[key][slot], slot)
        candidates = sorted(turned, key=lambda template: (week.index, template.id) in self.used)
        grows = key in ("base", "build", "peak")
        part = (1.0, 1.0) if last else FIRST_PART
        hours = week.seconds / 3600 / USUAL_WEEK_HOURS
        share = MAIN_SHARE[key] * (min(MOST_MAIN, max(1.0, hours)) if key in ("build", "peak") else 1.0)
        made = self._fitted(day, candidates, seconds, share, allowance, grows=grows, part=part)
        self.used.add((week.index, made.template or ""))
        return made

    def long_template(self, week: WeekOutline, *, big: bool = False, night: bool = False) -> SessionTemplate:
        """Plain in a lighter week, the whole distance at one effort on a big weekend, in the dark where that is due."""
        plain = "bike-long" if self.bike else "long-easy"
        if week.cutback:
            return self.by_id[plain]
        if night and self._suitable((NIGHT,)):
            return self.by_id[NIGHT]
        if big:
            whole = self._suitable(("bike-long",) if self.bike else ("ultra-long-trail", "ultra-run-walk"))
            return whole[0] if whole else self.by_id[plain]
        options = self._rotated(week.phase, self.shape.long[week.phase], LONG_SLOT)
        return options[0] if options else self.by_id[plain]

    def long(self, template: SessionTemplate, day: date, seconds: float, allowance: Allowance) -> PlannedWorkout:
        if is_paced(template):
            part = allowance.part(*LONG_PART)
            found = fit_hard([template], seconds, self._ask(0.9), part, self.speeds)
            if found is not None:
                allowance.take(hard_use(found[1], self.speeds))
                self.grown[template.id] += 1
                return self._workout(day, template, found[1], is_key=True)
            template = self.by_id["bike-long" if self.bike else "long-easy"]
        return self._workout(day, template, fill_easy(template.structure, seconds, self.speeds), is_key=True)

    def second_day(self, day: date, seconds: float) -> PlannedWorkout:
        return self._filled(day, seconds, "ultra-second-day")

    def shakeout(self, day: date, seconds: float) -> PlannedWorkout:
        return self._filled(day, seconds, "bike-recovery" if self.bike else "shakeout-20")

    def easy(self, day: date, seconds: float, *, tired: bool, walk: bool) -> PlannedWorkout:
        """Recovery when the day before was hard and the session is short; strides on every other fresh day."""
        if self.bike:
            return self._filled(
                day, seconds, "bike-recovery" if tired and seconds <= RECOVERY_TOP_BIKE else "bike-endurance"
            )
        if walk:
            return self._filled(day, seconds, "walk-run-30")
        if tired:
            return self._filled(day, seconds, "recovery-30" if seconds <= RECOVERY_TOP else "easy-45")
        strides = day.toordinal() % 2 == 0 and seconds >= STRIDES_FROM
        return self._filled(day, seconds, "easy-strides" if strides else "easy-45")

    def race(self, day: date) -> PlannedWorkout:
        request = self.request
        distance = request.distance or self.shape.distance
        words = f"stage 1 of {request.stages}" if request.stages > 1 else words_for(request.goal)
        return self._race(day, request.goal, distance, f"Race: {words}")

    def tune_up(self, one: TuneUp) -> PlannedWorkout:
        distance = one.distance or SHAPES[one.goal].distance
        return self._race(one.on, one.goal, distance, f"Race on the way: {words_for(one.goal)}")

    def _race(self, day: date, goal: Goal, distance: float | None, title: str) -> PlannedWorkout:
        target = Target() if self.bike else Target(pace=_RACE_PACE.get(goal, "E"))
        step = Step(End("distance", distance) if distance else End("lap"), target)
        structure = Structure(self.request.sport, (Single("steady", step),))
        return PlannedWorkout(day, title, "race", None, structure, totals(structure, self.speeds), True, True)

    def second(self, first: PlannedWorkout, seconds: float) -> PlannedWorkout:
        """The evening half of an easy day."""
        return self._filled(first.on, seconds, "bike-recovery" if self.bike else "easy-45")

    def _fitted(
        self,
        day: date,
        candidates: Sequence[SessionTemplate],
        seconds: float,
        share: float,
        allowance: Allowance,
        *,
        grows: bool,
        part: tuple[float, float] = (1.0, 1.0),
    ) -> PlannedWorkout:
        found = fit_hard(candidates, seconds, self._ask(share, grows=grows), allowance.part(*part), self.speeds)
        if found is None:
            plain = "bike-endurance" if self.bike else "easy-strides" if seconds >= STRIDES_FROM else "easy-45"
            return self._filled(day, seconds, plain)
        template, structure = found
        allowance.take(hard_use(structure, self.speeds))
        self.grown[template.id] += grows
        return self._workout(day, template, structure, is_key=True)

    def _ask(self, share: float, *, grows: bool = True) -> Ask:
        def ask(template: SessionTemplate) -> tuple[float, int]:
            return share, self.grown[template.id] if grows else 0

        return ask

    def _rotated(self, key: str, ids: tuple[str, ...], slot: int) -> list[SessionTemplate]:
        """Every phase takes its sessions in turn from the first, so that no two weeks in a row are the same."""
        fit = self._suitable(ids)
        start = self.turns[key, slot] % max(1, len(fit))
        self.turns[key, slot] += 1
        return [*fit[start:], *fit[:start]]

    def _suitable(self, ids: Sequence[str]) -> list[SessionTemplate]:
        known = [self.by_id[id] for id in ids if id in self.by_id]
        avoid = self.request.health.avoid
        return [one for one in known if self.request.level in one.levels and one.workout_type not in avoid]

    def _filled(self, day: date, seconds: float, id: str) -> PlannedWorkout:
        template = self.by_id[id]
        return self._workout(day, template, fill_easy(template.structure, seconds, self.speeds), is_key=False)

    def _workout(self, day: date, template: SessionTemplate, structure: Structure, *, is_key: bool) -> PlannedWorkout:
        total = totals(structure, self.speeds)
        named = title(template, structure, total.duration)
        return PlannedWorkout(day, named, template.workout_type, template.id, structure, total, is_key)


def is_paced(template: SessionTemplate) -> bool:
    """Whether a long session has a main set at a given effort besides its easy hours."""
    return template.workout_type == "long" and len(template.structure.segments) > 1


def title(template: SessionTemplate, structure: Structure, seconds: float) -> str:
    """The session's name with the repetitions or the length it really has."""
    name = template.name
    before, now = repetitions(template.structure), repetitions(structure)
    kilometres = main_kilometres(structure)
    if f"{before} ×" in name:
        return name.replace(f"{before} ×", f"{now} ×", 1)
    if kilometres is not None and re.search(r"\d+ km", name):
        return re.sub(r"\d+ km", f"{kilometres:g} km", name)
    if template.workout_type in ("recovery", "endurance", "long") and not is_paced(template):
        return f"{name.split(',')[0]}, {_length(seconds)}"
    main = describe(structure).main
    return f"{name}: {main[0].split(',')[0]}" if len(main) == 1 else name


def _length(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)
