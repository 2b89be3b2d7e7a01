"""Coming back to training after illness, injury or time off: which rung of a ladder a day stands on, and why.

Every rule is pure: the same reports give the same day. The ladder is climbed by what happened, never by the calendar
alone; a bone stress injury is not climbed at all, because only a clinician can say when it may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from paceline.science.endurance.structure import End, Range, Repeats, Single, Step, Structure, Target
from paceline.science.endurance.vdot import time_off_share

Kind = Literal["illness", "injury", "bone_stress", "time_off"]
Act = Literal["do", "rest", "easy_only", "scaled", "ask", "clinician", "finished"]

# Pain-guided loading: up to 2 of 10 while running and no worse the next morning (after the pain-monitoring model,
# Silbernagel et al. 2007, Am J Sports Med 35:897, here at the cautious end).
PAIN_ALLOWED = 2
PAIN_STOP = 7
SETBACKS_TO_CLINICIAN = 3
EASY_DAYS = 14  # two weeks of easy running before anything fast again [own synthesis]
WALK_SECONDS = 1800.0
# Minutes of running and walking, and how often: 1:1 to 9:1 in twenty to thirty minutes [own synthesis of common ladders].
RUN_WALK = ((1, 1, 10), (2, 1, 7), (3, 1, 6), (4, 1, 5), (6, 1, 4), (9, 1, 3))
STEADY_MINUTES = (30, 40)
# After an illness below the neck: a day without symptoms first, then a rung for every day without any
# (graded return, after Elliott et al. 2020, Br J Sports Med 54:1174; shortened for ordinary infections [own synthesis]).
ILLNESS_MINUTES = (20, 30, 45)
# Daniels' Running Formula, 3rd ed., table 9.2: by days off, the blocks of the way back as shares of the gap and of load.
NOTHING_LOST = 5
BLOCKS: tuple[tuple[float, tuple[float, ...]], ...] = (
    (28, (0.50, 0.75)),
    (56, (0.33, 0.50, 0.75)),
    (float("inf"), (0.33, 0.50, 0.70, 0.85, 1.00)),
)
LONGEST_WAY_BACK = 105  # days: five blocks of three weeks

CLINICIAN = (
    "This needs a clinician before any running: a doctor or physiotherapist has to examine it and say when loading may "
    "begin. Paceline gives no programme for it."
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: what to do, in words and as a workout where there is one."""

    title: str
    structure: Structure | None


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody said of one day; `worse` is the next morning's word and None until it is said."""

    day: date
    rung: int
    done: bool
    pain: int | None = None
    worse: bool | None = None
    symptoms: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody comes back from; `days_off` counts for time off alone."""

    kind: Kind
    started_on: date
    days_off: int = 0
    cross_trained: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a day stands: what to do, on which rung, and why; `load_share` and `fitness_share` for time off."""

    act: Act
    rung: int
    rungs: int
    title: str
    sentence: str
    structure: Structure | None = None
    load_share: float | None = None
    fitness_share: float | None = None


def ladder(kind: Kind) -> tuple[Rung, ...]:
    """The rungs of a ladder; empty where there is none to climb."""
    if kind == "injury":
        walk = Rung("Walk briskly for 30 min", _steady(WALK_SECONDS, "walk"))
        steps = tuple(_run_walk(*one) for one in RUN_WALK)
        steady = tuple(
            Rung(f"Run {minutes} min, very easy", _steady(minutes * 60, "jog")) for minutes in STEADY_MINUTES
        )
        return (walk, *steps, *steady, Rung("Easy running only", None))
    if kind == "illness":
        rest = Rung("Rest until a whole day without symptoms", None)
        return (rest, *(Rung(f"{m} min, very easy", _steady(m * 60, "jog")) for m in ILLNESS_MINUTES))
    return ()


def standing(case: Case, reports: Sequence[Report], today: date) -> Standing:
    """Where the day stands after everything said on the days before it and on it."""
    said = sorted((one for one in reports if case.started_on <= one.day <= today), key=lambda one: one.day)
    if case.kind == "bone_stress":
        return Standing("clinician", 0, 0, "See a clinician", CLINICIAN)
    if case.kind == "time_off":
        return _time_off(case, today)
    return _after_illness(said, today) if case.kind == "illness" else _after_injury(said, today)


