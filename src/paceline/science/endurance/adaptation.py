"""Today's workout adapted to the athlete's day: the ordered rules behind the daily briefing.

The first rule that applies decides. No rule makes an easy session harder, and only `progress` adds anything.

1. illness            rest
2. severe-pain        pain 7–10: rest
3. pain               pain 4–6: easy, and without impact for a runner (or rest when there is nothing easier)
4. red                red readiness: easy and short, or rest after a hard day or a load spike
5. race-day           the race is today: the session stays as it is
6. cold               a cold above the neck: hard or long becomes easy
7. hard-yesterday     a hard session the day after a hard one: easy, or one repetition fewer when green
8. load-spike         a spike in load: the main set gets a quarter shorter
9. long-run           a run beyond 1.1 times the longest of the last 30 days is cut back to that
10. amber             one repetition fewer or 15–25 % less, by phase; pace unchanged; short easy sessions stay
11. heat              a tenth less when the heat costs 3 % of speed or more
12. unknown           readiness unknown: the session stays, and the briefing says why
13. progress          when every guard agrees (`GUARDS`), at most 10 % more
14. keep              nothing speaks against the session
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from paceline.science.endurance.structure import (
    End,
    Estimate,
    Range,
    Repeats,
    Single,
    Sport,
    Step,
    Structure,
    Target,
    change_repeats,
    describe,
    estimate,
    main_seconds,
    problems,
    scale,
)

Kind = Literal["keep", "easier", "shorter", "swap_easy", "rest", "progress"]
Band = Literal["green", "amber", "red"]

# Our thresholds. Pain 4 of 10 and more means no impact; from 7 on there is no training.
PAIN_NO_IMPACT = 4
PAIN_REST = 7
PROGRESS_SCORE = 85.0
# An acute:chronic ratio needs a full chronic window (Hulin 2014: 28 days); fewer days make every newcomer look fresh.
HISTORY_DAYS = 28
PROGRESS_LOAD = 1.10
TAPER_DAYS = 14
# Main set kept on an amber day. A taper has already cut the volume, and keeps its intensity (Bosquet 2007).
AMBER_FACTOR = {"base": 0.85, "build": 0.75, "peak": 0.80, "taper": 0.80}
SPIKE_FACTOR = 0.75
# One run against the longest of 30 days: over 1.1 times went with 1.64 times the injuries (Frandsen et al. 2025).
RUN_SPIKE = 1.10
LARGE_RUN_SPIKE = 1.30
HEAT_FACTOR = 0.90
HEAT_SLOWDOWN = 0.03
MAIN_FLOOR_SECONDS = 480.0
EASY_SECONDS = 1800.0
LONG_SECONDS = 4500.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known about today; None means unknown, never "fine".

    `readiness_unknown` finishes the sentence "Unknown, because …". `heat_slowdown` is the expected loss of speed,
    `run_spike` the planned run against the longest of the last 30 days. `held` says in a word what forbids more.
    """

    readiness_score: float | None = None
    band: Band | None = None
    readiness_unknown: str | None = None
    pain: int | None = None
    pain_place: str | None = None
    ill: bool = False
    cold: bool = False
    days_to_race: int | None = None
    phase: str | None = None
    hard_yesterday: bool | None = None
    load_spike: bool | None = None
    history_days: int | None = None
    heat_slowdown: float | None = None
    run_spike: float | None = None
    held: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Adaptation:
    """`structure` is None only for rest."""

    kind: Kind
    structure: Structure | None
    changes: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Session:
    structure: Structure
    estimate: Estimate
    hard: bool
    long: bool


_Rule = Callable[[_Session, Situation], Adaptation | None]


def adapt(structure: Structure, situation: Situation) -> Adaptation:
    """The session for today: the first rule that applies decides, and says so."""
    total = estimate(structure)
    hard = structure.sport != "strength" and total.moderate_seconds + total.hard_seconds >= 300
    session = _Session(structure, total, hard, total.duration > LONG_SECONDS)
    for rule in _RULES:
        decided = rule(session, situation)
        if decided is not None:
            return decided
    return _keep(session, "keep", "Nothing speaks against today's session.")


def _illness(session: _Session, today: Situation) -> Adaptation | None:
    if not today.ill:
        return None
    return _rest(
        "illness",
        "Illness reported. Rest until a day after it has passed; the plan can wait.",
    )


def _severe_pain(session: _Session, today: Situation) -> Adaptation | None:
    if today.pain is None or today.pain < PAIN_REST:
        return None
    return _rest(
        "severe-pain",
        f"Pain {today.pain} of 10{_place(today)}. Rest, and have it looked at.",
    )


def _pain(session: _Session, today: Situation) -> Adaptation | None:
    if today.pain is None or today.pain < PAIN_NO_IMPACT:
        return None
    sentence = f"Pain {today.pain} of 10{_place(today)}."
    impact = session.structure.sport in ("running", "hiking")
    return _swap(session, "pain", sentence, "cycling" if impact else session.structure.sport)


def _red(session: _Session, today: Situation) -> Adaptation | None:
    if today.band != "red":
        return None
    if today.hard_yesterday or today.load_spike:
        why = "yesterday was hard" if today.hard_yesterday else "load has jumped"
        return _rest("red", f"Readiness is red and {why}. Rest today.")
    return _swap(session, "red", "Readiness is red.", session.structure.sport)


def _race_day(session: _Session, today: Situation) -> Adaptation | None:
    if today.days_to_race != 0:
        return None
    return _keep(session, "race-day", "It is race day. The race stays as planned.")


def _cold(session: _Session, today: Situation) -> Adaptation | None:
    # The "neck check": symptoms above the neck allow easy training only (Eichner 1993, Phys Sportsmed 21(1)).
    if not today.cold or not (session.hard or session.long):
        return None
    return _swap(session, "cold", "A cold, above the neck.", session.structure.sport)


def _hard_yesterday(session: _Session, today: Situation) -> Adaptation | None:
    if not (today.hard_yesterday and session.hard):
        return None
    sentence = "Yesterday was hard, and hard days do not go back to back."
    if today.band == "green":
        return _cut(session, "hard-yesterday", sentence, 0.85)
    return _swap(session, "hard-yesterday", sentence, session.structure.sport)


def _load_spike(session: _Session, today: Situation) -> Adaptation | None:
    if not today.load_spike or not (session.hard or session.long):
        return None
    return _cut(
        session,
        "load-spike",
        "Load has jumped above what is usual.",
        SPIKE_FACTOR,
    )


def _long_run(session: _Session, today: Situation) -> Adaptation | None:
    ratio = today.run_spike
    if session.structure.sport != "running" or ratio is None or ratio <= RUN_SPIKE:
        return None
    less = scale(session.structure, RUN_SPIKE / ratio)
    strong = " Runs this much longer went with clearly more injuries." if ratio > LARGE_RUN_SPIKE else ""
    words = f"This run is {ratio:.1f} times the longest of the last 30 days.{strong} A tenth more is enough."
    reason = Reason("long-run", words)
    if less == session.structure or problems(less):
        return Adaptation("keep", session.structure, (), (reason,))
    return Adaptation("shorter", less, (_change(session.structure, less),), (reason,))


def _amber(session: _Session, today: Situation) -> Adaptation | None:
    if today.band != "amber" or not (session.hard or session.long):
        return None
    phase = "taper" if _tapering(today) else today.phase
    factor = AMBER_FACTOR.get(phase or "", 0.80)
    sentence = "Readiness is amber. Less of the same; the pace stays."
    if phase == "taper":
        sentence = "Readiness is amber close to the race. Less of it, but the race pace stays in the legs."
    return _cut(session, "amber", sentence, factor)


def _heat(session: _Session, today: Situation) -> Adaptation | None:
    if today.heat_slowdown is None or today.heat_slowdown < HEAT_SLOWDOWN or not (session.hard or session.long):
        return None
    cost = f"{today.heat_slowdown * 100:.0f} %"
    return _cut(
        session,
        "heat",
        f"The heat costs about {cost} of speed. Go by effort, not by pace.",
        HEAT_FACTOR,
    )


def _unknown(session: _Session, today: Situation) -> Adaptation | None:
    if today.band is not None:
        return None
    because = today.readiness_unknown or "there is no check-in or wellness value for today."
    return _keep(
        session,
        "unknown",
        f"Readiness: Unknown, because {because.rstrip('.')}. The session stays as planned.",
    )


# Each guard by name; more is offered only when all of them agree, and one that does not know does not agree.
GUARDS: tuple[tuple[str, Callable[[_Session, Situation], bool]], ...] = (
    ("a hard session is planned", lambda session, _: session.hard),
    ("readiness is green", lambda _, today: today.band == "green"),
    ("readiness is high", lambda _, today: (today.readiness_score or 0.0) >= PROGRESS_SCORE),
    ("four weeks of history", lambda _, today: (today.history_days or 0) >= HISTORY_DAYS),
    ("load is steady", lambda _, today: today.load_spike is False),
    ("no run beyond the usual", lambda _, today: today.run_spike is None or today.run_spike <= 1.0),
    ("yesterday was not hard", lambda _, today: not today.hard_yesterday),
    ("no pain", lambda _, today: (today.pain or 0) <= 1),
    ("not ill", lambda _, today: not (today.ill or today.cold)),
    ("no heat", lambda _, today: (today.heat_slowdown or 0.0) < HEAT_SLOWDOWN),
    ("a phase that builds", lambda _, today: today.phase in ("base", "build", "peak")),
    ("no race near", lambda _, today: not _tapering(today)),
    ("nothing else forbids it", lambda _, today: today.held is None),
)