def _after_injury(said: Sequence[Report], today: date) -> Standing:
    rungs = ladder("injury")
    rung, setbacks, why = 0, 0, "Begin here. Stop when pain passes 2 of 10."
    easy_since: date | None = None
    for one in said:
        well = went_well(one)
        if one.pain is not None and one.pain >= PAIN_STOP:
            setbacks = SETBACKS_TO_CLINICIAN
        elif well is True:
            setbacks = 0
            rung, why = min(rung + 1, len(rungs) - 1), "The last step went well, so this is the next."
        elif well is False:
            setbacks += 1
            rung, why = max(0, rung - 1), "The last step hurt too much or was felt the next morning, so one step back."
        if setbacks >= SETBACKS_TO_CLINICIAN:
            return Standing("clinician", rung, len(rungs), "See a clinician", CLINICIAN)
        on_top = rung == len(rungs) - 1
        easy_since = (easy_since or one.day) if on_top else None
    waiting = next((one for one in said if one.day < today and one.done and went_well(one) is None), None)
    if waiting is not None:
        words = "First say how it is this morning: no worse than before the last step, or worse."
        return Standing("ask", rung, len(rungs), "How is it this morning?", words)
    if easy_since is not None:
        return _easy_weeks(rungs, rung, easy_since, today)
    if any(one.done and one.day == today for one in said):
        return Standing(
            "rest", rung, len(rungs), "Done for today", "Tomorrow morning says whether the next step may come."
        )
    if any(one.done and one.day == today - timedelta(days=1) for one in said):
        words = (
            "A day between two steps lets the tissue settle. Easy cycling or swimming is fine when it is free of pain."
        )
        return Standing("rest", rung, len(rungs), "No running today", words)
    return Standing("do", rung, len(rungs), rungs[rung].title, why, rungs[rung].structure)


def _easy_weeks(rungs: Sequence[Rung], rung: int, since: date, today: date) -> Standing:
    days = (today - since).days
    if days >= EASY_DAYS:
        words = "Two weeks of easy running went well. The plan may go on, harder sessions one at a time."
        return Standing("finished", rung, len(rungs), "Back to the plan", words)
    words = f"Easy running only, day {days + 1} of {EASY_DAYS}, before anything fast."
    return Standing("easy_only", rung, len(rungs), rungs[rung].title, words)


def went_well(one: Report) -> bool | None:
    """Whether a step may be followed by the next: pain within bounds and no worse the next morning; None while unknown."""
    if one.pain is not None and one.pain > PAIN_ALLOWED:
        return False
    if one.worse is True:
        return False
    if not one.done or one.pain is None or one.worse is None:
        return None
    return True


def _after_illness(said: Sequence[Report], today: date) -> Standing:
    rungs = ladder("illness")
    rung, why, before = 0, "Rest until a whole day has passed without symptoms.", date.min
    for one in said:
        if one.symptoms is None:
            continue
        if one.symptoms:
            rung, why = 0, "There were symptoms, so rest until a whole day has passed without any."
        elif one.day < today and one.day != before:
            rung, why = rung + 1, "The day before passed without symptoms, so this is the next step."
        before = one.day
    if rung >= len(rungs):
        words = "Three easy days went by without symptoms. The plan may go on; the first hard session a little shorter."
        return Standing("finished", len(rungs) - 1, len(rungs), "Back to the plan", words)
    act: Act = "rest" if rung == 0 else "do"
    return Standing(act, rung, len(rungs), rungs[rung].title, why, rungs[rung].structure)


def _time_off(case: Case, today: date) -> Standing:
    kept = time_off_share(case.days_off, case.cross_trained).value
    if case.days_off <= NOTHING_LOST:
        words = "Up to five days off cost nothing. Go on where the plan stands, without making up for them."
        return Standing("finished", 0, 0, "Back to the plan", words, fitness_share=kept)
    shares = next(found for most, found in BLOCKS if case.days_off <= most)
    way = min(case.days_off, LONGEST_WAY_BACK)
    gone = (today - case.started_on).days
    block = gone * len(shares) // way
    if block >= len(shares):
        words = "The way back is done. Train by what a new test or race says."
        return Standing("finished", len(shares) - 1, len(shares), "Back to the plan", words, fitness_share=kept)
    share = shares[block]
    words = (
        f"{case.days_off} days off: easy only, at most {share:.0%} of the planned load, day {gone + 1} of {way}."
    ).replace("%", " %")
    return Standing(
        "scaled", block, len(shares), f"{share:.0%} of the plan, easy".replace("%", " %"), words, None, share, kept
    )


def _run_walk(run: int, walk: int, times: int) -> Rung:
    work = Step(End("duration", run * 60.0), Target(pace="jog"))
    recovery = Step(End("duration", walk * 60.0), Target(pace="walk"))
    warm = Single("warmup", Step(End("duration", 300.0), Target(pace="walk")))
    structure = Structure("running", (warm, Repeats(work, recovery, times)))
    return Rung(f"{times} × {run} min jog, {walk} min walk", structure)


def _steady(seconds: float, pace: Literal["walk", "jog"]) -> Structure:
    target = Target(pace=pace) if pace == "walk" else Target(pace=pace, rpe=Range(2, 3))
    return Structure("running", (Single("steady", Step(End("duration", seconds), target)),))