def _progress(session: _Session, today: Situation) -> Adaptation | None:
    allowed = all(agrees(session, today) for _, agrees in GUARDS)
    more = _grown(session) if allowed else None
    if more is None:
        return None
    reason = Reason(
        "progress",
        "Readiness is high, load is steady, and four weeks of training are done.",
    )
    return Adaptation("progress", more, (_change(session.structure, more),), (reason,))


_RULES: tuple[_Rule, ...] = (
    _illness,
    _severe_pain,
    _pain,
    _red,
    _race_day,
    _cold,
    _hard_yesterday,
    _load_spike,
    _long_run,
    _amber,
    _heat,
    _unknown,
    _progress,
)


def _tapering(today: Situation) -> bool:
    near = today.days_to_race is not None and 0 < today.days_to_race <= TAPER_DAYS
    return near or today.phase == "taper"


def _keep(session: _Session, rule: str, sentence: str) -> Adaptation:
    return Adaptation("keep", session.structure, (), (Reason(rule, sentence),))


def _rest(rule: str, sentence: str) -> Adaptation:
    return Adaptation("rest", None, ("Rest instead of the session.",), (Reason(rule, sentence),))


def _swap(session: _Session, rule: str, sentence: str, sport: Sport) -> Adaptation:
    """Half an hour of very easy movement; rest when the session is no harder than that already."""
    easy = _easy(sport, min(EASY_SECONDS, session.estimate.duration))
    if estimate(easy).load >= session.estimate.load:
        return _rest(rule, f"{sentence} Rest today.")
    noun = {"cycling": "riding", "running": "jogging", "swimming": "swimming"}.get(sport, "movement")
    minutes = round(estimate(easy).duration / 60)
    change = f"{minutes} min of easy {noun} instead of the session; stop if anything gets worse."
    return Adaptation("swap_easy", easy, (change,), (Reason(rule, f"{sentence} Easy today."),))


def _easy(sport: Sport, seconds: float) -> Structure:
    target = Target(pace="jog") if sport == "running" else Target(rpe=Range(2, 2))
    return Structure(
        sport,
        (Single("steady", Step(End("duration", max(5.0, seconds // 5 * 5)), target)),),
    )


def _cut(session: _Session, rule: str, sentence: str, factor: float) -> Adaptation:
    """One repetition fewer where there are any, otherwise a shorter main set, never below its floor."""
    reason = Reason(rule, sentence)
    before = main_seconds(session.structure)
    if before <= MAIN_FLOOR_SECONDS:
        return Adaptation(
            "keep",
            session.structure,
            (),
            (reason, Reason("floor", "It is short already, so it stays.")),
        )
    less, kind = _less(session.structure, factor)
    if less == session.structure or main_seconds(less) < MAIN_FLOOR_SECONDS:
        return Adaptation(
            "keep",
            session.structure,
            (),
            (reason, Reason("floor", "It cannot get shorter and work.")),
        )
    return Adaptation(kind, less, (_change(session.structure, less),), (reason,))


def _less(structure: Structure, factor: float) -> tuple[Structure, Kind]:
    fewer = change_repeats(structure, -1)
    if fewer == structure:
        return scale(structure, factor), "shorter"
    base = main_seconds(structure)
    while main_seconds(fewer) > base * (factor + 0.10):
        again = change_repeats(fewer, -1)
        if again == fewer:
            break
        fewer = again
    return fewer, "easier"


def _grown(session: _Session) -> Structure | None:
    """One more repetition, or a main set 5 % longer, whichever first stays within the limit."""
    for candidate in (change_repeats(session.structure, 1), _longer(session.structure)):
        load = estimate(candidate).load
        if session.estimate.load < load <= session.estimate.load * PROGRESS_LOAD and not problems(candidate):
            return candidate
    return None


def _longer(structure: Structure) -> Structure:
    segments = structure.segments
    if any(isinstance(s, Repeats) and s.kind == "interval" for s in segments):
        return structure
    return replace(structure, segments=scale(structure, 1.05).segments)


def _change(before: Structure, after: Structure) -> str:
    return f"{describe(after).title} instead of {describe(before).title}."


def _place(today: Situation) -> str:
    return f" in the {today.pain_place}" if today.pain_place else ""
